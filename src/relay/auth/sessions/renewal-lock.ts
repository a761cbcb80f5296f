import { randomUUID } from 'node:crypto';
import type { Clock } from '../../lib/clock';
import { hashOf } from '../../lib/session-token';
import type { Store } from '../../store/store';

/** A lock, held until it is released or expires. */
interface Lease {
  /** Extends the lock. False when it had expired. */
  renew(ttlMs: number): Promise<boolean>;
  /** False when the lock had expired. */
  release(): Promise<boolean>;
}

/**
 * Takes a lock. It needs only the store's atomic operations, so it works with every store.
 *
 * @param options `ttlMs` bounds how long a crashed holder blocks the others, in milliseconds
 * @returns undefined when another holder has the lock
 * @throws {StoreError} when the store is unusable
 */
export const tryLock = async (store: Store, name: string, { ttlMs }: { ttlMs: number }): Promise<Lease | undefined> => {
  const key = `lock:${name}`;
  const holder = randomUUID();
  if (!(await store.set(key, holder, { ttlMs, onlyIfAbsent: true }))) return undefined;
  return {
    renew: (ttl) => store.compareAndSet(key, holder, holder, { ttlMs: ttl }),
    release: () => store.compareAndSet(key, holder, undefined),
  };
};

/** The right to renew a connection's tokens, which one relay has at a time. */
export interface RenewalLease {
  /**
   * Notes in the store that a refresh token is in use.
   * @returns whether another relay has used it without ending its lease. That relay has crashed, or it holds Amazon's
   * response but can't reach the store; the token may then be invalid.
   */
  use(refreshToken: string): Promise<boolean>;
  /** Releases the lease. Never rejects: if the store is unreachable, the lease expires. */
  end(): Promise<void>;
}

/** A holder that doesn't extend its lock within this time counts as crashed; the next one waits as long. */
const leaseMs = 4_000;
/** The store may be slow twice before the lock expires. */
const beatMs = 1_000;
/** Longer than the time limit of the client for Amazon plus a short outage of the store. */
const useMs = 90_000;

const quietly = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => undefined,
    () => undefined,
  );

/**
 * Acquires the lease for a connection, and extends it until `end` is called.
 *
 * @param connection the connection's ID
 * @returns undefined when another relay has the lease
 * @throws {StoreError} when the store is unusable
 */
export const acquireRenewal = async (
  store: Store,
  clock: Clock,
  connection: string,
): Promise<RenewalLease | undefined> => {
  const lease = await tryLock(store, `renewal:${connection}`, { ttlMs: leaseMs });
  if (lease === undefined) return undefined;
  const endBeats = clock.every(beatMs, () => void quietly(lease.renew(leaseMs)));
  const holder = randomUUID();
  let used: string | undefined;
  return {
    use: async (refreshToken) => {
      used = `renewing:${connection}:${hashOf(refreshToken)}`;
      return !(await store.set(used, holder, { ttlMs: useMs, onlyIfAbsent: true }));
    },
    end: async () => {
      endBeats();
      if (used !== undefined) await quietly(store.compareAndSet(used, holder, undefined));
      await quietly(lease.release());
    },
  };
};
