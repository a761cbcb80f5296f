/** The session's flow with the real Office: loaded when somebody opens the pane, or refreshes. */
import type { Instant } from '../../core/domain/instant';
import type { BearerStore } from './token-store';
import { later } from '../lib/timers';
import { createProofKey, createSessionFlow } from './sign-in';
import { preflight, type PreflightParts } from './preflight';
import type { RelayAccess } from '../relay/fetch';
import type { SessionFlow, StateCell } from './session';
import { createSignInDialog } from './sign-in-dialog';

export const createOfficeSessionFlow = (cell: StateCell, access: RelayAccess, store: BearerStore): SessionFlow =>
  createSessionFlow({
    cell,
    access,
    store,
    openDialog: createSignInDialog(() => Office.context.ui, access.origin, later),
    createProofKey: () => createProofKey(crypto),
  });

/** Finds out whether asking again can succeed; see preflight. */
export const officePreflight = (parts: Pick<PreflightParts, 'access' | 'session'>): Promise<Instant | undefined> =>
  preflight({ ...parts, wait: later, online: () => navigator.onLine });
