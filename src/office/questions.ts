import type { FormulaArguments } from '../core/formula';
import type { Progress, Question } from '../core/question';
import type { Cell } from '../core/table';

/** What Excel tells of one call of a custom function. */
export interface Invocation {
  /** True while somebody only looks at a part of the formula: no network then. */
  readonly isInValuePreview?: boolean;
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
