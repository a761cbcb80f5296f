import Database from 'libsql';
import { StoreError, type StoreFault } from './fault';

/** By SQLite's result codes; extended ones begin with these. Source: https://sqlite.org/rescode.html */
const faults: readonly (readonly [code: string, fault: StoreFault])[] = [
  ['SQLITE_FULL', 'full'],
  // The file system is full where shared memory or the log should grow.
  ['SQLITE_IOERR_SHM', 'full'],
  ['SQLITE_IOERR_WRITE', 'full'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_READONLY', 'readonly'],
  ['SQLITE_PERM', 'readonly'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
];

/** An error of SQLite's as that of a store; any other is left as it is. */
export const fileError = (error: unknown): unknown => {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  if (/^no such (table|column)/.test(message)) return new StoreError('damaged', error);
  return new StoreError(faults.find(([begin]) => code.startsWith(begin))?.[1] ?? 'unreachable', error);
};
