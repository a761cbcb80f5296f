import * as v from 'valibot';
import type { Lwa } from '../../amazon/lwa';
import { FailureError } from '../../core/failure';
import type { Account } from '../../core/wire';
import { hashOf } from '../session/bearer';
import type { Sealer } from '../session/seal';
import type { Sessions } from '../session/sessions';
import type { Store } from '../store/store';
import type { HandOver } from './hand-over';

export interface SignInSettings {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly sessions: Sessions;
  readonly handOver: HandOver;
  readonly lwa: Lwa;
  readonly publicUrl: string;
}

/** Amazon's page may stand open this long. */
const pendingMs = 600_000;

const pendingContent = v.object({ challenge: v.string(), verifier: v.string() });
type Pending = v.InferOutput<typeof pendingContent>;

const badChallenge = (): FailureError =>
  new FailureError({
    code: 'rejected',
    message: 'The sign-in was not started properly.',
    advice: 'Close this window and press "Sign in with Amazon" in the Skill Metrics pane.',
  });

const unknownState = (): FailureError =>
  new FailureError({
    code: 'sign_in_required',
    message: 'This sign-in took too long or was finished before.',
    advice: 'Close this window and sign in again in the Skill Metrics pane.',
  });

/** The three steps of signing in. What fails is a FailureError, worded for the person who signs in. */
export class SignIn {
  readonly #settings: SignInSettings;

  constructor(settings: SignInSettings) {
    this.#settings = settings;
  }

  get #redirectUri(): string {
    return `${this.#settings.publicUrl}/auth/callback`;
  }

  /** Where to send the pop-up of a pane that holds the verifier of this S256 challenge. Throws `rejected`. */
  async start(challenge: string): Promise<string> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) throw badChallenge();
    const { store, sealer, lwa } = this.#settings;
    const { url, state, verifier } = await lwa.begin(this.#redirectUri);
    const key = `sign-in:${hashOf(state)}`;
    const pending: Pending = { challenge, verifier };
    await store.set(key, await sealer.seal(key, pending), { ttlMs: pendingMs });
    return url;
  }

  /**
   * Takes Amazon's answer, whose query parameters these are, and gives the one-time code for the pane. Throws
   * `sign_in_required` where the person declined, or the sign-in is not known, and what Amazon's token endpoint fails with.
   */
  async finish(query: URLSearchParams): Promise<string> {
    const { lwa, handOver } = this.#settings;
    const state = query.get('state') ?? '';
    const { challenge, verifier } = await this.#takePending(state);
    const redirectUri = this.#redirectUri;
    const callbackUrl = `${redirectUri}?${query.toString()}`;
    const tokens = await lwa.finish({ callbackUrl, redirectUri, state, verifier });
    const account = await lwa.profile(tokens.accessToken);
    return handOver.leave(challenge, { account, tokens });
  }

  /** Opens the session for the pane that knows the verifier. Throws `sign_in_required`. */
  async redeem(code: string, verifier: string): Promise<{ session: string; account: Account }> {
    const { account, tokens } = await this.#settings.handOver.collect(code, verifier);
    return { session: await this.#settings.sessions.open(account, tokens), account };
  }

  async #takePending(state: string): Promise<Pending> {
    const key = `sign-in:${hashOf(state)}`;
    const sealed = await this.#settings.store.take(key);
    const pending = sealed === undefined ? undefined : await this.#settings.sealer.open(key, sealed);
    const parsed = v.safeParse(pendingContent, pending);
    if (!parsed.success) throw unknownState();
    return parsed.output;
  }
}
