import { FailureError } from '../../core/domain/failure';

const faults = {
  unreachable: ['cannot reach its store', 'check STORE_URL and Redis'],
  full: ['has no room left in its store', "free some room: on the disk of STORE_URL's file, or in Redis's maxmemory"],
  readonly: ['cannot write to its store', "make STORE_URL's file writable, or name Redis's primary in it"],
  damaged: [
    'found its store damaged',
    "stop the relay, move STORE_URL's file away with its -wal and -shm, and start it again; people then sign in anew",
  ],
  locked: ['is waiting for its store', "find who holds a lock on STORE_URL's file"],
  refused: ['was refused by its store', 'check user, password and rights in STORE_URL'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

/** What may be wrong with a store, in one word. */
export type StoreFault = keyof typeof faults;

/** What whoever runs the relay does about it, to end a line. */
export const remedyOf = (fault: StoreFault): string => faults[fault][1];

/** A store that does not do what it was asked. People learn that it will pass, and whoever runs the relay what to do. */
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

/** The fault that an error of a store's means. */
export const faultOf = (error: unknown): StoreFault => (error instanceof StoreError ? error.fault : 'unreachable');
