import type { FormulaArguments } from '../../core/formula/parse-formula';
import { noAnswer, type Answer, type Progress, type Query } from '../../core/query/question';
import { cachedAnswers, type QueryCache } from './query-cache';
import type { Observer } from './in-flight-query';
import type { About, CallResult } from '../cells/call-result';
import { cancellationOf, type Invocation } from '../cells/invocation';
import type { CallDeps } from './read-call';
import type * as layout from './query-result';
import { raceAbort } from '../lib/abort';

/** A query whose answer is under way. */
export interface RunningQuery {
  readonly query: Query;
  /** Cells that wait for it. */
  readonly addresses: readonly string[];
  readonly progress?: Progress;
  /** Calls it off: its cells show that, and can ask again. */
  cancel(): void;
}

/** Queries of all cells; identical ones share one answer. */
export interface Queries {
  /** The table of a call; see Calculation. Settles always; rejects with a FailureError only. */
  readonly table: (args: FormulaArguments, invocation: Invocation, about?: About) => Promise<CallResult | undefined>;
  /** The answer itself, from memory or asked now: for the pane. Rejects with a FailureError only. */
  ask(query: Query, how: Observer): Promise<Answer>;
  running(): readonly RunningQuery[];
  /** Tells when a query starts, comes on, or ends; gives what stops it. */
  subscribe(listener: () => void): () => void;
}

/** What reads a call's arguments, and lays its answer out in cells. */
export type Layout = Pick<typeof layout, 'parseFormula' | 'readCall' | 'tableOf'>;

/** Finds what a skill is called; undefined where that cannot be had. */
export type SkillName = (
  query: Pick<Query, 'skillId' | 'stage'>,
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
export const createQueries = (
  answers: QueryCache,
  load: () => Promise<Layout>,
  sources: CallDeps,
  skillName: SkillName,
): Queries => ({
  table: async (args, invocation, about) => {
    const { parseFormula, readCall, tableOf } = await raceAbort(cancellationOf(invocation).signal, load());
    const call = await readCall(parseFormula, args, invocation, sources);
    if (call === undefined) return undefined;
    const { query, table } = call.request;
    about?.(query);
    const isNamed = table.headers === 2 && table.names === 'people';
    // Beside the answer, and no reason for it to fail.
    const name = isNamed ? skillName(query, invocation).catch(() => undefined) : undefined;
    const layOut = async (answer: Answer): Promise<CallResult> =>
      tableOf(query, answer, { ...table, ...(await named(name)) });
    if (table.nothingYet !== undefined) return layOut(noAnswer(sources.now()));
    const found = await cachedAnswers(answers, [query], invocation);
    if (found === undefined) return undefined;
    await call.check(query, found);
    return found[0] && layOut(found[0]);
  },
  ask: async (query, how) => answers.known(query) ?? answers.get(query, how),
  running: () =>
    answers.running().map((asked) => {
      const progress = asked.progress();
      return {
        query: asked.query,
        addresses: asked.addresses(),
        cancel: () => asked.cancel(),
        ...(progress === undefined ? {} : { progress }),
      };
    }),
  subscribe: (listener) => answers.subscribe(listener),
});
