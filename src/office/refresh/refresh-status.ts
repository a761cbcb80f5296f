import type { Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { TableChange } from '../../core/tables/compare-tables';
import { createObservable, type Observable } from '../lib/observable';

/**
 * What to refresh: the formula of the active cell, those in or behind the selection, those of the active sheet, or all of
 * the workbook. Amazon is asked again for numbers that may have changed; with `everything` for all numbers of the
 * workbook, even those that Amazon no longer corrects.
 */
export type RefreshScope = 'cell' | 'selection' | 'sheet' | 'workbook' | 'everything';

/** A formula whose numbers a refresh has changed by more than 1 %. */
export interface ChangedFormula extends TableChange {
  /** With its sheet, such as `Sheet1!B2`. */
  readonly address: string;
}

/** What a refresh came to. */
export interface RefreshSummary {
  readonly scope: RefreshScope;
  readonly at: Instant;
  /** How many formulas were in scope. */
  readonly total: number;
  /** How many have a new answer, which may equal the old one. */
  readonly done: number;
  /** How many go on showing what they did, because Amazon or the relay had no answer. */
  readonly kept: number;
  /** How many show an error. */
  readonly failed: number;
  /** Whether a person has cancelled it; formulas without a new answer then show what they did. */
  readonly cancelled: boolean;
  /** Whether Amazon had no room for some of the requests. */
  readonly throttled: boolean;
  /** Requests to Amazon. */
  readonly requests: number;
  /** The largest changes first. */
  readonly changes: readonly ChangedFormula[];
}

/** The state of the latest refresh. */
export type RefreshStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  /** The refresh would have failed, and has changed nothing. */
  | { readonly kind: 'refused'; readonly at: Instant; readonly failure: Failure; readonly scope?: RefreshScope }
  /** Formulas are refreshed one by one: `done` of `total`. Those that aren't yet show what they did. */
  | { readonly kind: 'running'; readonly scope: RefreshScope; readonly done: number; readonly total: number }
  | ({ readonly kind: 'refreshed' } & RefreshSummary);

/** The status as an observable value. */
export type RefreshStatusCell = Observable<RefreshStatus>;

/** Creates a status of kind `none`. */
export const createRefreshStatus = (): RefreshStatusCell => createObservable<RefreshStatus>({ kind: 'none' });
