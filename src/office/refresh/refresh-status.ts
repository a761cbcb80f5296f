import type { Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { createObservable, type Observable } from '../lib/observable';

/** The numbers to refresh: those that may have changed, or all. */
export type RefreshScope = 'changed' | 'all';

/** The outcome of the latest refresh. */
export type RefreshStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  /** The refresh would have failed, and has changed nothing. */
  | { readonly kind: 'refused'; readonly at: Instant; readonly failure: Failure; readonly scope?: RefreshScope }
  /** This many cells are being recalculated. */
  | { readonly kind: 'refreshed'; readonly at: Instant; readonly cells: number };

/** The status as an observable value. */
export type RefreshStatusCell = Observable<RefreshStatus>;

/** Creates a status of kind `none`. */
export const createRefreshStatus = (): RefreshStatusCell => createObservable<RefreshStatus>({ kind: 'none' });
