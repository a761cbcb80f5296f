import * as v from 'valibot';
import type { KeyValueStorage } from '../relay/session/account-store';
import { officeStorage, storageKey } from './office-storage';

/** A value that outlives the closing of Excel. No method rejects. */
export interface PersistedValue<T> {
  get(): Promise<T>;
  set(value: T): Promise<void>;
}

export interface PersistedDeps<T> {
  /** Undefined in an Excel without storage. */
  readonly storage: () => KeyValueStorage | undefined;
  readonly key: () => string;
  /** Validates the stored JSON. */
  readonly schema: v.GenericSchema<unknown, T>;
  /** The value when there is no valid one in the storage. */
  readonly initial: T;
}

/**
 * Keeps a value as JSON in Office's storage; only in memory when the storage is missing or rejects.
 *
 * @example
 * ```ts
 * const zoom = createPersisted({
 *   storage: officeStorage,
 *   key: () => storageKey('zoom'),
 *   schema: v.number(),
 *   initial: 100,
 * });
 * await zoom.set(125);
 * const percent = await zoom.get(); // 125
 * ```
 */
export const createPersisted = <T>({ storage, key, schema, initial }: PersistedDeps<T>): PersistedValue<T> => {
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
        // Memory holds the value.
      }
    },
  };
};

/** The last choices, such as the IDs of skills. No method rejects. */
export interface RecentList {
  /** At most five items, the latest first. */
  list(): Promise<readonly string[]>;
  /** Moves or adds an item to the front. */
  add(item: string): Promise<void>;
}

/** As many as a narrow pane shows at once. */
const most = 5;

const over = (kept: PersistedValue<string[]>): RecentList => ({
  list: () => kept.get(),
  add: async (item) => kept.set([item, ...(await kept.get()).filter((one) => one !== item)].slice(0, most)),
});

/** Keeps the last choices in a storage. */
export const createRecentList = (where: Pick<PersistedDeps<unknown>, 'storage' | 'key'>): RecentList =>
  over(createPersisted({ ...where, schema: v.array(v.string()), initial: [] }));

/** The IDs of the skills that were chosen last. */
export const recentSkills = createRecentList({ storage: officeStorage, key: () => storageKey('recent-skills') });

/** The time zones that were chosen last. */
export const recentZones = createRecentList({ storage: officeStorage, key: () => storageKey('recent-zones') });
