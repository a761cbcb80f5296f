import type { Failure } from '../../../core/domain/failure';
import type { Account } from '../../../core/protocol/stream';
import { lazily } from '../../lib/async';
import { createListeners } from '../../lib/observable';
import { reportFailure } from '../../lib/report-failure';
import type { AccountStore } from './account-store';

/** A sign-in in progress. */
export interface SigningInState {
  readonly kind: 'signing-in';
  /** Three words that the sign-in window shows, too; absent before it opens. */
  readonly words?: string;
  /** Excel has reported that the window is closed. The report may be wrong, so the pane goes on waiting. */
  readonly lost?: true;
  /** Why the typed code was refused. The sign-in goes on. */
  readonly problem?: Failure;
}

/** Whether a person is signed in, as far as the add-in knows. */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-out'; readonly reason?: Failure }
  | SigningInState
  | SignedInState;

/** Somebody is signed in. */
export interface SignedInState {
  readonly kind: 'signed-in';
  /** The account that this workbook uses. */
  readonly account: Account;
  /** Further accounts of this device; absent: none. */
  readonly others?: readonly Account[];
  /** Why a further account wasn't added, or a sign-out didn't work. */
  readonly problem?: Failure;
}

/** The add-in's session at the relay. No method rejects: the outcome is the state. */
export interface ClientSession {
  state(): SessionState;
  /** Calls `listener` at each change of the state. Returns an unsubscribe function. */
  subscribe(listener: (state: SessionState) => void): () => void;
  /**
   * Asks the relay who is signed in, once for all callers. If the relay can't be reached, the state is `signed-out`
   * with that reason, the session is kept, and the next call tries again.
   */
  restore(): Promise<void>;
  /**
   * Opens the sign-in window, or replaces one that Excel has reported as closed. Resolves when the sign-in has ended.
   */
  signIn(): Promise<void>;
  /** Finishes the latest sign-in with the code in its window, even if Excel has reported the window as closed. */
  finishWithCode(code: string): Promise<void>;
  /** Closes the sign-in window. The state becomes what it was before, or `signed-out` without a reason. */
  cancelSignIn(): Promise<void>;
  /** Opens the sign-in window for a further account, which this workbook then uses. */
  addAccount(): Promise<void>;
  /** Uses another account of this device in this workbook. */
  useAccount(accountId: string): Promise<void>;
  /** Ends the session of the account that this workbook uses, here and at the relay. Another one takes its place. */
  signOut(): Promise<void>;
  /** Ends all sessions of the account that this workbook uses, on every device. */
  signOutEverywhere(): Promise<void>;
  /** The bearer token for the `Authorization` header; undefined when the person isn't signed in. */
  bearer(): Promise<string | undefined>;
  /** Records that the relay no longer knows the session of this bearer token. */
  ended(failure: Failure, bearer: string): void;
}

/** The session's state, for the sign-in flow, which changes it. */
export interface StateCell {
  get(): SessionState;
  set(state: SessionState): void;
}

/** The part of a session that the pane needs, but not cells. */
export type SignInFlow = Omit<ClientSession, 'state' | 'subscribe' | 'bearer' | 'ended'>;

/**
 * Creates the session, in the state `unknown`.
 * @param loadFlow loads the sign-in flow when it is first needed, so that cells start without it
 */
export const createSession = (
  store: AccountStore,
  loadFlow: (cell: StateCell) => Promise<SignInFlow>,
): ClientSession => {
  const listeners = createListeners<SessionState>();
  let state: SessionState = { kind: 'unknown' };
  const set = (next: SessionState): void => {
    state = next;
    listeners.notify(next);
  };
  const flow = lazily(() => loadFlow({ get: () => state, set }));
  const inFlow = async (act: (loaded: SignInFlow) => Promise<void>): Promise<void> => {
    try {
      await act(await flow());
    } catch (error) {
      set({ kind: 'signed-out', reason: reportFailure(error) });
    }
  };

  return {
    state: () => state,
    subscribe: (listener) => listeners.add(listener),
    restore: () => inFlow((loaded) => loaded.restore()),
    signIn: () => inFlow((loaded) => loaded.signIn()),
    finishWithCode: (code) => inFlow((loaded) => loaded.finishWithCode(code)),
    cancelSignIn: () => inFlow((loaded) => loaded.cancelSignIn()),
    addAccount: () => inFlow((loaded) => loaded.addAccount()),
    useAccount: (accountId) => inFlow((loaded) => loaded.useAccount(accountId)),
    signOut: () => inFlow((loaded) => loaded.signOut()),
    signOutEverywhere: () => inFlow((loaded) => loaded.signOutEverywhere()),
    bearer: () => store.get(),
    ended: (failure, bearer) => {
      void store.forget(bearer);
      if (state.kind !== 'signing-in') set({ kind: 'signed-out', reason: failure });
    },
  };
};
