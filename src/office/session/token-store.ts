/** Where the session's bearer token is kept between openings of Excel. Nothing here rejects. */
export interface TokenStore {
  get(): Promise<string | undefined>;
  set(bearer: string): Promise<void>;
  forget(): Promise<void>;
}

/** The part of `OfficeRuntime.storage` that is used. */
export type KeyValueStorage = Pick<OfficeRuntime.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * Keeps the bearer in Office's storage, and in memory as well: the storage can be missing or reject ("Access is denied",
 * where a browser blocks storage of third parties), and the person then stays signed in until the add-in closes.
 */
export const createTokenStore = (storage: () => KeyValueStorage | undefined, key: () => string): TokenStore => {
  let known: Promise<string | undefined> | undefined;
  const read = async (): Promise<string | undefined> => (await storage()?.getItem(key())) ?? undefined;
  const attempt = async (act: () => Promise<void> | undefined): Promise<void> => {
    try {
      await act();
    } catch {
      // Memory has it.
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
      const ours = known;
      known = Promise.resolve(undefined);
      await attempt(async () => {
        // Another workbook may have signed in meanwhile.
        if (ours === undefined || (await ours) === (await read())) await storage()?.removeItem(key());
      });
    },
  };
};
