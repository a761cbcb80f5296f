import { LRUCache } from 'lru-cache';
import * as v from 'valibot';
import { createSharedAbort } from '../../amazon/http/deadline';
import type { Tokens } from '../../amazon/login/login-with-amazon';
import { type FailureError, failureOf } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Account } from '../../core/protocol/stream';
import { hashOf, newBearer } from '../lib/session-token';
import type { Store } from '../store/store';
import type { AccountCheck } from './allowed-accounts';
import { type Sealer } from './encryption';
import { signInRequired } from './failures';

/** A signed-in person's session, with their account and tokens at Amazon. */
export interface Session {
  /** The hash of the session's bearer token. */
  readonly id: string;
  readonly account: Account;
  readonly tokens: Tokens;
  readonly createdAt: Instant;
  /** The last use, to the hour. */
  readonly seenAt: Instant;
}

const content = v.object({
  account: v.object({ id: v.string(), name: v.exactOptional(v.string()), email: v.exactOptional(v.string()) }),
  tokens: v.object({ accessToken: v.string(), refreshToken: v.exactOptional(v.string()), expiresAt: v.number() }),
  createdAt: v.number(),
  seenAt: v.number(),
});

export interface SessionDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly now: () => Instant;
  /** Sessions of other accounts count as ended. Default: all accounts are allowed. */
  readonly isAllowed?: AccountCheck;
  /**
   * The time without use after which a session ends, in milliseconds.
   * @default 2_592_000_000, 30 days
   */
  readonly idleMs?: number;
  /**
   * The longest life of a session, in milliseconds.
   * @default 15_552_000_000, 180 days
   */
  readonly absoluteMs?: number;
  /**
   * How long a session that was found serves without another look into the store, in milliseconds.
   * @default 1_000
   */
  readonly freshMs?: number;
  /**
   * How long, during an outage of the store, sessions go on that it held in the hour before, in milliseconds.
   * @default 3_600_000
   */
  readonly trustMs?: number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const seenStepMs = hourMs;
const maxFound = 2_000;
const maxEndings = 10_000;
/** As many concurrent writers can all succeed. */
const maxTries = 20;

const keyOf = (id: string): string => `session:${id}`;

interface Stored {
  readonly text: string;
  readonly session: Session;
}

interface Found {
  readonly session: Session;
  /** When the store last held it. */
  readonly confirmedAt: Instant;
  /** When it was last looked up, perhaps without success. */
  readonly startedAt: Instant;
}

/**
 * The sessions in the store, under the hash of their bearer token and encrypted, so that a stolen store is useless.
 * Methods throw a StoreError when the store is unusable.
 */
export class Sessions {
  readonly #settings: Required<SessionDeps>;
  readonly #found = new LRUCache<string, Found>({ max: maxFound });
  /** Many formulas ask at once: they share one look-up. */
  readonly #looking = new Map<string, Promise<Session | undefined>>();
  /** Aborted when a session ends while work is done on its behalf. */
  readonly #endings = new LRUCache<string, AbortController>({ max: maxEndings });
  /** Sessions that this relay has ended: a look-up that began before may still find one. */
  readonly #over = new LRUCache<string, true>({ max: maxEndings });
  /** When the store's outage began; undefined while it answers. */
  #lostAt: Instant | undefined;

