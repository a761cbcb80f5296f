/** Keeps the session's bearer token while Excel is closed. No method rejects. */
export interface AccountStore {
  /** The token; undefined when there is none. */
  get(): Promise<string | undefined>;
  set(bearer: string): Promise<void>;
  /** Deletes the token, but not one that another workbook has stored since. */
  forget(): Promise<void>;
}

/** The part of `OfficeRuntime.storage` that the add-in uses. */
export type KeyValueStorage = Pick<OfficeRuntime.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Creates a token store in Office's storage and in memory. The storage may be missing, or reject with "Access is
 * denied" in a browser that blocks third-party storage; the person then stays signed in until the add-in closes.
 *
 * @param storage undefined in an Excel without it
 * @param key the storage key
 */
export const createAccountStore = (storage: () => KeyValueStorage | undefined, key: () => string): AccountStore => {
  let known: Promise<string | undefined> | undefined;
  const read = async (): Promise<string | undefined> => (await storage()?.getItem(key())) ?? undefined;
  const attempt = async (act: () => Promise<void> | undefined): Promise<void> => {
    try {
      await act();
    } catch {
      // Memory holds the token.
    }
  };
  return {
    get: async () => {
      const reading = (known ??= read());
      try {
        return await reading;
      } catch {
        if (known !== reading) return known;
        known = undefined;
        return undefined;
      }
    },
    set: async (bearer) => {
      known = Promise.resolve(bearer);
      await attempt(() => storage()?.setItem(key(), bearer));
    },
    forget: async () => {
      const stored = known;
      known = Promise.resolve(undefined);
      await attempt(async () => {
        // Another workbook may have signed in since.
        if (stored === undefined || (await stored) === (await read())) await storage()?.removeItem(key());
      });
    },
  };
};
