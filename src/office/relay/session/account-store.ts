import type { Account } from '../../../core/protocol/stream';

/** An account that is signed in on this device. */
export interface KnownAccount {
  /** Its session's bearer token; empty in the storage once the session has ended. */
  readonly bearer: string;
  /** Its ID is empty while it isn't known yet. */
  readonly account: Account;
}

/** Keeps the sessions of this device's accounts while Excel is closed. No method rejects. */
export interface AccountStore {
  /** The bearer token of the account that the workbook uses; undefined when there is none. */
  get(): Promise<string | undefined>;
  /** All accounts of this device, the one that the workbook uses first. */
  all(): Promise<readonly KnownAccount[]>;
  /** Adds an account or replaces its session, and uses it in this workbook. */
  set(known: KnownAccount): Promise<void>;
  /** Adds accounts, and uses the one that the workbook has chosen, or else the first of them. */
  add(joined: readonly KnownAccount[]): Promise<void>;
  /** Uses another account of this device in this workbook. */
  use(accountId: string): Promise<void>;
  /**
   * Deletes a session. The workbook uses none from then on.
   * @param bearer default: that of the session that the workbook uses
   */
  forget(bearer?: string): Promise<void>;
  /** Whether somebody has been signed in on this device before. Only then does it store anything. */
  isUsed(): Promise<boolean>;
}

/** The part of `OfficeRuntime.storage` that the add-in uses. */
export type KeyValueStorage = Pick<OfficeRuntime.Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Which account a workbook uses. */
export interface AccountChoice {
  /** The account's ID; undefined when nothing has been chosen. */
  get(): unknown;
  set(accountId: string): void;
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const readOne = (value: unknown): readonly KnownAccount[] => {
  if (!isRecord(value)) return [];
  const { id, name, email } = value;
  const bearer = isText(value['bearer']) ? value['bearer'] : '';
  if (bearer === '' && !isText(id)) return [];
  const account = { id: isText(id) ? id : '', ...(isText(name) ? { name } : {}), ...(isText(email) ? { email } : {}) };
  return [{ bearer, account }];
};

/** Reads what is stored: a list, or the bearer token that earlier versions stored by itself. */
const readAll = (text: string | null | undefined): readonly KnownAccount[] => {
  if (!isText(text)) return [];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.flatMap(readOne) : [];
  } catch {
    return readOne({ bearer: text });
  }
};

const write = (accounts: readonly KnownAccount[]): string =>
  JSON.stringify(accounts.map(({ bearer, account }) => ({ bearer, ...account })));

/**
 * Creates an account store in Office's storage and in memory. The storage may be missing, or reject with "Access is
 * denied" in a browser that blocks third-party storage; people then stay signed in until the add-in closes.
 *
 * @param storage undefined in an Excel without it
 * @param key the storage key
 */
export const createAccountStore = (
  storage: () => KeyValueStorage | undefined,
  key: () => string,
  choice: AccountChoice,
): AccountStore => {
  let known: Promise<readonly KnownAccount[]> | undefined;
  let isOut = false;
  const read = async (): Promise<readonly KnownAccount[]> => readAll(await storage()?.getItem(key()));
  /** All accounts, the one that the workbook uses first, with those whose session has ended. */
  const ordered = async (): Promise<readonly KnownAccount[]> => {
    const reading = (known ??= read());
    try {
      const accounts = await reading;
      const chosen = choice.get();
      return [...accounts].sort(
        (one, other) => Number(other.account.id === chosen) - Number(one.account.id === chosen),
      );
    } catch {
      if (known !== reading) return ordered();
      known = undefined;
      return [];
    }
  };
  const isLive = ({ bearer }: KnownAccount): boolean => bearer !== '';
  const all = async (): Promise<readonly KnownAccount[]> => (await ordered()).filter(isLive);
  /** Changes the accounts in memory and in the storage, where another workbook may have changed them. */
  const change = async (next: (accounts: readonly KnownAccount[]) => readonly KnownAccount[]): Promise<void> => {
    known = (known ?? read()).then(next, () => next([]));
    try {
      // An empty list stays stored: after a sign-out, Excel's identity alone mustn't sign anyone in again.
      await storage()?.setItem(key(), write(next(await read())));
    } catch {
      // Memory holds the accounts.
    }
  };
  return {
    all,
    isUsed: async () => {
      try {
        return isOut || isText(await storage()?.getItem(key()));
      } catch {
        return isOut;
      }
    },
    get: async () => {
      const [used] = isOut ? [] : await ordered();
      return used === undefined || !isLive(used) ? undefined : used.bearer;
    },
    set: async (added) => {
      isOut = false;
      const isOther = ({ account: { id } }: KnownAccount): boolean => id !== added.account.id && id !== '';
      await change((accounts) => {
        if (accounts.some(isOther)) choice.set(added.account.id);
        // The first account is that of all workbooks without a choice: it stays the first.
        return accounts.every(isOther) ? [...accounts, added] : accounts.map((one) => (isOther(one) ? one : added));
      });
    },
    add: async (joined) => {
      isOut = false;
      const isOld = ({ account: { id } }: KnownAccount): boolean => !joined.some((one) => one.account.id === id);
      await change((accounts) => [...accounts.filter(isOld), ...joined]);
      const chosen = choice.get();
      const [first] = joined;
      if (first !== undefined && (await all()).length > 1 && !joined.some(({ account: { id } }) => id === chosen))
        choice.set(first.account.id);
    },
    use: (accountId) => {
      isOut = false;
      choice.set(accountId);
      return Promise.resolve();
    },
    forget: async (bearer) => {
      isOut = true;
      const gone = bearer ?? (await all())[0]?.bearer;
      await change((accounts) => {
        const left = accounts.map((one) =>
          one.bearer === gone ? { bearer: '', account: { id: one.account.id } } : one,
        );
        // The place of an ended account stays: no workbook may ask with another one instead.
        return left.some(isLive) ? left.filter(({ account: { id } }) => id !== '') : [];
      });
    },
  };
};
