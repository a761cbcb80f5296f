import Database from 'libsql';
import { FailureError } from '../../core/domain/failure';

const faults = {
  unreachable: ['cannot reach its store', 'check STORE_URL and Redis'],
  full: [
    'has no room left in its store: its disk or its memory is full',
    "free some room: on the disk of STORE_URL's file, or in Redis's maxmemory",
  ],
  readonly: ['cannot write to its store', "make STORE_URL's file writable, or name Redis's primary in it"],
  damaged: [
    'found its store damaged',
    "stop the relay, move STORE_URL's file away with its -wal and -shm, and start it again; people then sign in anew",
  ],
  locked: ['is waiting for its store', "find who holds a lock on STORE_URL's file"],
  refused: ['was refused by its store', 'check user, password and rights in STORE_URL'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

/** The kind of a store's fault, in one word. */
export type StoreFault = keyof typeof faults;

/** The operator's remedy for a fault: a clause in the imperative, without a full stop. */
export const remedyOf = (fault: StoreFault): string => faults[fault][1];

/**
 * An operation that the store did not perform: a FailureError `unavailable`. Its advice tells people to try again, and
 * their administrator what to do.
 */
export class StoreError extends FailureError {
  readonly fault: StoreFault;

  constructor(fault: StoreFault, cause: unknown) {
    const [what, remedy] = faults[fault];
    super(
      {
        code: 'unavailable',
        message: `The add-in's server ${what}.`,
        advice: `Try again in a minute; if it keeps happening, ask your administrator to ${remedy}.`,
      },
      { cause },
    );
    this.fault = fault;
  }
}

/** The fault behind an error of a store; `unreachable` for errors of other kinds. */
export const faultOf = (error: unknown): StoreFault => (error instanceof StoreError ? error.fault : 'unreachable');

/**
 * Faults by the beginning of SQLite's result codes.
 * @see {@link https://sqlite.org/rescode.html | Result and Error Codes}
 */
const fileFaults: readonly (readonly [code: string, fault: StoreFault])[] = [
  ['SQLITE_FULL', 'full'],
  // The file system is too full for the shared memory or the log to grow.
  ['SQLITE_IOERR_SHM', 'full'],
  ['SQLITE_IOERR_WRITE', 'full'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_READONLY', 'readonly'],
  ['SQLITE_PERM', 'readonly'],
  ['SQLITE_BUSY', 'locked'],
  ['SQLITE_LOCKED', 'locked'],
];

/** Turns an error of SQLite into a StoreError; returns any other error as it is. */
export const fileError = (error: unknown): unknown => {
  if (!(error instanceof Database.SqliteError)) return error;
  const { code, message } = error;
  if (/^no such (table|column)/.test(message)) return new StoreError('damaged', error);
  return new StoreError(fileFaults.find(([begin]) => code.startsWith(begin))?.[1] ?? 'unreachable', error);
};
