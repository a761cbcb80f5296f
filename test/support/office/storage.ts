import type { KeyValueStorage } from '../../../src/office/relay/session/account-store';

/** A storage in memory. */
export const storageOf = (entries: readonly (readonly [string, string])[] = []): KeyValueStorage => {
  const kept = new Map(entries);
  return {
    getItem: (name) => Promise.resolve(kept.get(name) ?? null),
    setItem: (name, value) => Promise.resolve(void kept.set(name, value)),
    removeItem: (name) => Promise.resolve(void kept.delete(name)),
  };
};
