/** The sign-in flow in the real Excel, in a chunk that the pane or a refresh loads. */
import type { Instant } from '../../core/domain/instant';
import { setTimer } from '../lib/timers';
import type { RelayAccess } from '../relay/fetch';
import { preflight, type PreflightDeps } from './preflight';
import type { SignInFlow, StateCell } from './session';
import { createProofKey, createSignInFlow } from './sign-in';
import { createSignInDialog } from './sign-in-dialog';
import type { TokenStore } from './token-store';

/** Creates the sign-in flow with Office's dialog and the browser's crypto. */
export const createOfficeSignInFlow = (cell: StateCell, access: RelayAccess, store: TokenStore): SignInFlow =>
  createSignInFlow({
    cell,
    access,
    store,
    openDialog: createSignInDialog(() => Office.context.ui, access.origin, setTimer),
    createProofKey: () => createProofKey(crypto),
  });

/** Checks whether a refresh can succeed: see {@link preflight}. */
export const officePreflight = (parts: Pick<PreflightDeps, 'access' | 'session'>): Promise<Instant | undefined> =>
  preflight({ ...parts, wait: setTimer, online: () => navigator.onLine });
