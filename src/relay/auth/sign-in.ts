import * as v from 'valibot';
import type { Lwa } from '../../amazon/login/login-with-amazon';
import { FailureError, type Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { signInWords } from '../../core/domain/sign-in-messages';
import type { Account } from '../../core/protocol/stream';
import type { Secrets } from '../observability/redaction/secrets';
import type { Sealer } from './encryption';
import type { Sessions } from './sessions';
import { StoreError } from '../store/fault';
import type { StoreHealth } from '../store/health';
import type { Store } from '../store/store';
import type { Handoff } from './handoff';

export interface SignInDeps {
  readonly store: Store;
  readonly storeHealth: Pick<StoreHealth, 'check'>;
  readonly secrets: Secrets;
  readonly sealer: Sealer;
  readonly sessions: Sessions;
  readonly handoff: Handoff;
  readonly lwa: Lwa;
  readonly publicUrl: string;
  readonly now: () => Instant;
}

/** Amazon's page may stand open this long. */
const attemptMs = 600_000;

const attemptContent = v.object({ challenge: v.string(), verifier: v.string(), expiresAt: v.number() });
type Attempt = v.InferOutput<typeof attemptContent>;

/** A sign-in that has begun. */
interface Started {
  /** Where to send the browser. */
  readonly url: string;
  readonly state: string;
  /** For the browser to bring back, which cannot read it. */
  readonly sealed: string;
}

/** What came of it. */
interface Finished {
  /** The one-time code for the pane. */
  readonly code: string;
  /** The words by which a person knows the pane it is for. */
  readonly words: string;
}

/** What was sealed for one state opens for no other. */
const placeOf = (state: string): string => `sign-in:${state}`;

const badChallenge = (): FailureError =>
  new FailureError({
    code: 'rejected',
    message: 'This sign-in link is incomplete.',
    advice: 'Close this window and press "Sign in with Amazon" in the Skill Metrics pane.',
  });

/** This browser has not begun the sign-in that it brings an answer to. */
export const unknownAttempt: Failure = {
  code: 'sign_in_required',
  message: 'This sign-in was started in another window or browser, took too long, or is already finished.',
  advice: 'Close this window and sign in again in the Skill Metrics pane.',
};

/** The three steps of signing in. What fails is a FailureError, worded for the person who signs in. */
export class SignIn {
  readonly #settings: SignInDeps;

  constructor(deps: SignInDeps) {
    this.#settings = deps;
  }

  get #redirectUri(): string {
    return `${this.#settings.publicUrl}/auth/callback`;
  }

  /**
   * Begins the sign-in of the pane that holds the verifier of this S256 challenge. Throws `rejected`, and `unavailable`
   * where the store is lost, or takes nothing.
   */
  async start(challenge: string): Promise<Started> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) throw badChallenge();
    const { sealer, lwa, now } = this.#settings;
    await this.#expectStore();
    const { url, state, verifier } = await lwa.begin(this.#redirectUri);
    const attempt: Attempt = { challenge, verifier, expiresAt: now() + attemptMs };
    return { url, state, sealed: await sealer.seal(placeOf(state), attempt) };
  }

  /** Nobody should go through Amazon's page while there is nowhere to keep what comes of it. Throws a StoreError. */
  async #expectStore(): Promise<void> {
    const { store, storeHealth } = this.#settings;
    await store.get('sign-in');
    // Writes once a second at most, however many begin.
    const state = await storeHealth.check();
    if (state !== 'reachable') throw new StoreError(state, undefined);
  }

  /**
   * Takes Amazon's answer, whose query parameters these are, and what the browser has kept of the start. Throws
   * `sign_in_required` where the person declined, or this browser did not begin the sign-in, and what Amazon's token
   * endpoint fails with.
   */
  async finish(query: URLSearchParams, sealed: string | undefined): Promise<Finished> {
    const { lwa, handoff, secrets } = this.#settings;
    const state = query.get('state') ?? '';
    const { challenge, verifier } = await this.#attempt(state, sealed);
    const redirectUri = this.#redirectUri;
    const callbackUrl = `${redirectUri}?${query.toString()}`;
    const tokens = await lwa.finish({ callbackUrl, redirectUri, state, verifier });
    const account = secrets.redactAccount(await lwa.profile(tokens.accessToken));
    return { code: await handoff.leave(challenge, { account, tokens }), words: signInWords(challenge) };
  }

  /** Opens the session for the pane that knows the verifier. Throws `sign_in_required`. */
  async redeem(code: string, verifier: string): Promise<{ session: string; account: Account }> {
    const { account, tokens } = await this.#settings.handoff.collect(code, verifier);
    const session = await this.#settings.sessions.open(account, tokens);
    this.#settings.secrets.hold(session);
    return { session, account };
  }

  async #attempt(state: string, sealed: string | undefined): Promise<Attempt> {
    const { sealer, now } = this.#settings;
    const parsed = v.safeParse(attemptContent, sealed && (await sealer.open(placeOf(state), sealed)));
    if (!parsed.success || parsed.output.expiresAt <= now()) throw new FailureError(unknownAttempt);
    return parsed.output;
  }
}
