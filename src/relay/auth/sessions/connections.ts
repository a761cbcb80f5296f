import * as v from 'valibot';
import type { Instant } from '../../../core/domain/instant';
import { hashOf } from '../../lib/session-token';
import type { Store } from '../../store/store';
import type { Sealer } from '../encryption';

/** A user of Microsoft Entra ID. */
const microsoftUser = v.object({ tenant: v.string(), id: v.string() });
export type MicrosoftUser = v.InferOutput<typeof microsoftUser>;

const sessionEntry = v.object({
  /** The hash of the session's bearer token. */
  id: v.string(),
  /** Where it was opened, as `Excel on the web`. */
  device: v.exactOptional(v.string()),
  microsoftUser: v.exactOptional(microsoftUser),
  createdAt: v.number(),
  /** The last use, to the hour. */
  seenAt: v.number(),
});

/** A session, as its connection holds it. */
export type SessionEntry = v.InferOutput<typeof sessionEntry>;

const content = v.object({
  account: v.object({ id: v.string(), emailHash: v.exactOptional(v.string()) }),
  tokens: v.object({ accessToken: v.string(), refreshToken: v.exactOptional(v.string()), expiresAt: v.number() }),
  sessions: v.array(sessionEntry),
});

/** An account at Amazon that is connected: its tokens, and the sessions that use them. */
export type Connection = v.InferOutput<typeof content>;

/** An account, as the relay keeps it: no name, and of the email address a hash. */
export type ConnectedAccount = Connection['account'];

export interface ConnectionDeps {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly now: () => Instant;
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
}

const dayMs = 86_400_000;
/** As many concurrent writers can all succeed: more than an account has sessions. */
const maxTries = 200;
/** Beyond so many sessions of an account, the one that was used least recently ends. */
const maxSessions = 100;

/** The ID of an account's connection. */
export const connectionIdOf = (accountId: string): string => hashOf(accountId);

const keyOf = (id: string): string => `connection:${id}`;

/**
 * The connected accounts in the store, encrypted, so that a stolen store is useless. A connection lives as long as one
 * of its sessions: without any, nothing is left of it. Methods throw a StoreError when the store is unusable.
 */
export class Connections {
  readonly #deps: Required<ConnectionDeps>;

  constructor(deps: ConnectionDeps) {
    this.#deps = { idleMs: 30 * dayMs, absoluteMs: 180 * dayMs, ...deps };
  }

  /** Reads a connection with its live sessions; undefined when it is absent or can't be decrypted. */
  async read(id: string): Promise<Connection | undefined> {
    return (await this.#stored(id))?.connection;
  }

  /**
   * Changes a connection by compare-and-set, so that no concurrent change is lost.
   *
   * @param change gets undefined when there is no connection; returns undefined to leave all as it is. Without
   * sessions, the connection is deleted.
   * @returns what `change` returned
   * @throws {Error} after 200 tries
   */
  async update(
    id: string,
    change: (known: Connection | undefined) => Connection | undefined,
  ): Promise<Connection | undefined> {
    const { store, sealer } = this.#deps;
    const key = keyOf(id);
    for (let tries = 0; tries < maxTries; tries += 1) {
      const stored = await this.#stored(id);
      const next = change(stored?.connection);
      if (next === undefined) return undefined;
      const sessions = [...next.sessions].sort((one, other) => other.seenAt - one.seenAt).slice(0, maxSessions);
      const kept = { ...next, sessions };
      const text = sessions.length === 0 ? undefined : await sealer.seal(key, kept);
      const ttlMs = Math.max(1, ...sessions.map((session) => this.lifetimeOf(session)));
      if (await store.compareAndSet(key, stored?.text, text, { ttlMs })) return kept;
    }
    throw new Error('a connection changed too often to be written');
  }

  /** How long a session still lives without use, in milliseconds. */
  lifetimeOf({ createdAt, seenAt }: Pick<SessionEntry, 'createdAt' | 'seenAt'>): number {
    const { idleMs, absoluteMs, now } = this.#deps;
    return Math.min(seenAt + idleMs, createdAt + absoluteMs) - now();
  }

  async #stored(id: string): Promise<{ text: string; connection: Connection | undefined } | undefined> {
    const { store, sealer } = this.#deps;
    const text = await store.get(keyOf(id));
    if (text === undefined) return undefined;
    const parsed = v.safeParse(content, await sealer.open(keyOf(id), text));
    if (!parsed.success) return { text, connection: undefined };
    const sessions = parsed.output.sessions.filter((session) => this.lifetimeOf(session) > 0);
    return { text, connection: sessions.length === 0 ? undefined : { ...parsed.output, sessions } };
  }
}
