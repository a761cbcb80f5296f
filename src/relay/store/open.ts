import type { Instant } from '../../core/domain/instant';
import { FileStore } from './file';
import { MemoryStore } from './memory';
import { RedisStore } from './redis';
import type { Store } from './store';

/**
 * Opens the store that `STORE_URL` names: `memory:`, `file:PATH`, `redis://…` or `rediss://…` (TLS). Throws where the file
 * cannot be used; a Redis that is away is waited for.
 */
export const openStore = (url: string, now: () => Instant): Store => {
  if (url === 'memory:') return new MemoryStore(now);
  return /^rediss?:/.test(url) ? new RedisStore(url) : new FileStore(url.replace(/^file:/, ''), now);
};
