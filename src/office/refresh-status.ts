import type { Failure } from '../core/failure';
import type { Instant } from '../core/instant';
import { createObservable, type Observable } from './observable';

/** How the latest refresh went. */
export type RefreshStatus =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  /** Nothing has been touched. */
  | { readonly kind: 'refused'; readonly at: Instant; readonly failure: Failure }
  /** So many cells were asked for anew. */
  | { readonly kind: 'refreshed'; readonly at: Instant; readonly cells: number };

export type RefreshStatusCell = Observable<RefreshStatus>;

export const createRefreshStatus = (): RefreshStatusCell => createObservable<RefreshStatus>({ kind: 'none' });
