/**
 * Storage for everything that must outlive a request: finished sign-ins, sessions, locks, counters, cached days, rate
 * limits. Every operation on a key is atomic, also between processes that share the store. Operations reject with a
 * StoreError when the store can't perform them.
 *
 * Keys are ASCII, from general to special (`session:<hash>`), so that a prefix names a family. A key holds text or
 * bytes; its writer knows which.
 *
 * To add a store, implement this interface, open it in {@link openStore}, allow its URL in the setting `STORE_URL`, and
 * run the contract tests of all stores against it.
 *
 * @example
 * ```ts
 * // With node-postgres, the package "pg".
 * export class PostgresStore implements Store {
 *   readonly #pool: pg.Pool;
 *
 *   constructor(url: string) {
 *     this.#pool = new pg.Pool({ connectionString: url });
 *   }
 *
 *   async get(key: string): Promise<string | undefined> {
 *     const live = 'expires_at IS NULL OR expires_at > now()';
 *     try {
 *       const text = `SELECT value FROM entries WHERE key = $1 AND (${live})`;
 *       const { rows } = await this.#pool.query<{ value: string }>(text, [key]);
 *       return rows[0]?.value;
 *     } catch (error) {
 *       throw new StoreError('unreachable', error);
 *     }
 *   }
 *   // … and the other operations
 * }
 * ```
 */
export interface Store {
  /** Reads a key's text; undefined when it is absent or has expired. */
  get(key: string): Promise<string | undefined>;
  /** Reads many texts in one round trip, in the order of the keys. */
  getMany(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /**
   * Writes a value and its expiry.
   * @returns whether it wrote: false only when `onlyIfAbsent` found a value
   */
  set(key: string, value: string, options?: SetOptions): Promise<boolean>;
  /**
   * Writes many texts and their expiries in one round trip: all or none, except those whose guard doesn't hold.
   */
  setMany(entries: readonly Entry[]): Promise<void>;
  /** Reads and deletes a key in one step: of several concurrent callers exactly one gets the text. */
  take(key: string): Promise<string | undefined>;
  /**
   * Writes `next` if the key holds `expected`.
   *
   * @param expected undefined: the key must be absent
   * @param next undefined: delete the key
   * @returns whether the key held `expected`
   */
  compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    options?: ExpiryOptions,
  ): Promise<boolean>;
  /**
   * Deletes a key.
   * @returns whether it existed
   */
  delete(key: string): Promise<boolean>;
  /**
   * Adds one to a counter. An absent counter starts at 0 and lives for `ttlMs`.
   * @returns the new count
   */
  increment(key: string, options?: ExpiryOptions): Promise<number>;
  /**
   * Reserves the next free slot of a rate limiter that allows one start every `intervalMs`. Concurrent callers get
   * slots of their own. The key holds nothing else, and expires when no slot is reserved.
   *
   * @param intervalMs milliseconds, perhaps with a fraction
   * @returns the milliseconds until the slot; 0 means now
   * @see ITU-T I.371, the generic cell rate algorithm
   */
  reserve(key: string, intervalMs: number): Promise<number>;
  /** Keeps a rate limiter's slots of the next `ms` milliseconds free. Slots that are reserved already stay so. */
  postpone(key: string, ms: number): Promise<void>;
  /** Lists the keys with a prefix, in ascending order. Keys that are written concurrently may be missing. */
  list(prefix: string): Promise<readonly string[]>;
  /**
   * Deletes all keys with a prefix. Keys that are written concurrently may stay.
   * @returns the number of deleted keys
   */
  deletePrefix(prefix: string): Promise<number>;
  /**
   * Deletes keys with a prefix, those that expire first (to the minute), until `most` are left. Keys without an expiry
   * may stay.
   * @returns the number of keys that are left, about
   */
  trim(prefix: string, most: number): Promise<number>;
  /**
   * Frees the space of expired keys, which are invisible in any case.
   * @returns the number of freed keys; 0 when the store frees them by itself
   */
  sweep(): Promise<number>;
  /** Resolves when the store is reachable, rejects when it is not. */
  ping(): Promise<void>;
  /** Releases the store's file or connection. No operation may follow. */
  close(): Promise<void>;
}

export interface ExpiryOptions {
  /**
   * Time to live in milliseconds.
   * @default no expiry for `set`, `setMany` and `increment`; for `compareAndSet` the key's current expiry
   */
  readonly ttlMs?: number;
}

/** A text to be written under a key. */
export interface Entry extends ExpiryOptions {
  readonly key: string;
  readonly text: string;
  /** The condition under which the entry is written. */
  readonly guard?: Guard;
}

/** A condition: a key holds this text, or for undefined, the key is absent. */
export interface Guard {
  readonly key: string;
  readonly text: string | undefined;
}

export interface SetOptions extends ExpiryOptions {
  /**
   * Whether to write only if the key is absent.
   * @default false
   */
  readonly onlyIfAbsent?: boolean;
}
