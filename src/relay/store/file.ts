import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'libsql';
import * as v from 'valibot';
import type { Instant } from '../../core/domain/instant';
import { inSlices, readSize } from '../lib/event-loop';
import { ExpiryHistogram, minuteAfter } from './expiry-histogram';
import { fileError } from './fault';
import { migrate, sql } from './file-sql';
import type { Entry, ExpiryOptions, Guard, SetOptions, Store } from './store';

/** SQLite's calls are synchronous: the whole process waits for a lock. */
const busyTimeoutMs = 1_000;

const valueRow = v.optional(v.object({ value: v.instance(Uint8Array) }));
// libsql returns the bytes of one row as a Buffer, those of many as ArrayBuffers.
const entryRows = v.array(v.object({ key: v.string(), value: v.instance(ArrayBuffer) }));
const countRow = v.object({ count: v.number() });
const waitRow = v.object({ wait: v.number() });
const keyRows = v.array(v.object({ key: v.string(), expiresAt: v.nullable(v.number()) }));
type KeyRow = v.InferOutput<typeof keyRows>[number];

/** No expiry is before it: an integer of SQLite. */
const earliest = 0;

const open = (file: string): Database.Database => {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // SQLite would create it with the permissions that the umask leaves.
  closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file, { timeout: busyTimeoutMs });
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  // Deleted content is overwritten: who signs out leaves no bytes in the file.
  database.pragma('secure_delete = ON');
  migrate(database);
  return database;
};

/** Does work on the file; SQLite's errors become StoreErrors. */
const guarded = <T>(work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw fileError(error);
  }
};

type Statement = keyof typeof sql;
type Bindings = Readonly<Record<string, string | number | Buffer | null>>;

/** A store in one SQLite file, which outlives restarts. Processes of one machine may share it. */
export class FileStore implements Store {
  readonly #database: Database.Database;
  readonly #now: () => Instant;
  readonly #statements = new Map<Statement, Database.Statement>();

  /**
   * Opens the file, and creates it and its folder if need be.
   *
   * @param file its path
   * @throws {StoreError} when the file is damaged, locked, or lacks a table or column of the relay's
   * @throws {Error} when the file can't be created, or a newer relay has written it
   */
  constructor(file: string, now: () => Instant) {
    this.#database = guarded(() => open(file));
    this.#now = now;
    guarded(() => {
      for (const text of Object.values(sql)) this.#database.prepare(text);
    });
  }

