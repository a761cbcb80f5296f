import type { Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { createObservable, type Observable } from '../lib/observable';

/** What is asked again: what may have changed, or everything. */
export type RefreshScope = 'changed' | 'all';

/** How the latest refresh went. */
export type RefreshStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  /** Nothing has been touched. */
  | { readonly kind: 'refused'; readonly at: Instant; readonly failure: Failure; readonly scope?: RefreshScope }
  /** So many cells were asked for anew. */
  | { readonly kind: 'refreshed'; readonly at: Instant; readonly cells: number };

export type RefreshStatusCell = Observable<RefreshStatus>;

export const createRefreshStatus = (): RefreshStatusCell => createObservable<RefreshStatus>({ kind: 'none' });
