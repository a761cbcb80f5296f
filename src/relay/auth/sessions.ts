import { LRUCache } from 'lru-cache';
import * as v from 'valibot';
import { createSharedAbort } from '../../amazon/http/deadline';
import type { Tokens } from '../../amazon/login/login-with-amazon';
import { type FailureError, failureOf } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Account } from '../../core/protocol/stream';
import { isWithin } from '../lib/clock';
import { hashOf, newBearer } from '../lib/session-token';
import type { Store } from '../store/store';
import type { AccountCheck } from './allowed-accounts';
import {
  type ConnectedAccount,
  type Connection,
  connectionIdOf,
  type Connections,
  type MicrosoftUser,
  type SessionEntry,
} from './connections';
import type { Sealer } from './encryption';
import { signInRequired } from './failures';

/** A signed-in person's session, with their account and its tokens at Amazon. */
export interface Session extends SessionEntry {
  readonly account: ConnectedAccount;
  /** The ID of the account's connection, which all sessions of the account share. */
  readonly connection: string;
  readonly tokens: Tokens;
}

/** A session that has just been opened. */
export interface OpenedSession {
  /** The bearer token. */
  readonly session: string;
  readonly account: Account;
}

/** Where and by whom a session is opened. */
export interface SessionOptions {
  readonly device?: string | undefined;
  readonly microsoftUser?: MicrosoftUser | undefined;
}

export interface SessionDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly connections: Connections;
  readonly now: () => Instant;
  /** Sessions of other accounts count as ended. Default: all accounts are allowed. */
  readonly isAllowed?: AccountCheck;
  /** Sessions of other users of Microsoft Entra ID count as ended. Default: all, and those of none, are allowed. */
  readonly isAllowedUser?: (user: MicrosoftUser | undefined) => boolean;
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

const hourMs = 3_600_000;
const seenStepMs = hourMs;
const maxFound = 2_000;
const maxEndings = 10_000;

const keyOf = (id: string): string => `session:${id}`;
const pointer = v.object({ connection: v.string() });

interface Found {
  readonly session: Session;
  /** When the store last held it. */
  readonly confirmedAt: Instant;
  /** When it was last looked up, perhaps without success. */
  readonly startedAt: Instant;
}

const sessionIn = (connection: string, known: Connection | undefined, id: string): Session | undefined => {
  const entry = known?.sessions.find((session) => session.id === id);
  if (known === undefined || entry === undefined) return undefined;
  return { ...entry, connection, account: known.account, tokens: known.tokens };
};

/**
 * The sessions: each is known by the hash of its bearer token, which leads to the connection of its account. Methods
 * throw a StoreError when the store is unusable.
 */
