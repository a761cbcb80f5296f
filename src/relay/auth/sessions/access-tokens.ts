import { raceAbort } from '../../../amazon/http/deadline';
import type { Lwa, Tokens } from '../../../amazon/login/login-with-amazon';
import type { TokenSource } from '../../../amazon/smapi/client';
import { type FailureCode, failureOf } from '../../../core/domain/failure';
import type { Clock } from '../../lib/clock';
import type { Store } from '../../store/store';
import { accessEnded, renewalTooSlow, renewalUnclear, signInRequired } from '../failures';
import type { Connection, SessionEntry } from './connections';
import { acquireRenewal, type RenewalLease } from './renewal-lock';
import type { Session } from './session-records';
import type { Sessions } from './sessions';

export interface AccessTokenDeps {
  readonly sessions: Sessions;
  readonly store: Store;
  readonly lwa: Lwa;
  readonly clock: Clock;
  /**
   * Whether the relay is shutting down.
   * @default () => false
   */
  readonly stopping?: () => boolean;
  /** Called once for each renewal at Amazon. */
  readonly onRenewal?: (outcome: 'renewed' | 'ended' | 'failed') => void;
  /** Called when Amazon has ended the access to an account, and so all of its sessions. */
  readonly onEnded?: (session: Session, ended: readonly SessionEntry[]) => void;
}

/** Amazon's clock and this one may disagree about the expiry. */
const marginMs = 60_000;
/** Longer than the time limit of the client for Amazon. */
const renewalMs = 45_000;
const pollMs = 100;
/** How long renewed tokens stay in memory, to be written again and again, while the store refuses them. */
const keepMs = 86_400_000;
const offerMs = 1_000;
/** After any other failure the current token serves until it expires. */
const final: ReadonlySet<FailureCode> = new Set(['sign_in_required', 'cancelled']);

/**
 * Access tokens for sessions. They renew themselves, before they expire and when Amazon refuses one. At most one
 * renewal runs for each connection, across all callers, sessions and relays, because a refresh may invalidate the refresh token that
 * it used.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6749#section-6 | RFC 6749, section 6}
 */
export class AccessTokens {
  readonly #deps: AccessTokenDeps;
  readonly #renewals = new Map<string, Promise<Tokens>>();
  /** Renewed tokens that are not stored yet, and the stored ones that they come from, by connection. */
  readonly #unsaved = new Map<string, { readonly tokens: Tokens; readonly base: Tokens }>();

  constructor(deps: AccessTokenDeps) {
    this.#deps = deps;
  }

