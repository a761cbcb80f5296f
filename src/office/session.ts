import { FailureError, failureOf, type Failure } from '../core/failure';
import { parseRedeemed, parseSession, type Account } from '../core/wire';
import type { BearerStore } from './bearer-store';
import { createListeners } from './listeners';
import type { ProofKey } from './pkce';
import { callRelay, callRelayForJson, type RelayAccess } from './relay-call';
import type { OpenSignInDialog, SignInDialog } from './sign-in-dialog';
import { notBegun } from './sign-in-failure';

/** Whether somebody is signed in, as far as the add-in knows. */
export type SessionState =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'signed-out'; readonly reason?: Failure }
  /** `problem`: why a typed code did not finish the sign-in, which goes on. */
  | { readonly kind: 'signing-in'; readonly problem?: Failure }
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
  /** Opens the sign-in window. Settles always and never rejects: the outcome is the state. */
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

export interface SessionParts {
  readonly access: RelayAccess;
  readonly store: BearerStore;
  readonly openDialog: OpenSignInDialog;
  readonly createProofKey: () => Promise<ProofKey>;
}

/** One try to sign in. Its proof outlives its window, for the code that is typed. */
interface Attempt {
  proof?: ProofKey;
  dialog?: SignInDialog;
  readonly over: Promise<void>;
  readonly end: () => void;
}

const createAttempt = (): Attempt => {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  return { over, end };
};

const notTold: Failure = {
  code: 'unavailable',
  message: "You are signed out here, but the add-in's server could not be told.",
  advice: 'It forgets your sign-in by itself later; to end it now, remove the app in your Amazon account.',
};

export const createSession = ({ access, store, openDialog, createProofKey }: SessionParts): Session => {
  const listeners = createListeners<SessionState>();
  let state: SessionState = { kind: 'unknown' };
  let attempt: Attempt | undefined;
  let restoring: Promise<void> | undefined;

  const become = (next: SessionState): void => {
    state = next;
    if (next.kind !== 'signing-in') {
      attempt?.dialog?.close();
      attempt?.end();
    }
    listeners.tell(next);
  };
  const signedOut = (reason?: Failure): void =>
    become({ kind: 'signed-out', ...(reason === undefined ? {} : { reason }) });

  const redeem = async (mine: Attempt, code: string): Promise<void> => {
    if (mine.proof === undefined) throw new FailureError(notBegun);
    const { session, account } = await callRelayForJson(access, '/auth/redeem', parseRedeemed, {
      method: 'POST',
      body: { code, verifier: mine.proof.verifier },
    });
    if (attempt !== mine) {
      // Called off meanwhile: nobody will use what was just granted.
      await callRelay(access, '/auth/session', { method: 'DELETE', bearer: session });
      return;
    }
    await store.set(session);
    become({ kind: 'signed-in', account });
    attempt = undefined;
  };

  const runAttempt = async (mine: Attempt): Promise<void> => {
    const isCurrent = (): boolean => attempt === mine && state.kind === 'signing-in';
    try {
      mine.proof = await createProofKey();
      if (!isCurrent()) return;
      mine.dialog = openDialog(`${access.origin}/auth/start?challenge=${mine.proof.challenge}`);
      const code = await mine.dialog.code;
      if (isCurrent()) await redeem(mine, code);
    } catch (error) {
      if (isCurrent()) signedOut(failureOf(error));
    }
  };

  const restore = async (): Promise<void> => {
    const bearer = await store.get();
    const current = (): boolean => state.kind === 'unknown' || state.kind === 'signed-out';
    if (bearer === undefined) {
      if (state.kind === 'unknown') signedOut();
      return;
    }
    try {
      const { account } = await callRelayForJson(access, '/auth/session', parseSession, { bearer });
      if (current()) become({ kind: 'signed-in', account });
    } catch (error) {
      const reason = failureOf(error);
      if (reason.code === 'sign_in_required') await store.forget();
      else restoring = undefined;
      if (current()) signedOut(reason);
    }
  };

  return {
    state: () => state,
    subscribe: (listener) => listeners.add(listener),
    restore: () => (restoring ??= restore()),
    signIn: async () => {
      if (state.kind === 'signing-in' && attempt !== undefined) return attempt.over;
      const mine = createAttempt();
      attempt = mine;
      become({ kind: 'signing-in' });
      return Promise.race([runAttempt(mine), mine.over]);
    },
    finishWithCode: async (code) => {
      const mine = attempt;
      try {
        if (mine === undefined) throw new FailureError(notBegun);
        await redeem(mine, code.trim());
      } catch (error) {
        const problem = failureOf(error);
        if (state.kind === 'signing-in') become({ kind: 'signing-in', problem });
        else if (state.kind !== 'signed-in') signedOut(problem);
      }
    },
    cancelSignIn: () => {
      if (state.kind === 'signing-in') signedOut();
      attempt = undefined;
    },
    signOut: async () => {
      const bearer = await store.get();
      await store.forget();
      attempt = undefined;
      signedOut();
      if (bearer === undefined) return;
      try {
        await callRelay(access, '/auth/session', { method: 'DELETE', bearer });
      } catch (error) {
        if (failureOf(error).code !== 'sign_in_required' && state.kind === 'signed-out') signedOut(notTold);
      }
    },
    bearer: () => store.get(),
    ended: (failure) => {
      void store.forget();
      restoring = undefined;
      if (state.kind !== 'signing-in') signedOut(failure);
    },
  };
};
