import { LRUCache } from 'lru-cache';
import { createSharedAbort } from '../../../amazon/http/deadline';
import type { Tokens } from '../../../amazon/login/login-with-amazon';
import { type FailureError, failureOf } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import { isWithin } from '../../lib/clock';
import { hashOf } from '../../lib/session-token';
import type { AccountCheck } from '../allowed-accounts';
import { signInRequired } from '../failures';
import type { ConnectedAccount, Connection, MicrosoftUser, SessionEntry } from './connections';
import type { Session, SessionOptions, SessionRecords } from './session-records';

export interface SessionDeps {
  readonly records: SessionRecords;
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

interface CachedSession {
  readonly session: Session;
  /** When the store last held it. */
  readonly confirmedAt: Instant;
  /** When it was last looked up, perhaps without success. */
  readonly startedAt: Instant;
}

/**
 * The sessions that this relay works for: found once a second at most, trusted during an outage of the store, and ended
 * at once when it learns of their end. Methods throw a StoreError when the store is unusable.
 */
export class Sessions {
  readonly #deps: Required<SessionDeps>;
  readonly #found = new LRUCache<string, CachedSession>({ max: maxFound });
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

  /**
   * Opens a session, and connects its account, or replaces the tokens of one that is connected.
   * @returns the bearer token: 43 characters, stored nowhere
   * @throws {StoreError} when the store is unusable
   */
  open(account: ConnectedAccount, tokens: Tokens, options: SessionOptions = {}): Promise<string> {
    return this.#deps.records.open(account, tokens, options);
  }

  /**
   * Opens a further session of a connected account for a Microsoft user who has another one open.
   * @returns the bearer token, and the session; undefined when the user has no session of the account, or it may not
   * use the relay
   * @throws {StoreError} when the store is unusable
   */
  async join(
    connection: string,
    microsoftUser: MicrosoftUser,
    device?: string,
  ): Promise<{ bearer: string; session: Session } | undefined> {
    const bearer = await this.#deps.records.join(connection, microsoftUser, device);
    const session = bearer === undefined ? undefined : await this.find(bearer);
    if (bearer === undefined) return undefined;
    if (session !== undefined) return { bearer, session };
    // The account may not use the relay: the entry would stay.
    await this.end(connection, ({ id }) => id === hashOf(bearer));
    return undefined;
  }

  /** The live sessions of a connection, in the order in which they were opened. */
  async list(connection: string): Promise<readonly SessionEntry[]> {
    const known = await this.#deps.records.connection(connection);
    return [...(known?.sessions ?? [])].sort((one, other) => one.createdAt - other.createdAt);
  }

  /** The current tokens of a connection; undefined when it has ended. */
  async tokens(connection: string): Promise<Tokens | undefined> {
    const known = await this.#deps.records.connection(connection);
    return known !== undefined && this.#deps.isAllowed(known.account) ? known.tokens : undefined;
  }

  /**
   * Replaces the tokens of a connection, for all of its sessions, unless a sign-in has replaced them meanwhile.
   *
   * @param base the tokens that the new ones come from
   * @returns whether the connection still exists
   */
  async saveTokens(connection: string, tokens: Tokens, base: Tokens): Promise<boolean> {
    const saved = await this.#deps.records.saveTokens(connection, tokens, base);
    for (const session of saved ?? []) if (this.#found.has(session.id)) this.#confirmed(session);
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
    const { records } = this.#deps;
    const { ended, left } = await records.end(connection, which);
    for (const { id } of ended) {
      this.#over.set(id, true);
      this.#drop(id, reason);
    }
    await records.forget(ended);
    // A concurrent look-up may have found one.
    for (const { id } of ended) this.#drop(id, reason);
    return { ended, left };
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
      session = await this.#deps.records.read(id);
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
      const seen = await this.#deps.records.touch(session);
      return seen && this.#confirmed(seen);
    } catch (error) {
      // A full store can still be read; a later request notes the use.
      if (failureOf(error).code !== 'unavailable') throw error;
      return this.#confirmed(session);
    }
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
