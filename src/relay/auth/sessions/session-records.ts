import * as v from 'valibot';
import type { Tokens } from '../../../amazon/login/login-with-amazon';
import type { Instant } from '../../../core/domain/instant';
import type { Account } from '../../../core/protocol/stream';
import { hashOf, newBearer } from '../../lib/session-token';
import type { Store } from '../../store/store';
import type { Sealer } from '../encryption';
import {
  type ConnectedAccount,
  type Connection,
  connectionIdOf,
  type Connections,
  type MicrosoftUser,
  type SessionEntry,
} from './connections';
import { isSameUser } from './microsoft-users';

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

export interface SessionRecordDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly connections: Connections;
  readonly now: () => Instant;
}

const keyOf = (id: string): string => `session:${id}`;
const pointer = v.object({ connection: v.string() });

const sessionIn = (connection: string, known: Connection | undefined, id: string): Session | undefined => {
  const entry = known?.sessions.find((session) => session.id === id);
  if (known === undefined || entry === undefined) return undefined;
  return { ...entry, connection, account: known.account, tokens: known.tokens };
};

/**
 * The sessions as the store holds them: each, under the hash of its bearer token, leads to the connection of its
 * account, which has the list of them. Methods throw a StoreError when the store is unusable.
 */
export class SessionRecords {
  readonly #deps: SessionRecordDeps;

  constructor(deps: SessionRecordDeps) {
    this.#deps = deps;
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
      known?.sessions.some((session) => isSameUser(session.microsoftUser, microsoftUser)) === true
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

  /** Reads a session; undefined when there is none, or it can't be decrypted. */
  async read(id: string): Promise<Session | undefined> {
    const { store, sealer, connections } = this.#deps;
    const text = await store.get(keyOf(id));
    const parsed = v.safeParse(pointer, text && (await sealer.open(keyOf(id), text)));
    if (!parsed.success) return undefined;
    const { connection } = parsed.output;
    return sessionIn(connection, await connections.read(connection), id);
  }

  /** Notes the use of a session, which prolongs it; undefined when it has ended. */
  async touch(session: Session): Promise<Session | undefined> {
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
    return next;
  }

  /** Reads a connection. */
  connection(id: string): Promise<Connection | undefined> {
    return this.#deps.connections.read(id);
  }

  /**
   * Replaces the tokens of a connection, for all of its sessions, unless a sign-in has replaced them meanwhile.
   *
   * @param base the tokens that the new ones come from
   * @returns the sessions; undefined when the connection has ended
   */
  async saveTokens(connection: string, tokens: Tokens, base: Tokens): Promise<readonly Session[] | undefined> {
    let found: Connection | undefined;
    const changed = await this.#deps.connections.update(connection, (known) => {
      found = known;
      return known?.tokens.refreshToken === base.refreshToken ? known && { ...known, tokens } : undefined;
    });
    const saved = changed ?? found;
    return saved?.sessions.flatMap(({ id }) => sessionIn(connection, saved, id) ?? []);
  }

  /**
   * Removes sessions from a connection. Without sessions the connection ends, and its tokens are deleted.
   *
   * @param which chooses sessions; gets the connection, which may have changed since
   * @returns the removed sessions, and those that are left
   */
  async end(
    connection: string,
    which: (session: SessionEntry, known: Connection) => boolean,
  ): Promise<{ ended: readonly SessionEntry[]; left: readonly SessionEntry[] }> {
    let ended: readonly SessionEntry[] = [];
    const left = await this.#deps.connections.update(connection, (known) => {
      ended = known?.sessions.filter((session) => which(session, known)) ?? [];
      if (known === undefined || ended.length === 0) return undefined;
      return { ...known, sessions: known.sessions.filter((session) => !ended.includes(session)) };
    });
    return { ended, left: left?.sessions ?? [] };
  }

  /** Deletes what leads from ended sessions to their connection. */
  async forget(ended: readonly SessionEntry[]): Promise<void> {
    for (const { id } of ended) await this.#deps.store.delete(keyOf(id));
  }
}
