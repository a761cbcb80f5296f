import type { KeyValueStorage } from '../session/token-store';
import * as v from 'valibot';

/** A value that outlives the closing of Excel. Nothing here rejects. */
export interface Kept<T> {
  get(): Promise<T>;
  set(value: T): Promise<void>;
}

export interface KeptSettings<T> {
  readonly storage: () => KeyValueStorage | undefined;
  readonly key: () => string;
  readonly schema: v.GenericSchema<unknown, T>;
  /** Until something has been kept, and where what was kept cannot be read. */
  readonly initial: T;
}

/** Keeps a value as JSON in Office's storage, and in memory where the storage is missing or rejects. */
export const createKept = <T>({ storage, key, schema, initial }: KeptSettings<T>): Kept<T> => {
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

const over = (kept: Kept<string[]>): RecentList => ({
  list: () => kept.get(),
  add: async (item) => kept.set([item, ...(await kept.get()).filter((one) => one !== item)].slice(0, most)),
});

export const createRecentList = (where: Pick<KeptSettings<unknown>, 'storage' | 'key'>): RecentList =>
  over(createKept({ ...where, schema: v.array(v.string()), initial: [] }));
