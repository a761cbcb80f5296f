import type { Lwa, Tokens } from '../../amazon/lwa';
import type { Grant } from '../../amazon/smapi';
import { failureOf, type FailureCode } from '../../core/failure';
import type { Clock } from '../clock';
import { tryLock } from '../store/lock';
import type { Store } from '../store/store';
import { abortable } from './abortable';
import { accessEnded, renewalTooSlow, signInRequired } from './failures';
import type { Session, Sessions } from './sessions';

export interface GrantSettings {
  readonly sessions: Sessions;
  readonly store: Store;
  readonly lwa: Lwa;
  readonly clock: Clock;
  /** Told once for each renewal at Amazon. */
  readonly onRenewal?: (outcome: 'renewed' | 'ended' | 'failed') => void;
}

/** Renew before Amazon's clock and ours can disagree about the end. */
const marginMs = 60_000;
/** Longer than Amazon's client is patient: who holds the lock longer has crashed. */
const renewalMs = 45_000;
const pollMs = 100;
/** After any other failure the present token serves as long as it lasts. */
const final: ReadonlySet<FailureCode> = new Set(['sign_in_required', 'cancelled']);

/**
 * Access tokens for sessions: renewed silently, before they expire and when Amazon refuses one. However many callers
 * and relays need it, one renewal runs for each session, because a refresh may retire the refresh token it was made with.
 */
export class Grants {
  readonly #settings: GrantSettings;
  readonly #renewals = new Map<string, Promise<Tokens>>();

  constructor(settings: GrantSettings) {
    this.#settings = settings;
  }

  /** What Amazon's client asks for tokens on behalf of this session. Ends the session where Amazon has ended the access. */
  of(session: Session): Grant {
    let { tokens } = session;
    const renew = async (refused: string, signal: AbortSignal): Promise<string> => {
      tokens = await abortable(this.#shared(session.id, refused), signal);
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
      const lease = await tryLock(store, `renewal:${id}`, { ttlMs: renewalMs });
      if (lease !== undefined) {
        try {
          return await this.#renewedAlone(id, refused);
        } finally {
          // Where the store is lost just now, the lock ends by itself.
          await lease.release().catch(() => false);
        }
      }
      await clock.sleep(pollMs);
      // Whoever holds the lock may have crashed after the renewal.
      const tokens = this.#other(await this.#session(id), refused);
      if (tokens !== undefined) return tokens;
    } while (clock.now() < deadline);
    throw renewalTooSlow();
  }

  async #renewedAlone(id: string, refused: string): Promise<Tokens> {
    const session = await this.#session(id);
    const tokens = this.#other(session, refused);
    if (tokens !== undefined) return tokens;
    const renewed = await this.#refreshed(session);
    await this.#keep(id, renewed);
    return renewed;
  }

  async #session(id: string): Promise<Session> {
    const session = await this.#settings.sessions.read(id);
    if (session === undefined) throw signInRequired();
    return session;
  }

  /** The session's tokens, where they are others than the refused ones. */
  #other({ tokens }: Session, refused: string): Tokens | undefined {
    return tokens.accessToken !== refused && this.#lasts(tokens, marginMs) ? tokens : undefined;
  }

  /** Waits for a store that is lost: the refresh token that it holds may be of no use any more. */
  async #keep(id: string, tokens: Tokens): Promise<void> {
    const { sessions, clock } = this.#settings;
    const deadline = clock.now() + renewalMs;
    for (;;) {
      try {
        if ((await sessions.update(id, (known) => ({ ...known, tokens }))) === undefined) throw signInRequired();
        return;
      } catch (error) {
        if (failureOf(error).code !== 'unavailable' || clock.now() >= deadline) throw error;
        await clock.sleep(pollMs);
      }
    }
  }

  async #refreshed({ id, tokens }: Session): Promise<Tokens> {
    const { lwa, sessions, onRenewal } = this.#settings;
    try {
      if (tokens.refreshToken === undefined) throw accessEnded();
      const { refreshToken } = tokens;
      const renewed = { refreshToken, ...(await lwa.refresh(refreshToken)) };
      onRenewal?.('renewed');
      return renewed;
    } catch (error) {
      const ended = failureOf(error).code === 'sign_in_required';
      onRenewal?.(ended ? 'ended' : 'failed');
      if (!ended) throw error;
      await sessions.end(id);
      throw accessEnded(error);
    }
  }
}
