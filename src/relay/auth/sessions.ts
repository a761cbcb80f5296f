import { LRUCache } from 'lru-cache';
import * as v from 'valibot';
import { createSharedAbort } from '../../amazon/http/deadline';
import type { Tokens } from '../../amazon/login/login-with-amazon';
import { failureOf, type FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Account } from '../../core/protocol/stream';
import type { Store } from '../store/store';
import { hashOf, newBearer } from '../lib/session-token';
import { signInRequired } from './failures';
import type { Sealer } from './encryption';

/** A person who signed in, with what Amazon gave us for them. */
export interface Session {
  /** The hash of its bearer token. */
  readonly id: string;
  readonly account: Account;
  readonly tokens: Tokens;
  readonly createdAt: Instant;
  /** When it was last used, to the hour. */
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
  /** A session that is not used ends. Default: 30 days, in milliseconds. */
  readonly idleMs?: number;
  /** A session ends after this time at the latest. Default: 180 days, in milliseconds. */
  readonly absoluteMs?: number;
  /** A session that was found is not looked for again so soon. Default: 1,000 ms. */
  readonly freshMs?: number;
  /** So long after the store was lost, sessions that it held in the hour before go on. Default: an hour, in milliseconds. */
  readonly trustMs?: number;
}

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const seenStepMs = hourMs;
const maxFound = 2_000;
const maxEndings = 10_000;
/** Of as many writers at once each gets its turn. */
const maxTries = 20;

const keyOf = (id: string): string => `session:${id}`;

interface Stored {
  readonly text: string;
  readonly session: Session;
}

interface Found {
  readonly session: Session;
  /** When the store held it. */
  readonly confirmedAt: Instant;
  /** When it was last looked for, perhaps in vain. */
  readonly startedAt: Instant;
}

/** Sessions in the store: found by the hash of their bearer token, and encrypted, so that the store holds nothing usable. */
export class Sessions {
  readonly #settings: Required<SessionDeps>;
  readonly #found = new LRUCache<string, Found>({ max: maxFound });
  /** Many formulas ask at once: one look is enough for all. */
  readonly #looking = new Map<string, Promise<Session | undefined>>();
  /** Aborted when a session ends on which something is being done. */
  readonly #endings = new LRUCache<string, AbortController>({ max: maxEndings });
  /** Sessions that this relay has ended: whoever looked for one before may still find it. */
  readonly #over = new LRUCache<string, true>({ max: maxEndings });
  /** When the store was first found lost; undefined while it answers. */
  #lostAt: Instant | undefined;

  constructor(deps: SessionDeps) {
    this.#settings = { idleMs: 30 * dayMs, absoluteMs: 180 * dayMs, freshMs: 1_000, trustMs: hourMs, ...deps };
  }

  /** Opens a session and gives its bearer token, which is kept nowhere. */
  async open(account: Account, tokens: Tokens): Promise<string> {
    const bearer = newBearer();
    const now = this.#settings.now();
    const session = { id: hashOf(bearer), account, tokens, createdAt: now, seenAt: now };
    await this.#settings.store.set(keyOf(session.id), await this.#seal(session), { ttlMs: this.#ttl(session) });
    return bearer;
  }

  /** The session of a bearer token, and notes that it is used. Undefined where it has ended or never was. */
  async find(bearer: string): Promise<Session | undefined> {
    return this.#find(hashOf(bearer));
  }

  /** The session of a bearer token, where it was found within the last second: ended elsewhere, it lives so long. */
  recent(bearer: string): Session | undefined {
    return this.#recent(hashOf(bearer));
  }

  /**
   * Settles where the session goes on, by what the store told within the last second. Throws `sign_in_required` where it
   * has ended, here or by another relay. A store that is lost makes nobody wait.
   */
  async confirm(id: string): Promise<void> {
    if (this.#recent(id) !== undefined) return;
    const looking = this.#find(id);
    if (this.#lostAt !== undefined) looking.catch(() => undefined);
    else if ((await looking) === undefined) throw signInRequired();
  }

  /** Aborted when the session ends, as soon as this relay knows: nothing more may be done on its behalf. */
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

  /** As the store holds it. */
  async read(id: string): Promise<Session | undefined> {
    return (await this.#stored(id))?.session;
  }

  /** Changes a session whatever others change meanwhile; gives it as it is now, undefined where it has ended. */
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

  /** Ends a session: its tokens are forgotten, and what is being done on its behalf fails for this reason. */
  async end(id: string, reason = signInRequired()): Promise<void> {
    this.#drop(id, reason);
    await this.#settings.store.delete(keyOf(id));
    this.#over.set(id, true);
    // Whoever was looking for it meanwhile may have found it.
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
      // A store that is full can be read: that the session is used is noted another time.
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

  /** What the store held before it was lost: it may have ended elsewhere. Throws the store's failure where that is too long ago. */
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
