import { randomUUID } from 'node:crypto';
import type { Clock } from '../lib/clock';
import type { Store } from '../store/store';
import { hashOf } from '../lib/session-token';

/** A lock that is held until it is released or its time is over. */
interface Lease {
  /** Grows with every holder, so that whatever the lock guards can refuse a holder whose time was over. */
  readonly fence: number;
  /** Prolongs. False: the lock was lost in the meantime. */
  renew(ttlMs: number): Promise<boolean>;
  /** False: the lock was lost before. */
  release(): Promise<boolean>;
}

/** Fences need to grow only among holders that overlap, and no holder outlives a day. */
const fenceTtlMs = 86_400_000;

/**
 * Takes a lock, or gives undefined where another holds it. `ttlMs` bounds how long a holder that crashed blocks the
 * others. Made of the store's atomic operations, so every driver has it.
 */
export const tryLock = async (store: Store, name: string, { ttlMs }: { ttlMs: number }): Promise<Lease | undefined> => {
  const key = `lock:${name}`;
  const holder = randomUUID();
  if (!(await store.set(key, holder, { ttlMs, onlyIfAbsent: true }))) return undefined;
  const fence = await store.increment(`fence:${name}`, { ttlMs: fenceTtlMs });
  return {
    fence,
    renew: (ttl) => store.compareAndSet(key, holder, holder, { ttlMs: ttl }),
    release: () => store.compareAndSet(key, holder, undefined),
  };
};

/** The right to renew a session's tokens, which one relay has at a time. */
export interface RenewalLease {
  /**
   * Notes that a refresh token is being used. True: another relay that used it has not ended its turn. It has crashed,
   * or it is cut off from the store and holds Amazon's answer, in which case the token may be worth nothing any more.
   */
  use(refreshToken: string): Promise<boolean>;
  /** Never rejects: where the store is lost just now, all of it ends by itself. */
  end(): Promise<void>;
}

/** Who does not prolong the lock within this time has crashed. The next one has to wait so long. */
const leaseMs = 4_000;
/** So that the store may be slow twice. */
const beatMs = 1_000;
/** Longer than Amazon's client is patient, and the store may be away. */
const useMs = 90_000;

const quietly = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => undefined,
    () => undefined,
  );

/** Takes the turn; undefined where another has it. */
export const acquireRenewal = async (
  store: Store,
  clock: Clock,
  session: string,
): Promise<RenewalLease | undefined> => {
  const lease = await tryLock(store, `renewal:${session}`, { ttlMs: leaseMs });
  if (lease === undefined) return undefined;
  const endBeats = clock.every(beatMs, () => void quietly(lease.renew(leaseMs)));
  const holder = randomUUID();
  let used: string | undefined;
  return {
    use: async (refreshToken) => {
      used = `renewing:${session}:${hashOf(refreshToken)}`;
      return !(await store.set(used, holder, { ttlMs: useMs, onlyIfAbsent: true }));
    },
    end: async () => {
      endBeats();
      if (used !== undefined) await quietly(store.compareAndSet(used, holder, undefined));
      await quietly(lease.release());
    },
  };
};
