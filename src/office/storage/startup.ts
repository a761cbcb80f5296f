import { afterEditing } from '../excel/run';
import { createListeners } from '../lib/observable';
import { type DocumentSettings, documentSettings } from './document-settings';

/**
 * Whether the add-in starts with this workbook: `marked`, `unmarked`, or `unwanted` if a person has removed the mark.
 * Undefined until it is known, and in an Excel without such a mark.
 */
export type StartupMark = 'marked' | 'unmarked' | 'unwanted' | undefined;

/**
 * The workbook's mark that makes Excel start the add-in with it, so that cells fill at once. People without the add-in
 * then see an add-in error when they open the workbook. No method rejects.
 * @see {@link https://github.com/OfficeDev/office-js/issues/3558}
 */
export interface Startup {
  state(): StartupMark;
  /** Calls `listener` when the state changes. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
  /** Reads the workbook's mark. */
  read(): Promise<void>;
  /** Marks the workbook, which contains the add-in's formulas, unless a person has removed the mark. */
  mark(): Promise<void>;
  /** Sets or removes the mark by a person's choice, which the workbook keeps. */
  choose(marked: boolean): Promise<void>;
}

export interface StartupDeps {
  readonly addin: () => Pick<Office.Addin, 'getStartupBehavior' | 'setStartupBehavior'>;
  readonly settings: () => DocumentSettings;
}

const unwanted = 'skill-metrics-no-startup';

/** Creates the access to the workbook's mark. */
export const createStartup = ({ addin, settings }: StartupDeps): Startup => {
  const listeners = createListeners<undefined>();
  let state: StartupMark;
  const become = (next: StartupMark): void => {
    if (next === state) return;
    state = next;
    listeners.notify(undefined);
  };
  /** In an Excel without this API, the first call of a function starts the add-in. */
  const where = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch {
      become(undefined);
    }
  };
  const look = async (): Promise<StartupMark> => {
    // The enumeration exists only once office.js has loaded.
    const behavior = await afterEditing(() => addin().getStartupBehavior());
    if (behavior === Office.StartupBehavior.load) return 'marked';
    return settings().get(unwanted) === true ? 'unwanted' : 'unmarked';
  };
  const put = async (marked: boolean): Promise<void> => {
    const { load, none } = Office.StartupBehavior;
    await afterEditing(() => addin().setStartupBehavior(marked ? load : none));
    become(marked ? 'marked' : 'unwanted');
  };
  const remember = (marked: boolean): Promise<void> =>
    new Promise((resolve) => {
      if (marked) settings().remove(unwanted);
      else settings().set(unwanted, true);
      settings().saveAsync(() => resolve());
    });

  return {
    state: () => state,
    subscribe: (listener) => listeners.add(listener),
    read: () => where(async () => become(await look())),
    mark: () =>
      where(async () => {
        const found = await look();
        if (found === 'unmarked') await put(true);
        else become(found);
      }),
    choose: (marked) =>
      where(async () => {
        await put(marked);
        await remember(marked);
      }),
  };
};

/** The mark of the workbook in the real Excel. */
export const startup = createStartup({ addin: () => Office.addin, settings: documentSettings });
