import type { Instant } from '../../core/domain/instant';
import { pacePrefix } from './shared-rate';
import { coolDownPrefix } from './cool-down';
import { SettingError, type Settings } from '../config/settings';
import { openStore } from '../store/open';

/**
 * Ends all rests that Amazon asked for, in every relay on the store, which notice within a second; gives how many there
 * were. Throws where the store cannot be reached from another process.
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
