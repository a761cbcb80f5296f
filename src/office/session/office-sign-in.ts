/** The session's flow with the real Office: loaded when somebody opens the pane, or refreshes. */
import type { Instant } from '../../core/domain/instant';
import type { TokenStore } from './token-store';
import { setTimer } from '../lib/timers';
import { createProofKey, createSignInFlow } from './sign-in';
import { preflight, type PreflightDeps } from './preflight';
import type { RelayAccess } from '../relay/fetch';
import type { SignInFlow, StateCell } from './session';
import { createSignInDialog } from './sign-in-dialog';

export const createOfficeSignInFlow = (cell: StateCell, access: RelayAccess, store: TokenStore): SignInFlow =>
  createSignInFlow({
    cell,
    access,
    store,
    openDialog: createSignInDialog(() => Office.context.ui, access.origin, setTimer),
    createProofKey: () => createProofKey(crypto),
  });

/** Finds out whether asking again can succeed; see preflight. */
export const officePreflight = (parts: Pick<PreflightDeps, 'access' | 'session'>): Promise<Instant | undefined> =>
  preflight({ ...parts, wait: setTimer, online: () => navigator.onLine });
