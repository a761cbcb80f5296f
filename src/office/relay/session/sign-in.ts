import { type Failure, FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import { signInWords } from '../../../core/domain/sign-in-messages';
import { parseRedeemed, parseSession } from '../../../core/protocol/stream';
import { setTimer } from '../../lib/async';
import { reportFailure } from '../../lib/report-failure';
import { callRelay, callRelayForJson, type RelayAccess } from '../fetch';
import type { AccountStore } from './account-store';
import { preflight, type PreflightDeps } from './preflight';
import type { SessionState, SignInFlow, StateCell } from './session';
import { createSignInDialog, type OpenSignInDialog, type SignInDialog } from './sign-in-dialog';
import { notBegun } from './sign-in-errors';

/** Proves that a sign-in is redeemed by the pane that started it (RFC 7636, method S256). */
interface ProofKey {
  /** 43 characters; stays in the add-in until the code is redeemed. */
  readonly verifier: string;
  /** Base64url SHA-256 of the verifier, 43 characters; public. */
  readonly challenge: string;
}

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/**
 * Creates a random verifier and its S256 challenge.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7636#section-4 | RFC 7636, section 4}
 */
export const createProofKey = async (crypto: Pick<Crypto, 'getRandomValues' | 'subtle'>): Promise<ProofKey> => {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(digest)) };
};

interface SignInFlowDeps {
  readonly cell: StateCell;
  readonly access: RelayAccess;
  readonly store: AccountStore;
  readonly openDialog: OpenSignInDialog;
  readonly createProofKey: () => Promise<ProofKey>;
}

/** An attempt to sign in. Its proof outlives its window, for a typed code. */
interface Attempt {
  proof?: ProofKey;
  dialog?: SignInDialog;
  /** Excel has reported its window as closed. */
  lost?: true;
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
  message: "You're signed out here, but the add-in's server couldn't be reached.",
  advice: 'Your sign-in there expires by itself. To end it now, remove the app in your Amazon account.',
};

/**
 * Creates the flow that signs people in and out, and finds out who is signed in. It never rejects: the outcome is the
 * state.
 */
export const createSignInFlow = ({ cell, access, store, openDialog, createProofKey }: SignInFlowDeps): SignInFlow => {
  let attempt: Attempt | undefined;
  let restoring: Promise<void> | undefined;

  const leaveWindow = (): void => {
    attempt?.dialog?.close();
    attempt?.end();
  };
  const become = (next: SessionState): void => {
    if (next.kind !== 'signing-in') leaveWindow();
    cell.set(next);
  };
  const signingIn = ({ proof, lost }: Attempt, problem?: Failure): void =>
    become({
      kind: 'signing-in',
      ...(proof === undefined ? {} : { words: signInWords(proof.challenge) }),
      ...(lost === undefined ? {} : { lost }),
      ...(problem === undefined ? {} : { problem }),
    });
  const signedOut = (reason?: Failure): void =>
    become({ kind: 'signed-out', ...(reason === undefined ? {} : { reason }) });

  const redeem = async (mine: Attempt, code: string): Promise<void> => {
    if (mine.proof === undefined) throw new FailureError(notBegun);
    const { session, account } = await callRelayForJson(access, '/auth/redeem', parseRedeemed, {
      method: 'POST',
      body: { code, verifier: mine.proof.verifier },
    });
    if (attempt !== mine) {
      // The sign-in was cancelled in the meantime: the new session is unneeded.
      await callRelay(access, '/auth/session', { method: 'DELETE', bearer: session });
      return;
    }
    await store.set(session);
    become({ kind: 'signed-in', account });
    attempt = undefined;
  };

  const runAttempt = async (mine: Attempt): Promise<void> => {
    const isCurrent = (): boolean => attempt === mine && cell.get().kind === 'signing-in';
    try {
      mine.proof = await createProofKey();
      if (!isCurrent()) return;
      signingIn(mine);
      mine.dialog = openDialog(`${access.origin}/auth/start?challenge=${mine.proof.challenge}`, () => {
        if (!isCurrent()) return;
        mine.lost = true;
        signingIn(mine);
      });
      const code = await mine.dialog.code;
      if (isCurrent()) await redeem(mine, code);
    } catch (error) {
      if (isCurrent()) signedOut(reportFailure(error));
    }
  };

  const restore = async (): Promise<void> => {
    const bearer = await store.get();
    const isOpen = (): boolean => cell.get().kind === 'unknown' || cell.get().kind === 'signed-out';
    if (bearer === undefined) {
      restoring = undefined;
      if (cell.get().kind === 'unknown') signedOut();
      return;
    }
    try {
      const { account } = await callRelayForJson(access, '/auth/session', parseSession, { bearer });
      if (isOpen()) become({ kind: 'signed-in', account });
    } catch (error) {
      const reason = reportFailure(error);
      restoring = undefined;
      if (reason.code === 'sign_in_required') await store.forget();
      if (isOpen()) signedOut(reason);
    }
  };

  return {
    restore: () => (restoring ??= restore()),
    signIn: async () => {
      if (cell.get().kind === 'signing-in' && attempt !== undefined && attempt.lost === undefined) return attempt.over;
      leaveWindow();
      const mine = createAttempt();
      attempt = mine;
      signingIn(mine);
      return Promise.race([runAttempt(mine), mine.over]);
    },
    finishWithCode: async (code) => {
      try {
        if (attempt === undefined) throw new FailureError(notBegun);
        await redeem(attempt, code.trim());
      } catch (error) {
        const problem = reportFailure(error);
        if (cell.get().kind === 'signing-in' && attempt !== undefined) signingIn(attempt, problem);
        else if (cell.get().kind !== 'signed-in') signedOut(problem);
      }
    },
    cancelSignIn: () => {
      if (cell.get().kind === 'signing-in') signedOut();
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
        if (reportFailure(error).code !== 'sign_in_required' && cell.get().kind === 'signed-out') signedOut(notTold);
      }
    },
  };
};

/** Creates the sign-in flow with Office's dialog and the browser's crypto. */
export const createOfficeSignInFlow = (cell: StateCell, access: RelayAccess, store: AccountStore): SignInFlow =>
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
