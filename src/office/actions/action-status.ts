import type { Failure } from '../../core/domain/failure';
import { createObservable, type Observable } from '../lib/observable';
import type { ActionOutcome, CellScope } from './scope/outcome';

/**
 * What a person can do with the add-in's formulas besides refreshing them.
 *
 * - `freeze`, `thaw`: turn them into values, and back
 * - `mark`, `unmark`: highlight provisional rows, or no longer
 * - `sources`: list where numbers come from, on a sheet of its own
 */
export type FormulaAction = 'freeze' | 'thaw' | 'mark' | 'unmark' | 'sources';

/** The outcome of the latest action. */
export type ActionStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'working'; readonly action: FormulaAction }
  | ({ readonly kind: 'done'; readonly action: FormulaAction; readonly scope: CellScope } & ActionOutcome)
  | { readonly kind: 'failed'; readonly action: FormulaAction; readonly failure: Failure };

/** The status as an observable value. */
export type ActionStatusCell = Observable<ActionStatus>;

/** Creates a status of kind `none`. */
export const createActionStatus = (): ActionStatusCell => createObservable<ActionStatus>({ kind: 'none' });
