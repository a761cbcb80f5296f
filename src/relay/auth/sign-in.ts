import * as v from 'valibot';
import { invalidResponse } from '../../amazon/http/failures';
import type { Lwa } from '../../amazon/login/login-with-amazon';
import { type Failure, FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { signInWords } from '../../core/domain/sign-in-messages';
import { hashOf } from '../lib/session-token';
import type { Secrets } from '../observability/redaction/secrets';
import { StoreError } from '../store/fault';
import type { StoreHealth } from '../store/health';
import type { Store } from '../store/store';
import { type AccountCheck, accountNotAllowed, connectedAccount } from './allowed-accounts';
import type { Sealer } from './encryption';
import type { Handoff } from './handoff';
import type { MicrosoftSignIn } from './microsoft/sign-in';
import { connectionIdOf } from './sessions/connections';
import type { OpenedSession } from './sessions/session-records';
import type { Sessions } from './sessions/sessions';

export interface SignInDeps {
  readonly store: Store;
  readonly storeHealth: Pick<StoreHealth, 'check'>;
  readonly secrets: Secrets;
  readonly sealer: Sealer;
  readonly sessions: Sessions;
  readonly handoff: Handoff;
  readonly lwa: Lwa;
  /** Absent: people sign in with Amazon alone. */
  readonly microsoft?: MicrosoftSignIn | undefined;
  readonly isAllowed: AccountCheck;
  readonly publicUrl: string;
  readonly now: () => Instant;
}

/** How long a person may take on Amazon's page. */
const attemptMs = 600_000;

const attemptContent = v.object({ challenge: v.string(), verifier: v.string(), expiresAt: v.number() });
type Attempt = v.InferOutput<typeof attemptContent>;

/** A sign-in that has started. */
interface StartedSignIn {
  /** Amazon's page, to which to redirect the browser. */
  readonly url: string;
  readonly state: string;
  /** The encrypted attempt, which the browser keeps and brings back. */
  readonly sealed: string;
}

/** A sign-in that Amazon has confirmed. */
interface FinishedSignIn {
  /** The one-time code for the pane. */
  readonly code: string;
  /** The words by which a person recognises the pane that the code is for. */
  readonly words: string;
}

/** What a pane brings to open its session. */
interface Redemption {
  /** The one-time code, perhaps as a person typed it. */
  readonly code: string;
  readonly verifier: string;
  /** Where the pane is, as `Excel on the web`. */
  readonly device?: string | undefined;
  /** Office's access token. */
  readonly microsoftToken?: string | undefined;
  /** The bearer token that the pane has had so far, perhaps of another account. */
  readonly former?: string | undefined;
  readonly signal: AbortSignal;
}

/** An attempt that was sealed for one state opens for no other. */
const placeOf = (state: string): string => `sign-in:${state}`;

const badChallenge = (): FailureError =>
  new FailureError({
    code: 'rejected',
    message: 'This sign-in link is incomplete.',
    advice: 'Close this window and press "Sign in with Amazon" in the Skill Metrics pane.',
  });

const badId = (): FailureError =>
  new FailureError(invalidResponse('the profile of this account', 'its ID contains a secret'));

/** The failure of a browser that answers a sign-in which it has not started, or which has expired. */
export const unknownAttempt: Failure = {
  code: 'sign_in_required',
  message: 'This sign-in was started in another window or browser, took too long, or is already finished.',
  advice: 'Close this window and sign in again in the Skill Metrics pane.',
};

/**
 * Sign-in with Amazon in three steps: `start`, `finish`, `redeem`. Failures are FailureErrors, worded for the person
 * who signs in.
 * @see {@link https://developer.amazon.com/docs/login-with-amazon/authorization-code-grant.html | Amazon's page}
 */
export class SignIn {
  readonly #deps: SignInDeps;

  constructor(deps: SignInDeps) {
    this.#deps = deps;
  }

  get #redirectUri(): string {
    return `${this.#deps.publicUrl}/auth/callback`;
  }

  /**
   * Starts the sign-in of a pane.
   *
   * @param challenge the S256 challenge of the pane's verifier: 43 characters of base64url
   * @throws {FailureError} `rejected` when the challenge is malformed
   * @throws {StoreError} when the store is unreachable or refuses writes
   */
  async start(challenge: string): Promise<StartedSignIn> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) throw badChallenge();
    const { sealer, lwa, secrets, now } = this.#deps;
    await this.#expectStore();
    const { url, state, verifier } = await lwa.begin(this.#redirectUri);
    const attempt: Attempt = { challenge, verifier, expiresAt: now() + attemptMs };
    const sealed = await sealer.seal(placeOf(state), attempt);
    secrets.holdBegun(state, verifier, sealed);
    return { url, state, sealed };
  }

  /** Spares people Amazon's page while the store couldn't keep the sign-in. */
  async #expectStore(): Promise<void> {
    const { store, storeHealth } = this.#deps;
    await store.get('sign-in');
    // Writes at most once a second, however many people sign in.
    const state = await storeHealth.check();
    if (state !== 'reachable') throw new StoreError(state, undefined);
  }

  /**
   * Exchanges Amazon's authorization code for tokens and leaves the sign-in for the pane.
   *
   * @param query the parameters of Amazon's redirect
   * @param sealed the attempt that the browser has kept since `start`
   * @throws {FailureError} `sign_in_required` when the person declined, or this browser has not started the sign-in;
   * `forbidden` when the account may not use the relay; the failure of Amazon's token or profile endpoint
   * @throws {StoreError} when the store is unusable
   */
  async finish(query: URLSearchParams, sealed: string | undefined): Promise<FinishedSignIn> {
    const { lwa, handoff, isAllowed, secrets } = this.#deps;
    const state = query.get('state') ?? '';
    const { challenge, verifier } = await this.#attempt(state, sealed);
    const redirectUri = this.#redirectUri;
    const callbackUrl = `${redirectUri}?${query.toString()}`;
    const tokens = await lwa.finish({ callbackUrl, redirectUri, state, verifier });
    const profile = await lwa.profile(tokens.accessToken);
    if (!isAllowed(connectedAccount(profile))) throw accountNotAllowed();
    const account = secrets.redactAccount(profile);
    // A redacted ID would be the same for several people.
    if (secrets.redact(account.id) !== account.id) throw badId();
    return { code: await handoff.leave(challenge, { account, tokens }), words: signInWords(challenge) };
  }

  /**
   * Opens the session of the pane that knows the code and the verifier.
   *
   * @returns the session's bearer token, and the account
   * @throws {FailureError} `sign_in_required` when the code or the verifier is wrong, used or too old; `forbidden` when
   * the relay requires a Microsoft user of a named organization
   * @throws {StoreError} when the store is unusable
   */
  async redeem({ code, verifier, device, microsoftToken, former, signal }: Redemption): Promise<OpenedSession> {
    const { handoff, microsoft, sessions, secrets } = this.#deps;
    // First: a refusal doesn't use up the code.
    const microsoftUser = await microsoft?.identify(microsoftToken, signal);
    const { account, tokens } = await handoff.collect(code, verifier);
    const connected = connectedAccount(account);
    const session = await sessions.open(connected, tokens, { device, microsoftUser });
    secrets.hold(session);
    const connection = connectionIdOf(account.id);
    if (microsoftUser !== undefined) await microsoft?.link(microsoftUser, connection);
    // A new sign-in may have new rights: the former token of this device ends with it.
    if (former !== undefined) await sessions.end(connection, ({ id }) => id === hashOf(former));
    return { session, account };
  }

  async #attempt(state: string, sealed: string | undefined): Promise<Attempt> {
    const { sealer, now } = this.#deps;
    const parsed = v.safeParse(attemptContent, sealed && (await sealer.open(placeOf(state), sealed)));
    if (!parsed.success || parsed.output.expiresAt <= now()) throw new FailureError(unknownAttempt);
    return parsed.output;
  }
}