export class Sessions {
  readonly #deps: Required<SessionDeps>;
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
    const all = (): boolean => true;
    this.#deps = { isAllowed: all, isAllowedUser: all, freshMs: 1_000, trustMs: hourMs, ...deps };
  }

  /**
   * Opens a session, and connects its account, or replaces the tokens of one that is connected.
   * @returns the bearer token: 43 characters, stored nowhere
   * @throws {StoreError} when the store is unusable
   */
  async open(account: ConnectedAccount, tokens: Tokens, options: SessionOptions = {}): Promise<string> {
    const { bearer, entry, connection } = await this.#begin(connectionIdOf(account.id), options);
    await this.#deps.connections.update(connection, (known) => ({
      account,
      tokens,
      sessions: [...(known?.sessions ?? []), entry],
    }));
    return bearer;
  }

  /**
   * Opens a further session of a connected account for a Microsoft user who has another one open.
   * @returns the bearer token; undefined when the user has no session of the account
   * @throws {StoreError} when the store is unusable
   */
  async join(connection: string, microsoftUser: MicrosoftUser, device?: string): Promise<string | undefined> {
    const { bearer, entry } = await this.#begin(connection, { device, microsoftUser });
    const joined = await this.#deps.connections.update(connection, (known) =>
      known?.sessions.some(
        ({ microsoftUser: user }) => user?.id === microsoftUser.id && user.tenant === microsoftUser.tenant,
      ) === true && this.#deps.isAllowed(known.account)
        ? { ...known, sessions: [...known.sessions, entry] }
        : undefined,
    );
    if (joined !== undefined) return bearer;
    await this.#deps.store.delete(keyOf(entry.id));
    return undefined;
  }

  /** Without its entry in the connection, the pointer opens nothing: a crash in between leaves no session. */
  async #begin(connection: string, { device, microsoftUser }: SessionOptions) {
    const { store, sealer, connections, now } = this.#deps;
    const bearer = newBearer();
    const id = hashOf(bearer);
    const entry: SessionEntry = {
      id,
      ...(device === undefined ? {} : { device }),
      ...(microsoftUser === undefined ? {} : { microsoftUser }),
      createdAt: now(),
      seenAt: now(),
    };
    const text = await sealer.seal(keyOf(id), { connection });
    await store.set(keyOf(id), text, { ttlMs: connections.lifetimeOf(entry) });
    return { bearer, entry, connection };
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

  /** The live sessions of a connection, in the order in which they were opened. */
  async list(connection: string): Promise<readonly SessionEntry[]> {
    const known = await this.#deps.connections.read(connection);
    return [...(known?.sessions ?? [])].sort((one, other) => one.createdAt - other.createdAt);
  }

  /** The current tokens of a connection; undefined when it has ended. */
  async tokens(connection: string): Promise<Tokens | undefined> {
    const known = await this.#deps.connections.read(connection);
    return known !== undefined && this.#deps.isAllowed(known.account) ? known.tokens : undefined;
  }

  /**
   * Replaces the tokens of a connection, for all of its sessions.
   * @returns whether it still exists
   */
  async saveTokens(connection: string, tokens: Tokens): Promise<boolean> {
    const saved = await this.#deps.connections.update(connection, (known) => known && { ...known, tokens });
    for (const { id } of saved?.sessions ?? []) {
      const session = sessionIn(connection, saved, id);
      if (session !== undefined && this.#found.has(id)) this.#confirmed(session);
    }
    return saved !== undefined;
  }

  /**
   * Ends some sessions of a connection, and fails work on their behalf. Without sessions the connection ends, and its
   * tokens are deleted.
   *
   * @param which chooses sessions; gets the connection, which may have changed since
   * @param reason the failure of work in progress
   * @returns the ended sessions, and those that are left
   */
  async end(
    connection: string,
    which: (session: SessionEntry, known: Connection) => boolean,
    reason = signInRequired(),
  ): Promise<{ ended: readonly SessionEntry[]; left: readonly SessionEntry[] }> {
    const { connections, store } = this.#deps;
    let ended: readonly SessionEntry[] = [];
    const left = await connections.update(connection, (known) => {
      ended = known?.sessions.filter((session) => which(session, known)) ?? [];
      if (known === undefined || ended.length === 0) return undefined;
      return { ...known, sessions: known.sessions.filter((session) => !ended.includes(session)) };
    });
    for (const { id } of ended) {
      this.#over.set(id, true);
      this.#drop(id, reason);
    }
    for (const { id } of ended) await store.delete(keyOf(id));
    // A concurrent look-up may have found one.
    for (const { id } of ended) this.#drop(id, reason);
    return { ended, left: left?.sessions ?? [] };
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
    const { now, freshMs } = this.#deps;
    return found !== undefined && isWithin(freshMs, found.startedAt, now()) ? found.session : undefined;
  }

  #drop(id: string, reason: FailureError): void {
    this.#found.delete(id);
    this.#looking.delete(id);
    this.#endings.get(id)?.abort(reason);
    this.#endings.delete(id);
  }

  async #lookedFor(id: string): Promise<Session | undefined> {
    const { now, isAllowed, isAllowedUser } = this.#deps;
    let session: Session | undefined;
    try {
      session = await this.#read(id);
    } catch (error) {
      return this.#trusted(id, error);
    }
    this.#lostAt = undefined;
    this.#found.delete(id);
    if (session !== undefined && !(isAllowed(session.account) && isAllowedUser(session.microsoftUser)))
      session = undefined;
    if (session === undefined) this.#drop(id, signInRequired());
    if (session === undefined || this.#over.has(id)) return undefined;
    if (now() - session.seenAt < seenStepMs) return this.#confirmed(session);
    try {
      return await this.#seen(session);
    } catch (error) {
      // A full store can still be read; a later request notes the use.
      if (failureOf(error).code !== 'unavailable') throw error;
      return this.#confirmed(session);
    }
  }

  async #read(id: string): Promise<Session | undefined> {
    const { store, sealer, connections } = this.#deps;
    const text = await store.get(keyOf(id));
    const parsed = v.safeParse(pointer, text && (await sealer.open(keyOf(id), text)));
    if (!parsed.success) return undefined;
    const { connection } = parsed.output;
    return sessionIn(connection, await connections.read(connection), id);
  }

  async #seen(session: Session): Promise<Session | undefined> {
    const { store, connections, now } = this.#deps;
    const { id, connection } = session;
    const seenAt = now();
    const known = await connections.update(
      connection,
      (known) =>
        known && { ...known, sessions: known.sessions.map((one) => (one.id === id ? { ...one, seenAt } : one)) },
    );
    const next = sessionIn(connection, known, id);
    if (next === undefined) return undefined;
    const text = await store.get(keyOf(id));
    const ttlMs = Math.max(1, connections.lifetimeOf(next));
    if (text !== undefined) await store.compareAndSet(keyOf(id), text, text, { ttlMs });
    return this.#confirmed(next);
  }

  #confirmed(session: Session): Session {
    if (this.#over.has(session.id)) return session;
    const at = this.#deps.now();
    this.#found.set(session.id, { session, confirmedAt: at, startedAt: at });
    return session;
  }

  /**
   * A session from before the outage, which may have ended elsewhere.
   * @throws {StoreError} the store's error when the session is too old
   */
  #trusted(id: string, error: unknown): Session {
    const now = this.#deps.now();
    this.#lostAt ??= now;
    const found = this.#found.get(id);
    if (found === undefined || found.confirmedAt < this.#lostAt - hourMs) throw error;
    if (now - this.#lostAt > this.#deps.trustMs) throw error;
    this.#found.set(id, { ...found, startedAt: now });
    return found.session;
  }
}
