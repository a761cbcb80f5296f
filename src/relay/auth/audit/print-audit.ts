import { SettingError, type Settings } from '../../config/settings';
import { openStore } from '../../store/open';
import { createSealer } from '../encryption';
import { allEntries } from './read-audit';

/**
 * Prints all entries of the audit as NDJSON, the oldest first.
 *
 * @param print gets one line at a time, without its line break
 * @throws {SettingError} when the store is in memory, which no other process can reach
 * @throws {StoreError} when the store is unusable
 */
export const printAudit = async (
  { storeUrl, secrets }: Pick<Settings, 'storeUrl' | 'secrets'>,
  print: (line: string) => void,
): Promise<void> => {
  if (storeUrl === 'memory:')
    throw new SettingError(
      'STORE_URL',
      storeUrl,
      'a store that another process can reach: this one ends with the relay',
    );
  const store = openStore(storeUrl, Date.now);
  try {
    for await (const entry of allEntries({ store, sealer: createSealer(secrets) })) print(JSON.stringify(entry));
  } finally {
    await store.close();
  }
};
