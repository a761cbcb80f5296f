/** The file store's SQL. `:now` is the time in milliseconds; a row counts as absent from its `expires_at` on. */
import type { Database } from 'libsql';
import * as v from 'valibot';
import { readSize, sliceSize } from '../lib/event-loop';

const live = '(expires_at IS NULL OR expires_at > :now)';
const dead = 'expires_at <= :now';
/** U+10FFFF comes after every character of a key. */
const inFamily = 'key >= :prefix AND key < :prefix || char(1114111)';

/** The statements, by the operation that they serve. */
export const sql = {
  get: `SELECT value FROM entries WHERE key = :key AND ${live}`,
  getMany: `SELECT key, value FROM entries WHERE key IN (SELECT value FROM json_each(:keys)) AND ${live}`,
  set: `INSERT INTO entries (key, value, expires_at) VALUES (:key, :value, :expiresAt)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
  add: `INSERT INTO entries (key, value, expires_at) VALUES (:key, :value, :expiresAt)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at WHERE ${dead}`,
  take: `DELETE FROM entries WHERE key = :key AND ${live} RETURNING value`,
  swap: `UPDATE entries SET value = :value, expires_at = coalesce(:expiresAt, expires_at)
         WHERE key = :key AND value = :expected AND ${live}`,
  drop: `DELETE FROM entries WHERE key = :key AND value = :expected AND ${live}`,
  delete: `DELETE FROM entries WHERE key = :key AND ${live}`,
  increment: `INSERT INTO entries (key, value, expires_at) VALUES (:key, CAST('1' AS BLOB), :expiresAt)
              ON CONFLICT (key) DO UPDATE SET
                value = CASE WHEN ${dead} THEN excluded.value
                        ELSE CAST(CAST(CAST(CAST(value AS TEXT) AS INTEGER) + 1 AS TEXT) AS BLOB) END,
                expires_at = CASE WHEN ${dead} THEN excluded.expires_at ELSE expires_at END
              RETURNING CAST(CAST(value AS TEXT) AS INTEGER) AS count`,
  // The expiry of a rate limiter's key is its next free slot.
  reserve: `INSERT INTO entries (key, value, expires_at) VALUES (:key, x'', :now + :interval)
            ON CONFLICT (key) DO UPDATE SET value = x'', expires_at = max(expires_at, :now) + :interval
            RETURNING expires_at - :interval - :now AS wait`,
  postpone: `INSERT INTO entries (key, value, expires_at) VALUES (:key, x'', :now + :ms)
             ON CONFLICT (key) DO UPDATE SET value = x'', expires_at = max(expires_at, :now + :ms)`,
  // With another lower bound beside it, SQLite would walk from the beginning of the family each time.
  readSome: `SELECT key, expires_at AS expiresAt FROM entries WHERE key >= :from AND key < :prefix || char(1114111)
             ORDER BY key LIMIT ${readSize}`,
  deletePrefix: `DELETE FROM entries WHERE key IN (
                   SELECT key FROM entries WHERE ${inFamily} AND ${live} LIMIT ${sliceSize})`,
  // The unary plus keeps SQLite from walking the expiries of everything else.
  trimSome: `DELETE FROM entries WHERE key IN (
               SELECT key FROM entries
               WHERE key >= :first AND key <= :last AND +expires_at >= :from AND +expires_at < :to LIMIT :most)`,
  sweep: `DELETE FROM entries WHERE key IN (SELECT key FROM entries WHERE ${dead} LIMIT ${sliceSize})`,
  ping: 'SELECT 1',
} as const;

/** Migrations, one for each version of the file. Append only: existing files have run the earlier ones. */
const steps: readonly string[] = [
  `CREATE TABLE entries (key TEXT PRIMARY KEY, value BLOB NOT NULL, expires_at INTEGER) WITHOUT ROWID;
   CREATE INDEX entries_by_expiry ON entries (expires_at) WHERE expires_at IS NOT NULL;`,
];

const versionRow = v.object({ user_version: v.number() });

const versionOf = (database: Database): number =>
  v.parse(versionRow, database.prepare('PRAGMA user_version').get()).user_version;

/**
 * Brings a file to the current layout, in one transaction.
 * @throws {Error} when a newer relay has written the file
 */
export const migrate = (database: Database): void => {
  database
    .transaction(() => {
      const version = versionOf(database);
      if (version > steps.length) {
        throw new Error(`the store was written by a newer relay (layout ${version}, this one knows ${steps.length})`);
      }
      for (const step of steps.slice(version)) database.exec(step);
      database.exec(`PRAGMA user_version = ${steps.length}`);
    })
    .immediate();
};
