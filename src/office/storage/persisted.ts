import * as v from 'valibot';
import type { KeyValueStorage } from '../session/token-store';

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
