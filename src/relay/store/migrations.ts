import type { Database } from 'libsql';
import * as v from 'valibot';

/** What each version of the file adds to the one before. Append only: files in the field have run the earlier ones. */
const steps: readonly string[] = [
  `CREATE TABLE entries (key TEXT PRIMARY KEY, value BLOB NOT NULL, expires_at INTEGER) WITHOUT ROWID;
   CREATE INDEX entries_by_expiry ON entries (expires_at) WHERE expires_at IS NOT NULL;`,
];

const versionRow = v.object({ user_version: v.number() });

const versionOf = (database: Database): number =>
  v.parse(versionRow, database.prepare('PRAGMA user_version').get()).user_version;

/** Brings a file to the present layout. Throws where a newer relay has written it. */
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