  #prepared(name: Statement): Database.Statement {
    const statement = this.#statements.get(name) ?? this.#database.prepare(sql[name]);
    this.#statements.set(name, statement);
    return statement;
  }

  #row(name: Statement, bindings: Bindings): unknown {
    return guarded(() => this.#prepared(name).get({ now: this.#now(), ...bindings }));
  }

  #rows(name: Statement, bindings: Bindings): unknown {
    return guarded(() => this.#prepared(name).all({ now: this.#now(), ...bindings }));
  }

  #changes(name: Statement, bindings: Bindings): number {
    return guarded(() => this.#prepared(name).run({ now: this.#now(), ...bindings }).changes);
  }

  /** Does all of the work or none. libsql's own transactions hide a failed commit's error behind the rollback's. */
  #atOnce(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      // On a full disk SQLite has already rolled back.
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }

  /** Changes rows slice by slice; when the store closes in between, the rest stays. */
  #changesInSlices(name: Statement, bindings: Bindings): Promise<number> {
    return inSlices(() => (this.#database.open ? this.#changes(name, bindings) : 0));
  }

  #expiresAt({ ttlMs }: ExpiryOptions): number | null {
    return ttlMs === undefined ? null : this.#now() + ttlMs;
  }

  async #value(name: 'get' | 'take', key: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(v.parse(valueRow, this.#row(name, { key }))?.value);
  }

  #holds({ key, text }: Guard): boolean {
    const value = v.parse(valueRow, this.#row('get', { key }))?.value;
    return (value && Buffer.from(value).toString()) === text;
  }

  async get(key: string): Promise<string | undefined> {
    const value = await this.#value('get', key);
    return value && Buffer.from(value).toString();
  }

  async set(key: string, value: string, options: SetOptions = {}): Promise<boolean> {
    const bindings = { key, value: Buffer.from(value), expiresAt: this.#expiresAt(options) };
    return Promise.resolve(this.#changes(options.onlyIfAbsent === true ? 'add' : 'set', bindings) > 0);
  }

  async getMany(keys: readonly string[]): Promise<readonly (string | undefined)[]> {
    const rows = v.parse(entryRows, this.#rows('getMany', { keys: JSON.stringify(keys) }));
    const found = new Map(rows.map(({ key, value }) => [key, Buffer.from(value).toString()]));
    return Promise.resolve(keys.map((key) => found.get(key)));
  }

  async setMany(entries: readonly Entry[]): Promise<void> {
    guarded(() =>
      this.#atOnce(() => {
        for (const { key, text, guard, ...options } of entries) {
          if (guard !== undefined && !this.#holds(guard)) continue;
          this.#changes('set', { key, value: Buffer.from(text), expiresAt: this.#expiresAt(options) });
        }
      }),
    );
    return Promise.resolve();
  }

  async take(key: string): Promise<string | undefined> {
    const value = await this.#value('take', key);
    return value && Buffer.from(value).toString();
  }

  async compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    options: ExpiryOptions = {},
  ): Promise<boolean> {
    if (expected === undefined) {
      return next === undefined
        ? (await this.get(key)) === undefined
        : this.set(key, next, { ...options, onlyIfAbsent: true });
    }
    const was = Buffer.from(expected);
    return (
      (next === undefined
        ? this.#changes('drop', { key, expected: was })
        : this.#changes('swap', {
            key,
            expected: was,
            value: Buffer.from(next),
            expiresAt: this.#expiresAt(options),
          })) > 0
    );
  }

  async delete(key: string): Promise<boolean> {
    return Promise.resolve(this.#changes('delete', { key }) > 0);
  }

  async increment(key: string, options: ExpiryOptions = {}): Promise<number> {
    const row = this.#row('increment', { key, expiresAt: this.#expiresAt(options) });
    return Promise.resolve(v.parse(countRow, row).count);
  }

  async reserve(key: string, intervalMs: number): Promise<number> {
    // SQLite rounds a sum of decimals in its own way: the slot may lie in the past.
    return Promise.resolve(Math.max(0, v.parse(waitRow, this.#row('reserve', { key, interval: intervalMs })).wait));
  }

  async postpone(key: string, ms: number): Promise<void> {
    this.#changes('postpone', { key, ms });
    return Promise.resolve();
  }

  /** The keys of a family, in ascending order, slice by slice. Those that have expired are among them. */
  async *#walk(prefix: string): AsyncGenerator<readonly KeyRow[]> {
    for (let from = prefix; this.#database.open;) {
      const rows = v.parse(keyRows, this.#rows('readSome', { prefix, from }));
      const last = rows.at(-1)?.key;
      if (last === undefined) return;
      // Each slice begins with the key that ended the one before.
      yield from === prefix || rows[0]?.key !== from ? rows : rows.slice(1);
      if (rows.length < readSize) return;
      from = last;
      await setImmediate();
    }
  }

  #isLive({ expiresAt }: KeyRow): boolean {
    return expiresAt === null || expiresAt > this.#now();
  }

  async list(prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    for await (const rows of this.#walk(prefix)) for (const row of rows) if (this.#isLive(row)) keys.push(row.key);
    return keys;
  }

  async deletePrefix(prefix: string): Promise<number> {
    return this.#changesInSlices('deletePrefix', { prefix });
  }

  async trim(prefix: string, most: number): Promise<number> {
    const histogram = new ExpiryHistogram();
    for await (const rows of this.#walk(prefix))
      for (const row of rows) if (this.#isLive(row)) histogram.add(row.expiresAt);
    const over = histogram.total - most;
    if (over <= 0) return histogram.total;
    const cutOff = histogram.cutOff(over);
    const [from, to] = [Math.min(cutOff.before, Number.MAX_SAFE_INTEGER), minuteAfter(cutOff)];
    const before = await this.#trimBetween(prefix, { from: earliest, to: from, most: over });
    const within = cutOff.rest === 0 ? 0 : await this.#trimBetween(prefix, { from, to, most: cutOff.rest });
    return histogram.total - before - within;
  }

  /** Deletes at most so many keys of a family that expire between two instants. */
  async #trimBetween(
    prefix: string,
    { most, ...between }: { from: number; to: number; most: number },
  ): Promise<number> {
    let gone = 0;
    for await (const rows of this.#walk(prefix)) {
      const [first, last] = [rows[0]?.key, rows.at(-1)?.key];
      if (gone === most || !this.#database.open) break;
      if (first === undefined || last === undefined) continue;
      const live = { ...between, from: Math.max(between.from, this.#now() + 1) };
      gone += this.#changes('trimSome', { first, last, ...live, most: most - gone });
    }
    return gone;
  }

  async sweep(): Promise<number> {
    const swept = await this.#changesInSlices('sweep', {});
    this.#emptyLog();
    return swept;
  }

  /**
   * Empties the write-ahead log, which still has what was deleted meanwhile. While another process reads the file it
   * stays as it is, until the next time.
   */
  #emptyLog(): void {
    if (!this.#database.open) return;
    guarded(() => {
      this.#database.pragma('busy_timeout = 0');
      try {
        this.#database.pragma('wal_checkpoint(TRUNCATE)');
      } finally {
        this.#database.pragma(`busy_timeout = ${busyTimeoutMs}`);
      }
    });
  }

  async ping(): Promise<void> {
    this.#row('ping', {});
    return Promise.resolve();
  }

  async close(): Promise<void> {
    this.#statements.clear();
    this.#database.close();
    return Promise.resolve();
  }
}
