import { type Failure, FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import { signInWords } from '../../../core/domain/sign-in-messages';
import { parseRedeemed, parseSession } from '../../../core/protocol/stream';
import { excelPlatform } from '../../excel/host';
import { setTimer } from '../../lib/async';
import { reportFailure } from '../../lib/report-failure';
import { callRelay, callRelayForJson, type RelayAccess } from '../fetch';
import type { AccountStore, KnownAccount } from './account-store';
import { createOfficeIdentity } from './microsoft-identity';
import { createMicrosoftSignIn, type MicrosoftSignInFlow } from './microsoft-sign-in';
import { preflight, type PreflightDeps } from './preflight';
import { createProofKey, type ProofKey } from './proof-key';
import type { SessionState, SignedInState, SignInFlow, StateCell } from './session';
import { createSignInDialog, type OpenSignInDialog, type SignInDialog } from './sign-in-dialog';
import { notBegun } from './sign-in-errors';

interface SignInFlowDeps {
  readonly cell: StateCell;
  readonly access: RelayAccess;
  readonly store: AccountStore;
  readonly microsoft: MicrosoftSignInFlow;
  /** Where Excel is, as `Excel on the web`. */
  readonly device: () => string | undefined;
  readonly openDialog: OpenSignInDialog;
  readonly createProofKey: () => Promise<ProofKey>;
}

/** An attempt to sign in. Its proof outlives its window, for a typed code. */
interface Attempt {
  proof?: ProofKey;
  /** Office's access token, of a person whom Excel knows. */
  microsoftToken?: string | undefined;
  dialog?: SignInDialog;
  /** Excel has reported its window as closed. */
  lost?: true;
  /** Who was signed in before, and stays so if the attempt comes to nothing. */
  readonly former: SignedInState | undefined;
  /** It adds an account to those of this device. */
  readonly isFurther: boolean;
  readonly over: Promise<void>;
  readonly end: () => void;
}

const createAttempt = (former: SignedInState | undefined, isFurther: boolean): Attempt => {
  let end = (): void => undefined;
  const over = new Promise<void>((resolve) => (end = resolve));
  return { former, isFurther, over, end };
};

const notTold: Failure = {
  code: 'unavailable',
  message: "You're signed out here, but the add-in's server couldn't be reached.",
  advice: 'Your sign-in there expires by itself. To end it now, remove the app in your Amazon account.',
};

const notEverywhere: Failure = {
  code: 'unavailable',
  message: "Your devices are still signed in: the add-in's server couldn't be reached.",
  advice: 'Check your connection, then sign out on all devices again.',
};

/**
 * Creates the flow that signs people in and out, and finds out who is signed in. It never rejects: the outcome is the
 * state.
 */
export const createSignInFlow = (deps: SignInFlowDeps): SignInFlow => {
  const { cell, access, store, microsoft, device, openDialog, createProofKey } = deps;
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
  const signedIn = async (problem?: Failure): Promise<void> => {
    const [used, ...others] = (await store.all()).map(({ account }) => account);
    if (used === undefined) return;
    const more = { ...(others.length === 0 ? {} : { others }), ...(problem === undefined ? {} : { problem }) };
    become({ kind: 'signed-in', account: used, ...more });
  };
  /** After an attempt to add an account that came to nothing, the one before goes on, unless it has ended meanwhile. */
  const back = async (mine: Attempt, reason?: Failure): Promise<void> => {
    if (mine.former === undefined) {
      signedOut(reason);
      return;
    }
    const bearer = await store.get();
    if (cell.get().kind !== 'signing-in' || (attempt !== undefined && attempt !== mine)) return;
    if (bearer === undefined) signedOut(reason);
    else await signedIn(reason);
  };

  const redeem = async (mine: Attempt, code: string): Promise<void> => {
    const { proof, microsoftToken } = mine;
    if (proof === undefined) throw new FailureError(notBegun);
    const former = await store.get();
    const { session, account } = await callRelayForJson(access, '/auth/redeem', parseRedeemed, {
      method: 'POST',
      body: { code, verifier: proof.verifier, device: device(), microsoftToken },
      ...(former === undefined ? {} : { bearer: former }),
    });
    if (attempt !== mine) {
      // The sign-in was cancelled in the meantime: the new session is unneeded.
      await callRelay(access, '/auth/session', { method: 'DELETE', bearer: session });
      return;
    }
    await store.set({ bearer: session, account });
    await signedIn();
    attempt = undefined;
  };

  /** Signs in with what the person has connected elsewhere. */
  const join = async (microsoftToken: string, isWanted: () => boolean): Promise<boolean> => {
    if (!isWanted()) return false;
    const joined: readonly KnownAccount[] = await microsoft.join(microsoftToken);
    const [used] = joined;
    if (used === undefined || !isWanted()) return false;
    await store.add(joined);
    await signedIn();
    return true;
  };

  const runAttempt = async (mine: Attempt): Promise<void> => {
    const isCurrent = (): boolean => attempt === mine && cell.get().kind === 'signing-in';
    try {
      mine.microsoftToken = await microsoft.token({ prompt: true });
      if (mine.microsoftToken !== undefined && !mine.isFurther && (await join(mine.microsoftToken, isCurrent))) {
        if (attempt === mine) attempt = undefined;
        return;
      }
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
      const reason = reportFailure(error);
      if (isCurrent()) await back(mine, reason);
    }
  };

  /** In silence: a person whom Excel knows may have connected an account on another device. */
  const restoreFromMicrosoft = async (isOpen: () => boolean): Promise<void> => {
    restoring = undefined;
    let reason: Failure | undefined;
    try {
      // Who has signed out isn't signed in again by Excel's word.
      const token = (await store.isUsed()) ? undefined : await microsoft.token({ prompt: false });
      if (token !== undefined && (await join(token, isOpen))) return;
    } catch (error) {
      const failure = reportFailure(error);
      if (failure.code === 'forbidden') reason = failure;
    }
    if (cell.get().kind === 'unknown') signedOut(reason);
  };

  const restore = async (): Promise<void> => {
    const bearer = await store.get();
    const isOpen = (): boolean => cell.get().kind === 'unknown' || cell.get().kind === 'signed-out';
    if (bearer === undefined) {
      await restoreFromMicrosoft(isOpen);
      return;
    }
    try {
      const { account } = await callRelayForJson(access, '/auth/session', parseSession, { bearer });
      const [used] = await store.all();
      // An earlier version stored no account.
      if (used?.bearer === bearer && used.account.id !== account.id) await store.set({ bearer, account });
      if (isOpen()) await signedIn();
    } catch (error) {
      const reason = reportFailure(error);
      restoring = undefined;
      if (reason.code === 'sign_in_required') await store.forget(bearer);
      if (isOpen()) signedOut(reason);
    }
  };

  const begin = (isFurther: boolean): Promise<void> => {
    leaveWindow();
    const before = cell.get();
    const mine = createAttempt(before.kind === 'signed-in' ? before : attempt?.former, isFurther);
    attempt = mine;
    signingIn(mine);
    return Promise.race([runAttempt(mine), mine.over]);
  };

  /** Ends the sign-in here, whatever the relay says. */
  const leave = async (): Promise<string | undefined> => {
    const bearer = await store.get();
    await store.forget(bearer);
    attempt = undefined;
    const [other] = await store.all();
    if (other === undefined) signedOut();
    else await useAccount(other.account.id);
    return bearer;
  };

  const signOut = async (): Promise<void> => {
    const bearer = await leave();
    if (bearer === undefined) return;
    try {
      await callRelay(access, '/auth/session', { method: 'DELETE', bearer });
    } catch (error) {
      if (reportFailure(error).code === 'sign_in_required') return;
      if (cell.get().kind === 'signed-out') signedOut(notTold);
      else if (cell.get().kind === 'signed-in') await signedIn(notTold);
    }
  };

  /** Asks the relay first: without this session, the request couldn't be repeated. */
  const signOutEverywhere = async (): Promise<void> => {
    const bearer = await store.get();
    try {
      if (bearer !== undefined) await callRelay(access, '/auth/sessions', { method: 'DELETE', bearer });
    } catch (error) {
      if (reportFailure(error).code !== 'sign_in_required') {
        await signedIn(notEverywhere);
        return;
      }
    }
    await leave();
  };

  const useAccount = async (accountId: string): Promise<void> => {
    await store.use(accountId);
    await signedIn();
  };

  return {
    restore: () => (restoring ??= restore()),
    signIn: async () => {
      if (cell.get().kind === 'signing-in' && attempt !== undefined && attempt.lost === undefined) return attempt.over;
      return begin(cell.get().kind === 'signing-in' && attempt?.isFurther === true);
    },
    addAccount: () => begin(true),
    useAccount,
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
      const mine = attempt;
      if (cell.get().kind !== 'signing-in' || mine === undefined) return Promise.resolve();
      const done = back(mine);
      leaveWindow();
      attempt = undefined;
      return done;
    },
    signOut,
    signOutEverywhere,
  };
};

/** Creates the sign-in flow with Office's dialog and the browser's crypto. */
export const createOfficeSignInFlow = (cell: StateCell, access: RelayAccess, store: AccountStore): SignInFlow =>
  createSignInFlow({
    cell,
    access,
    store,
    microsoft: createMicrosoftSignIn({ access, identity: createOfficeIdentity(), device: excelPlatform }),
    device: excelPlatform,
    openDialog: createSignInDialog(() => Office.context.ui, access.origin, setTimer),
    createProofKey: () => createProofKey(crypto),
  });

/** Checks whether a refresh can succeed: see {@link preflight}. */
export const officePreflight = (parts: Pick<PreflightDeps, 'access' | 'session'>): Promise<Instant | undefined> =>
  preflight({ ...parts, wait: setTimer, online: () => navigator.onLine });