  constructor(deps: SessionDeps) {
    this.#settings = {
      isAllowed: () => true,
      idleMs: 30 * dayMs,
      absoluteMs: 180 * dayMs,
      freshMs: 1_000,
      trustMs: hourMs,
      ...deps,
    };
  }

  /**
   * Opens a session.
   * @returns the bearer token: 43 characters, stored nowhere
   * @throws {StoreError} when the store is unusable
   */
  async open(account: Account, tokens: Tokens): Promise<string> {
    const bearer = newBearer();
    const now = this.#settings.now();
    const session = { id: hashOf(bearer), account, tokens, createdAt: now, seenAt: now };
    await this.#settings.store.set(keyOf(session.id), await this.#seal(session), { ttlMs: this.#ttl(session) });
    return bearer;
  }

  /**
   * Finds the session of a bearer token and notes its use.
   * @returns undefined when there is no such session, or it has ended
   * @throws {StoreError} when the store has been unusable for longer than `trustMs`, or doesn't know the session from
   * before the outage
   */
  async find(bearer: string): Promise<Session | undefined> {
    return this.#find(hashOf(bearer));
  }

  /**
   * The session of a bearer token, if it was found within `freshMs`. For so long a session lives on that another relay
   * has ended.
   */
  recent(bearer: string): Session | undefined {
    return this.#recent(hashOf(bearer));
  }

  /**
   * Makes sure that a session has not ended, as of the last second. During an outage of the store it settles at once.
   * @throws {FailureError} `sign_in_required` when this relay or another has ended it
   */
  async confirm(id: string): Promise<void> {
    if (this.#recent(id) !== undefined) return;
    const looking = this.#find(id);
    if (this.#lostAt !== undefined) looking.catch(() => undefined);
    else if ((await looking) === undefined) throw signInRequired();
  }

  /** A signal that aborts as soon as this relay learns that the session has ended: no more work may be done for it. */
  ended(id: string): AbortSignal {
    const ending = this.#endings.get(id) ?? createSharedAbort();
    if (this.#over.has(id)) ending.abort(signInRequired());
    else this.#endings.set(id, ending);
    return ending.signal;
  }

  async #find(id: string): Promise<Session | undefined> {
    const recent = this.#recent(id);
    if (recent !== undefined) return recent;
    const looking = this.#looking.get(id) ?? this.#lookedFor(id).finally(() => this.#looking.delete(id));
    this.#looking.set(id, looking);
    return looking;
  }

  #recent(id: string): Session | undefined {
    const found = this.#found.get(id);
    return found !== undefined && this.#settings.now() - found.startedAt < this.#settings.freshMs
      ? found.session
      : undefined;
  }

  /** Reads a session from the store; undefined when it is absent or can't be decrypted. */
  async read(id: string): Promise<Session | undefined> {
    const session = (await this.#stored(id))?.session;
    return session !== undefined && this.#settings.isAllowed(session.account) ? session : undefined;
  }

  /**
   * Changes a session by compare-and-set, so that no concurrent change is lost.
   * @returns the session after the change; undefined when it has ended
   * @throws {Error} after 20 tries
   */
  async update(id: string, change: (session: Session) => Session): Promise<Session | undefined> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const stored = await this.#stored(id);
      if (stored === undefined) return undefined;
      const next = change(stored.session);
      const written = await this.#settings.store.compareAndSet(keyOf(id), stored.text, await this.#seal(next), {
        ttlMs: this.#ttl(next),
      });
      if (written) return this.#confirmed(next);
    }
    throw new Error('a session changed too often to be written');
  }

  /** Ends a session: deletes its tokens, and fails work on its behalf with `reason`. */
  async end(id: string, reason = signInRequired()): Promise<void> {
    this.#drop(id, reason);
    await this.#settings.store.delete(keyOf(id));
    this.#over.set(id, true);
    // A concurrent look-up may have found it.
    this.#drop(id, reason);
  }

  #drop(id: string, reason: FailureError): void {
    this.#found.delete(id);
    this.#looking.delete(id);
    this.#endings.get(id)?.abort(reason);
    this.#endings.delete(id);
  }

  async #lookedFor(id: string): Promise<Session | undefined> {
    const { now } = this.#settings;
    let session: Session | undefined;
    try {
      session = await this.read(id);
    } catch (error) {
      return this.#trusted(id, error);
    }
    this.#lostAt = undefined;
    this.#found.delete(id);
    if (session === undefined) this.#drop(id, signInRequired());
    if (session === undefined || this.#over.has(id)) return undefined;
    if (now() - session.seenAt < seenStepMs) return this.#confirmed(session);
    try {
      return await this.update(id, (known) => ({ ...known, seenAt: now() }));
    } catch (error) {
      // A full store can still be read; a later request notes the use.
      if (failureOf(error).code !== 'unavailable') throw error;
      return this.#confirmed(session);
    }
  }

  #confirmed(session: Session): Session {
    if (this.#over.has(session.id)) return session;
    const at = this.#settings.now();
    this.#found.set(session.id, { session, confirmedAt: at, startedAt: at });
    return session;
  }

  /**
   * A session from before the outage, which may have ended elsewhere.
   * @throws {StoreError} the store's error when the session is too old
   */
  #trusted(id: string, error: unknown): Session {
    const now = this.#settings.now();
    this.#lostAt ??= now;
    const found = this.#found.get(id);
    if (found === undefined || found.confirmedAt < this.#lostAt - hourMs) throw error;
    if (now - this.#lostAt > this.#settings.trustMs) throw error;
    this.#found.set(id, { ...found, startedAt: now });
    return found.session;
  }

  #ttl({ createdAt }: Session): number {
    const { idleMs, absoluteMs, now } = this.#settings;
    return Math.max(1, Math.min(idleMs, createdAt + absoluteMs - now()));
  }

  #seal({ id, ...rest }: Session): Promise<string> {
    return this.#settings.sealer.seal(keyOf(id), rest);
  }

  async #stored(id: string): Promise<Stored | undefined> {
    const text = await this.#settings.store.get(keyOf(id));
    if (text === undefined) return undefined;
    const parsed = v.safeParse(content, await this.#settings.sealer.open(keyOf(id), text));
    return parsed.success ? { text, session: { id, ...parsed.output } } : undefined;
  }
}