  /**
   * Gives Amazon's client the tokens of a session. When Amazon has ended the access, the session ends, too.
   *
   * @returns a source whose methods throw a FailureError: `sign_in_required` when the session or the access has ended,
   * `unavailable` when Amazon or the store doesn't answer in time, `cancelled` when the signal aborts
   */
  of(session: Session): TokenSource {
    const { sessions } = this.#deps;
    let { tokens } = session;
    const renew = async (refused: string, signal: AbortSignal): Promise<string> => {
      tokens = await raceAbort(this.#shared(session, refused), signal);
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
    return expiresAt - this.#deps.clock.now() > marginMs;
  }

  #shared(session: Session, refused: string): Promise<Tokens> {
    const { connection } = session;
    const running = this.#renewals.get(connection);
    if (running !== undefined) return running;
    const renewal = this.#renewed(session, refused).finally(() => this.#renewals.delete(connection));
    this.#renewals.set(connection, renewal);
    return renewal;
  }

  /** Tokens other than the refused ones, from another relay's renewal or from this one's. */
  async #renewed(session: Session, refused: string): Promise<Tokens> {
    const { store, clock } = this.#deps;
    const { connection: id } = session;
    const deadline = clock.now() + renewalMs;
    do {
      const unsaved = this.#unsaved.get(id);
      if (unsaved !== undefined && this.#isOther(unsaved.tokens, refused)) return unsaved.tokens;
      const turn = await acquireRenewal(store, clock, id);
      if (turn !== undefined) return this.#renewedInTurn(session, refused, turn);
      await clock.sleep(pollMs);
      // The relay that holds the lock may have crashed after its renewal.
      const tokens = await this.#stored(id);
      if (this.#isOther(tokens, refused)) return tokens;
    } while (clock.now() < deadline);
    throw renewalTooSlow();
  }

  /** Holds the lock until the tokens are stored. The caller gets them at once, even while the store is unreachable. */
  async #renewedInTurn(session: Session, refused: string, turn: RenewalLease): Promise<Tokens> {
    const { connection: id } = session;
    let later: Promise<void> | undefined;
    try {
      const stored = await this.#stored(id);
      const unsaved = this.#unsaved.get(id);
      // A sign-in since then has given newer ones.
      const isNewest = unsaved !== undefined && unsaved.base.refreshToken === stored.refreshToken;
      const tokens = isNewest ? unsaved.tokens : stored;
      if (this.#isOther(tokens, refused)) return tokens;
      const renewed = await this.#refreshed(session, tokens, turn);
      this.#unsaved.delete(id);
      if (!(await this.#saved(id, renewed, stored))) later = this.#savedLater(id, renewed, stored);
      return renewed;
    } finally {
      if (later === undefined) await turn.end();
      else void later.then(() => turn.end());
    }
  }

  async #stored(id: string): Promise<Tokens> {
    const tokens = await this.#deps.sessions.tokens(id);
    if (tokens === undefined) throw signInRequired();
    return tokens;
  }

  /** Whether tokens differ from the refused ones and have not expired. */
  #isOther(tokens: Tokens, refused: string): boolean {
    return tokens.accessToken !== refused && this.#lasts(tokens, marginMs);
  }

  /**
   * Stores tokens, unless a sign-in has replaced those that they come from.
   * @returns false when the store is unreachable
   * @throws {FailureError} `sign_in_required` when the connection has ended
   */
  async #saved(id: string, tokens: Tokens, base: Tokens): Promise<boolean> {
    try {
      if (!(await this.#deps.sessions.saveTokens(id, tokens, base))) throw signInRequired();
      return true;
    } catch (error) {
      if (failureOf(error).code !== 'unavailable') throw error;
      return false;
    }
  }

  /** Waits for an unreachable store, whose refresh token may be invalid by now. Never rejects. */
  async #savedLater(id: string, tokens: Tokens, base: Tokens): Promise<void> {
    const { clock, stopping = () => false } = this.#deps;
    const deadline = clock.now() + keepMs;
    this.#unsaved.set(id, { tokens, base });
    const isLatest = (): boolean => this.#unsaved.get(id)?.tokens === tokens;
    try {
      do await clock.sleep(offerMs);
      while (isLatest() && !(await this.#saved(id, tokens, base)) && clock.now() < deadline && !stopping());
    } catch {
      // The person has signed out in the meantime.
    }
    if (isLatest()) this.#unsaved.delete(id);
  }

  async #refreshed(session: Session, { refreshToken }: Tokens, turn: RenewalLease): Promise<Tokens> {
    const { lwa, sessions, onRenewal, onEnded } = this.#deps;
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
      // Another relay may have used the refresh token; if that relay is alive, it is about to store the next one.
      if (contested) throw renewalUnclear(error);
      const reason = accessEnded(error);
      // A sign-in that has replaced the tokens meanwhile is unharmed.
      const refused = (known: Connection): boolean => known.tokens.refreshToken === refreshToken;
      const over = await sessions.end(session.connection, (_, known) => refused(known), reason);
      if (over.ended.length > 0) onEnded?.(session, over.ended);
      else if ((await sessions.tokens(session.connection)) !== undefined) throw renewalUnclear(error);
      throw reason;
    }
  }
}
