import { FailureError } from '../core/failure';
import { parseFormula, type FormulaArguments } from '../core/formula';
import type { Instant } from '../core/instant';
import type { Progress, Question } from '../core/question';
import { toTable, type Cell } from '../core/table';
import type { Answers } from './answers';
import { cancelled } from './broken-off';
import { fitting } from './result-size';

/** What Excel tells of one call of a custom function. */
export interface Invocation {
  /** True while somebody only looks at a part of the formula: no network then. */
  readonly isInValuePreview?: boolean | string;
  /** The calling cell, such as `Sheet1!B2`. */
  readonly address?: string;
  /** Called by Excel when the formula is edited, deleted, or calculated anew. */
  onCanceled?: () => void;
}

/** A question whose answer is under way. */
export interface RunningQuestion {
  readonly question: Question;
  /** Cells that wait for it. */
  readonly addresses: readonly string[];
  readonly progress?: Progress;
}

/** Questions of all cells; identical ones share one answer. */
export interface Questions {
  /** The table that a call gives. Settles always; rejects with a FailureError only. */
  table(args: FormulaArguments, invocation: Invocation): Promise<Cell[][]>;
  running(): readonly RunningQuestion[];
  /** Tells when a question starts, comes on, or ends; gives what stops it. */
  subscribe(listener: () => void): () => void;
  /** Forgets answers, so that the next calls ask again; running questions go on. */
  dropSettled(): void;
}

/** What stands for an answer that is not in memory while somebody only looks at a part of the formula. */
export const quietText = 'Skill metrics';

const signalOf = (invocation: Invocation): AbortSignal => {
  const controller = new AbortController();
  invocation.onCanceled = () => controller.abort(new FailureError(cancelled));
  return controller.signal;
};

export const createQuestions = (answers: Answers, now: () => Instant): Questions => ({
  table: async (args, invocation) => {
    const { question, table } = parseFormula(args, now());
    const known = answers.known(question);
    if (known !== undefined) return fitting(toTable(question, known, table));
    if (invocation.isInValuePreview === true || invocation.isInValuePreview === 'true') return [[quietText]];
    const { address } = invocation;
    const signal = signalOf(invocation);
    const answer = await answers.get(question, { signal, ...(address === undefined ? {} : { address }) });
    return fitting(toTable(question, answer, table));
  },
  running: () =>
    answers.running().map((asked) => {
      const progress = asked.progress();
      return {
        question: asked.question,
        addresses: asked.addresses(),
        ...(progress === undefined ? {} : { progress }),
      };
    }),
  subscribe: (listener) => answers.subscribe(listener),
  dropSettled: () => answers.drop(),
});
