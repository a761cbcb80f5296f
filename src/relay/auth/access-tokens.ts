import type { Lwa, Tokens } from '../../amazon/login/login-with-amazon';
import type { TokenSource } from '../../amazon/smapi/client';
import { failureOf, type FailureCode } from '../../core/domain/failure';
import type { Clock } from '../lib/clock';
import type { Store } from '../store/store';
import { raceAbort } from './abortable';
import { accessEnded, renewalTooSlow, renewalUnclear, signInRequired } from './failures';
import { acquireRenewal, type RenewalLease } from './renewal-lock';
import type { Session, Sessions } from './sessions';

export interface AccessTokenDeps {
  readonly sessions: Sessions;
  readonly store: Store;
  readonly lwa: Lwa;
  readonly clock: Clock;
  /** Whether the relay is about to end. Default: never. */
  readonly stopping?: () => boolean;
  /** Told once for each renewal at Amazon. */
  readonly onRenewal?: (outcome: 'renewed' | 'ended' | 'failed') => void;
}

/** Renew before Amazon's clock and ours can disagree about the end. */
const marginMs = 60_000;
/** Longer than Amazon's client is patient. */
const renewalMs = 45_000;
const pollMs = 100;
/** Renewed tokens that the store does not take are kept in mind, and offered to it again, for so long. */
const keepMs = 86_400_000;
const offerMs = 1_000;
/** After any other failure the present token serves as long as it lasts. */
const final: ReadonlySet<FailureCode> = new Set(['sign_in_required', 'cancelled']);

/**
 * Access tokens for sessions: renewed silently, before they expire and when Amazon refuses one. However many callers
 * and relays need it, one renewal runs for each session, because a refresh may retire the refresh token it was made with.
 */
export class AccessTokens {
  readonly #settings: AccessTokenDeps;
  readonly #renewals = new Map<string, Promise<Tokens>>();
  /** Renewed tokens that the store has not taken yet, by session. */
  readonly #unsaved = new Map<string, Tokens>();

  constructor(deps: AccessTokenDeps) {
    this.#settings = deps;
  }

  /** What Amazon's client asks for tokens on behalf of this session. Ends the session where Amazon has ended the access. */
  of(session: Session): TokenSource {
    const { sessions } = this.#settings;
    let { tokens } = session;
    const renew = async (refused: string, signal: AbortSignal): Promise<string> => {
      tokens = await raceAbort(this.#shared(session.id, refused), signal);
      return tokens.accessToken;
    };
    return {
      accessToken: async (signal) => {
        if (this.#lasts(tokens, marginMs)) return tokens.accessToken;
        try {
          return await renew(tokens.accessToken, signal);
        } catch (error) {
          if (final.has(failureOf(error).code) || !this.#lasts(tokens, 0)) throw error;
          return tokens.accessToken;
        }
      },
      renew,
      confirm: () => sessions.confirm(session.id),
      ended: sessions.ended(session.id),
    };
  }

  #lasts({ expiresAt }: Tokens, marginMs: number): boolean {
    return expiresAt - this.#settings.clock.now() > marginMs;
  }

  #shared(id: string, refused: string): Promise<Tokens> {
    const running = this.#renewals.get(id);
    if (running !== undefined) return running;
    const renewal = this.#renewed(id, refused).finally(() => this.#renewals.delete(id));
    this.#renewals.set(id, renewal);
    return renewal;
  }

  /** Tokens other than the refused ones: another relay's, or our own renewal's. */
  async #renewed(id: string, refused: string): Promise<Tokens> {
    const { store, clock } = this.#settings;
    const deadline = clock.now() + renewalMs;
    do {
      const unsaved = this.#unsaved.get(id);
      if (unsaved !== undefined && this.#isOther(unsaved, refused)) return unsaved;
      const turn = await acquireRenewal(store, clock, id);
      if (turn !== undefined) return this.#renewedInTurn(id, refused, turn);
      await clock.sleep(pollMs);
      // Whoever has the turn may have crashed after the renewal.
      const { tokens } = await this.#session(id);
      if (this.#isOther(tokens, refused)) return tokens;
    } while (clock.now() < deadline);
    throw renewalTooSlow();
  }

  /** The turn lasts until the tokens are written down, but nobody waits for a store that is away. */
  async #renewedInTurn(id: string, refused: string, turn: RenewalLease): Promise<Tokens> {
    let later: Promise<void> | undefined;
    try {
      const session = await this.#session(id);
      const tokens = this.#unsaved.get(id) ?? session.tokens;
      if (this.#isOther(tokens, refused)) return tokens;
      const renewed = await this.#refreshed({ ...session, tokens }, turn);
      this.#unsaved.delete(id);
      if (!(await this.#saved(id, renewed))) later = this.#savedLater(id, renewed);
      return renewed;
    } finally {
      if (later === undefined) await turn.end();
      else void later.then(() => turn.end());
    }
  }

  async #session(id: string): Promise<Session> {
    const session = await this.#settings.sessions.read(id);
    if (session === undefined) throw signInRequired();
    return session;
  }

  /** Whether tokens are others than the refused ones, and of use. */
  #isOther(tokens: Tokens, refused: string): boolean {
    return tokens.accessToken !== refused && this.#lasts(tokens, marginMs);
  }

  /** Writes tokens down. False: the store is away. Throws where the session has ended. */
  async #saved(id: string, tokens: Tokens): Promise<boolean> {
    try {
      if ((await this.#settings.sessions.update(id, (known) => ({ ...known, tokens }))) === undefined)
        throw signInRequired();
      return true;
    } catch (error) {
      if (failureOf(error).code !== 'unavailable') throw error;
      return false;
    }
  }

  /** Waits for a store that is away: the refresh token that it holds may be of no use any more. Never rejects. */
  async #savedLater(id: string, tokens: Tokens): Promise<void> {
    const { clock, stopping = () => false } = this.#settings;
    const deadline = clock.now() + keepMs;
    this.#unsaved.set(id, tokens);
    const isLatest = (): boolean => this.#unsaved.get(id) === tokens;
    try {
      do await clock.sleep(offerMs);
      while (isLatest() && !(await this.#saved(id, tokens)) && clock.now() < deadline && !stopping());
    } catch {
      // The person has signed out meanwhile.
    }
    if (isLatest()) this.#unsaved.delete(id);
  }

  async #refreshed({ id, tokens: { refreshToken } }: Session, turn: RenewalLease): Promise<Tokens> {
    const { lwa, sessions, onRenewal } = this.#settings;
    let contested = false;
    try {
      if (refreshToken === undefined) throw accessEnded();
      contested = await turn.use(refreshToken);
      const renewed = { refreshToken, ...(await lwa.refresh(refreshToken)) };
      onRenewal?.('renewed');
      return renewed;
    } catch (error) {
      const ended = failureOf(error).code === 'sign_in_required';
      onRenewal?.(ended && !contested ? 'ended' : 'failed');
      if (!ended) throw error;
      // Another relay's renewal may have retired the refresh token; if it lives, it is about to write down the next one.
      if (contested) throw renewalUnclear(error);
      const reason = accessEnded(error);
      await sessions.end(id, reason);
      throw reason;
    }
  }
}
