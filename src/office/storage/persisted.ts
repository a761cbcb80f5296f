import type { KeyValueStorage } from '../session/token-store';
import * as v from 'valibot';

/** A value that outlives the closing of Excel. Nothing here rejects. */
export interface Persisted<T> {
  get(): Promise<T>;
  set(value: T): Promise<void>;
}

export interface PersistedDeps<T> {
  readonly storage: () => KeyValueStorage | undefined;
  readonly key: () => string;
  readonly schema: v.GenericSchema<unknown, T>;
  /** Until something has been kept, and where what was kept cannot be read. */
  readonly initial: T;
}

/** Keeps a value as JSON in Office's storage, and in memory where the storage is missing or rejects. */
export const createPersisted = <T>({ storage, key, schema, initial }: PersistedDeps<T>): Persisted<T> => {
  let known: Promise<T> | undefined;
  const read = async (): Promise<T> => {
    const text = await storage()?.getItem(key());
    return typeof text === 'string' ? v.parse(schema, JSON.parse(text)) : initial;
  };
  return {
    get: () => (known ??= read().catch(() => initial)),
    set: async (value) => {
      known = Promise.resolve(value);
      try {
        await storage()?.setItem(key(), JSON.stringify(value));
      } catch {
        // Memory has it.
      }
    },
  };
};

/** What was chosen last, such as skills by their IDs, the latest first. Nothing here rejects. */
export interface RecentList {
  list(): Promise<readonly string[]>;
  add(item: string): Promise<void>;
}

/** As many as a small pane shows at once. */
const most = 5;

const over = (kept: Persisted<string[]>): RecentList => ({
  list: () => kept.get(),
  add: async (item) => kept.set([item, ...(await kept.get()).filter((one) => one !== item)].slice(0, most)),
});

export const createRecentList = (where: Pick<PersistedDeps<unknown>, 'storage' | 'key'>): RecentList =>
  over(createPersisted({ ...where, schema: v.array(v.string()), initial: [] }));
