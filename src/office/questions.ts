import { parseFormula, type FormulaArguments } from '../core/formula';
import type { Instant } from '../core/instant';
import type { Progress, Question } from '../core/question';
import { toTable, type Cell } from '../core/table';
import type { Answers } from './answers';
import { answersFor } from './answers-for';
import { quietText, type Invocation } from './invocation';
import { fitting } from './result-size';

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

export const createQuestions = (answers: Answers, now: () => Instant): Questions => ({
  table: async (args, invocation) => {
    const { question, table } = parseFormula(args, now());
    const answer = (await answersFor(answers, [question], invocation))?.[0];
    return answer === undefined ? [[quietText]] : fitting(toTable(question, answer, table));
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
