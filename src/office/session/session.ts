import type { Failure } from '../../core/domain/failure';
import type { Account } from '../../core/protocol/stream';
import type { TokenStore } from './token-store';
import { lazily } from '../lib/lazily';
import { createListeners } from '../lib/observable';
import { reportFailure } from '../lib/report-failure';

/** A sign-in that is under way. */
export interface SigningInState {
  readonly kind: 'signing-in';
  /** Three words that its window shows as well, once it has been opened. */
  readonly words?: string;
  /** Excel has told that the window is closed. It may live all the same, so the pane goes on waiting for it. */
  readonly lost?: true;
  /** Why a typed code did not finish the sign-in, which goes on. */
  readonly problem?: Failure;
}

/** Whether somebody is signed in, as far as the add-in knows. */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-out'; readonly reason?: Failure }
  | SigningInState
  | { readonly kind: 'signed-in'; readonly account: Account };

/** The one session of the add-in with its relay. */
export interface Session {
  state(): SessionState;
  /** Tells of every change of state; gives what stops it. */
  subscribe(listener: (state: SessionState) => void): () => void;
  /**
   * Asks the relay once who is signed in; further calls share that answer. Where the relay cannot be reached the state is
   * signed-out with that reason, the session is kept, and the next call asks again. Never rejects.
   */
  restore(): Promise<void>;
  /** Opens the sign-in window, also in the place of one that Excel has lost sight of. Settles always and never rejects: the outcome is the state. */
  signIn(): Promise<void>;
  /**
   * Ends the latest sign-in by a code that its window showed, even when Excel has lost sight of the window. Never rejects.
   */
  finishWithCode(code: string): Promise<void>;
  /** Closes the sign-in window; the state is signed-out without a reason. */
  cancelSignIn(): void;
  /** Has the relay forget the person's tokens and forgets the session here. Never rejects. */
  signOut(): Promise<void>;
  /** What the `Authorization` header carries; undefined where nobody is signed in. */
  bearer(): Promise<string | undefined>;
  /** The relay no longer knows the session. */
  ended(failure: Failure): void;
}

/** The state, for those who may change it. */
export interface StateCell {
  get(): SessionState;
  set(state: SessionState): void;
}

/** The part of a session that people start from the pane; cells do not need it. */
export type SignInFlow = Pick<Session, 'restore' | 'signIn' | 'finishWithCode' | 'cancelSignIn' | 'signOut'>;

/** @param loadFlow loads the flow when it is first needed, so that cells start without it */
export const createSession = (store: TokenStore, loadFlow: (cell: StateCell) => Promise<SignInFlow>): Session => {
  const listeners = createListeners<SessionState>();
  let state: SessionState = { kind: 'unknown' };
  const set = (next: SessionState): void => {
    state = next;
    listeners.tell(next);
  };
  const flow = lazily(() => loadFlow({ get: () => state, set }));
  const inFlow = async (act: (loaded: SignInFlow) => Promise<void> | void): Promise<void> => {
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
    cancelSignIn: () => void inFlow((loaded) => loaded.cancelSignIn()),
    signOut: () => inFlow((loaded) => loaded.signOut()),
    bearer: () => store.get(),
    ended: (failure) => {
      void store.forget();
      if (state.kind !== 'signing-in') set({ kind: 'signed-out', reason: failure });
    },
  };
};
