import { afterEditing } from '../excel/run';
import { createListeners } from '../lib/observable';

/**
 * Whether the add-in starts with this workbook: marked, unmarked, or unmarked by somebody's wish. Undefined until that is
 * known, and where Excel knows no such mark.
 */
export type StartupMark = 'marked' | 'unmarked' | 'unwanted' | undefined;

/**
 * The workbook's mark that has the add-in start when it opens, so that its cells fill at once. People without the add-in
 * then see an add-in error on opening it (https://github.com/OfficeDev/office-js/issues/3558). Nothing here rejects.
 */
export interface Startup {
  state(): StartupMark;
  subscribe(listener: () => void): () => void;
  /** Finds out how the workbook is marked. */
  read(): Promise<void>;
  /** The workbook holds one of the add-in's formulas: marks it, unless somebody has taken the mark off. */
  mark(): Promise<void>;
  /** Marks it, or takes the mark off for good: the workbook remembers that. */
  choose(marked: boolean): Promise<void>;
}

/** What the workbook itself keeps: whoever opens it next must find the choice. */
interface Settings {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  remove(name: string): void;
  saveAsync(done: (result: Pick<Office.AsyncResult<unknown>, 'status'>) => void): void;
}

export interface StartupDeps {
  readonly addin: () => Pick<Office.Addin, 'getStartupBehavior' | 'setStartupBehavior'>;
  readonly settings: () => Settings;
}

const unwanted = 'skill-metrics-no-startup';

export const createStartup = ({ addin, settings }: StartupDeps): Startup => {
  const listeners = createListeners<undefined>();
  let state: StartupMark;
  const become = (next: StartupMark): void => {
    if (next === state) return;
    state = next;
    listeners.tell(undefined);
  };
  /** Not every Excel has this; functions then start the add-in when they are first called. */
  const where = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch {
      become(undefined);
    }
  };
  const look = async (): Promise<StartupMark> => {
    // The enumeration is Office's own, and there only once office.js is.
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

/** The workbook in the real Excel. */
export const startup = createStartup({ addin: () => Office.addin, settings: () => Office.context.document.settings });
