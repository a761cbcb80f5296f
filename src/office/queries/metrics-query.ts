import type { FormulaArguments } from '../../core/formula/parse-formula';
import { noAnswer, type Answer, type Progress, type Question } from '../../core/query/question';
import { answersFor, type Answers } from './query-cache';
import type { Waiter } from './in-flight-query';
import type { About, CallResult } from '../cells/call-result';
import { cancellationOf, type Invocation } from '../cells/invocation';
import type { CallSources } from './read-call';
import type * as layout from './query-result';
import { unless } from '../lib/abort';

/** A question whose answer is under way. */
export interface RunningQuestion {
  readonly question: Question;
  /** Cells that wait for it. */
  readonly addresses: readonly string[];
  readonly progress?: Progress;
  /** Calls it off: its cells show that, and can ask again. */
  cancel(): void;
}

/** Questions of all cells; identical ones share one answer. */
export interface Questions {
  /** The table of a call; see Calculation. Settles always; rejects with a FailureError only. */
  readonly table: (args: FormulaArguments, invocation: Invocation, about?: About) => Promise<CallResult | undefined>;
  /** The answer itself, from memory or asked now: for the pane. Rejects with a FailureError only. */
  ask(question: Question, how: Waiter): Promise<Answer>;
  running(): readonly RunningQuestion[];
  /** Tells when a question starts, comes on, or ends; gives what stops it. */
  subscribe(listener: () => void): () => void;
}

/** What reads a call's arguments, and lays its answer out in cells. */
export type Layout = Pick<typeof layout, 'parseFormula' | 'readCall' | 'tableOf'>;

/** Finds what a skill is called; undefined where that cannot be had. */
export type SkillName = (
  question: Pick<Question, 'skillId' | 'stage'>,
  invocation: Invocation,
) => Promise<string | undefined>;

const named = async (name: Promise<string | undefined> | undefined): Promise<{ readonly skillName?: string }> => {
  const skillName = await name;
  return skillName === undefined ? {} : { skillName };
};

/**
 * @param load loads the layout: the add-in starts without it
 * @param skillName for the header row that identifies the skill
 */
export const createQuestions = (
  answers: Answers,
  load: () => Promise<Layout>,
  sources: CallSources,
  skillName: SkillName,
): Questions => ({
  table: async (args, invocation, about) => {
    const { parseFormula, readCall, tableOf } = await unless(cancellationOf(invocation).signal, load());
    const call = await readCall(parseFormula, args, invocation, sources);
    if (call === undefined) return undefined;
    const { question, table } = call.request;
    about?.(question);
    const isNamed = table.headers === 2 && table.names === 'people';
    // Beside the answer, and no reason for it to fail.
    const name = isNamed ? skillName(question, invocation).catch(() => undefined) : undefined;
    const layOut = async (answer: Answer): Promise<CallResult> =>
      tableOf(question, answer, { ...table, ...(await named(name)) });
    if (table.nothingYet !== undefined) return layOut(noAnswer(sources.now()));
    const found = await answersFor(answers, [question], invocation);
    if (found === undefined) return undefined;
    await call.check(question, found);
    return found[0] && layOut(found[0]);
  },
  ask: async (question, how) => answers.known(question) ?? answers.get(question, how),
  running: () =>
    answers.running().map((asked) => {
      const progress = asked.progress();
      return {
        question: asked.question,
        addresses: asked.addresses(),
        cancel: () => asked.cancel(),
        ...(progress === undefined ? {} : { progress }),
      };
    }),
  subscribe: (listener) => answers.subscribe(listener),
});
