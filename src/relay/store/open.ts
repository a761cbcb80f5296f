import type { Instant } from '../../core/instant';
import { FileStore } from './file';
import { MemoryStore } from './memory';
import type { Store } from './store';

/** Opens the store that `STORE_URL` names: `memory:` or `file:PATH`. Throws where the file cannot be used. */
export const openStore = (url: string, now: () => Instant): Store =>
  url === 'memory:' ? new MemoryStore(now) : new FileStore(url.replace(/^file:/, ''), now);
