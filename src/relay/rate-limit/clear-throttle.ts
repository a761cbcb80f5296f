import type { Instant } from '../../core/domain/instant';
import { SettingError, type Settings } from '../config/settings';
import { openStore } from '../store/open';
import { coolDownPrefix } from './cool-down';
import { pacePrefix } from './shared-rate';

/**
 * Ends all cool-downs after Amazon's 429 responses, in all relays that share the store. The relays notice within a
 * second.
 *
 * @returns the number of cool-downs that were ended
 * @throws {SettingError} when the store is in memory, which no other process can reach
 * @throws {StoreError} when the store is unusable
 */
export const clearThrottle = async (
  { storeUrl }: Pick<Settings, 'storeUrl'>,
  now: () => Instant = Date.now,
): Promise<number> => {
  if (storeUrl === 'memory:')
    throw new SettingError('STORE_URL', storeUrl, 'a store that another process can reach; restart the relay instead');
  const store = openStore(storeUrl, now);
  try {
    await store.deletePrefix(pacePrefix);
    return await store.deletePrefix(coolDownPrefix);
  } finally {
    await store.close();
  }
};
