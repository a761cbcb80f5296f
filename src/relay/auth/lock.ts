import { randomUUID } from 'node:crypto';
import type { Store } from '../store/store';

/** A lock that is held until it is released or its time is over. */
export interface Lease {
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
