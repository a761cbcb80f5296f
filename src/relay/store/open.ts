import type { Instant } from '../../core/domain/instant';
import { FileStore } from './file';
import { MemoryStore } from './memory';
import { RedisStore } from './redis';
import type { Store } from './store';

/**
 * Opens the store that `STORE_URL` names.
 *
 * @param url `memory:`, `file:PATH`, `redis://…` or, with TLS, `rediss://…`
 * @returns the store. A Redis that is unreachable now is connected to later.
 * @throws {StoreError} when the file is damaged or locked
 * @throws {Error} when the file can't be created, or a newer relay has written it
 * @example
 * ```ts
 * const store = openStore('file:.data/relay.db', Date.now);
 * await store.set('greeting', 'hello', { ttlMs: 60_000 });
 * await store.close();
 * ```
 */
export const openStore = (url: string, now: () => Instant): Store => {
  if (url === 'memory:') return new MemoryStore(now);
  return /^rediss?:/.test(url) ? new RedisStore(url) : new FileStore(url.replace(/^file:/, ''), now);
};
