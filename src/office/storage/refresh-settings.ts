import * as v from 'valibot';
import { createObservable } from '../lib/observable';
import { type DocumentSettings, documentSettings, saveSettings } from './document-settings';

/** Minutes between refreshes; 0: none by itself. */
export const refreshIntervals = [0, 5, 15, 30, 60] as const;

/** When a workbook refreshes by itself while it is open. */
export interface RefreshTimes {
  readonly onOpen: boolean;
  readonly everyMinutes: (typeof refreshIntervals)[number];
}

/** The workbook's choice of when it refreshes. */
export interface RefreshChoice {
  readonly get: () => RefreshTimes;
  /** Calls `listener` when the choice changes. Returns an unsubscribe function. */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Changes the choice, which holds until the workbook is closed even if it can't be kept.
   * @throws {FailureError} `forbidden` when the workbook doesn't keep it
   */
  choose(change: Partial<RefreshTimes>): Promise<void>;
}

const key = 'skill-metrics-refresh';
const schema = v.object({ onOpen: v.boolean(), everyMinutes: v.picklist(refreshIntervals) });
const none: RefreshTimes = { onOpen: false, everyMinutes: 0 };

/** Reads the choice from a workbook's settings, once, and keeps it there. */
export const createRefreshChoice = (settings: () => DocumentSettings): RefreshChoice => {
  const read = (): RefreshTimes => {
    const found = v.safeParse(schema, settings().get(key));
    return found.success ? found.output : none;
  };
  const chosen = createObservable<RefreshTimes | undefined>(undefined);
  let found: RefreshTimes | undefined;
  const get = (): RefreshTimes => chosen.get() ?? (found ??= read());
  return {
    get,
    subscribe: chosen.subscribe,
    choose: async (change) => {
      const next = { ...get(), ...change };
      chosen.set(next);
      if (next.onOpen || next.everyMinutes !== 0) settings().set(key, next);
      else settings().remove(key);
      await saveSettings(settings());
    },
  };
};

/** The choice of the workbook in the real Excel. */
export const refreshChoice = createRefreshChoice(documentSettings);
