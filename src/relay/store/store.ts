/**
 * The one interface behind which the relay keeps what must outlive a request: sign-ins in progress, sessions, locks,
 * counts, known days, paces. Every operation on a key is atomic, also between processes that share the store.
 *
 * Keys are ASCII, read from general to special (`session:<hash>`), so that a prefix names a family. A key may hold text
 * or bytes; whoever wrote it knows which.
 */
export interface Store {
  /** The text under a key; undefined where there is none or it has expired. */
  get(key: string): Promise<string | undefined>;
  getBytes(key: string): Promise<Uint8Array | undefined>;
  /** The texts under many keys, in the order of the keys; one round trip. */
  getMany(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** Writes, replacing value and expiry. Tells whether it wrote: false only where `onlyIfAbsent` found a value. */
  set(key: string, value: Value, options?: SetOptions): Promise<boolean>;
  /**
   * Writes many texts, each replacing value and expiry: all of them or none, but for those whose guard does not hold, in
   * one round trip.
   */
  setMany(entries: readonly Entry[]): Promise<void>;
  /** Reads and deletes in one step, so that of several takers exactly one gets the text. */
  take(key: string): Promise<string | undefined>;
  /**
   * Writes `next` where the key holds `expected`, else leaves all as it is. `expected` undefined means absent, `next`
   * undefined means delete. Tells whether it wrote.
   */
  compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    options?: ExpiryOptions,
  ): Promise<boolean>;
  /** Tells whether there was something to delete. */
  delete(key: string): Promise<boolean>;
  /** Gives a key a new time to live. Tells whether the key was there. */
  expire(key: string, ttlMs: number): Promise<boolean>;
  /** Adds one to a count and gives the new count. A count that does not exist starts at 0 and lives for `ttlMs`. */
  increment(key: string, options?: ExpiryOptions): Promise<number>;
  /**
   * Books the next free place of a line in which one may start every `intervalMs` (which may be fractional), and gives
   * the milliseconds until that place: 0 where it is now. However many book at once, each gets a place of its own.
   * Source: the generic cell rate algorithm, ITU-T I.371. The key holds nothing else, and goes when the line is empty.
   */
  reserve(key: string, intervalMs: number): Promise<number>;
  /** Gives no place of a line away that begins within the next `ms`. What is booked stays booked. */
  postpone(key: string, ms: number): Promise<void>;
  /** Keys that begin with the prefix, in ascending order. Which of those written meanwhile it has is left open. */
  list(prefix: string): Promise<readonly string[]>;
  /** Deletes every key that begins with the prefix, but perhaps not those written meanwhile; tells how many there were. */
  deletePrefix(prefix: string): Promise<number>;
  /** Deletes what expires first of the keys that begin with the prefix, until `most` are left; tells how many went. */
  trim(prefix: string, most: number): Promise<number>;
  /**
   * Frees the room of what has expired; tells how many keys went, 0 where the store does it by itself. Expired keys are
   * invisible without it, too.
   */
  sweep(): Promise<number>;
  /** Settles where the store can be reached, rejects where it cannot. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type Value = string | Uint8Array;

export interface ExpiryOptions {
  /** Time to live in milliseconds. Left out: `set` and `increment` keep for ever, `compareAndSet` keeps the expiry. */
  readonly ttlMs?: number;
}

export interface Entry extends ExpiryOptions {
  readonly key: string;
  readonly text: string;
  /** Written only while this holds. */
  readonly guard?: Guard;
}

/** Holds while a key has this text; undefined: while it has none. */
export interface Guard {
  readonly key: string;
  readonly text: string | undefined;
}

export interface SetOptions extends ExpiryOptions {
  /** Write only where the key is absent. Default: false. */
  readonly onlyIfAbsent?: boolean;
}
