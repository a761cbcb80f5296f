import * as v from 'valibot';
import type { SavedWorkbook } from './saved-workbook';
import { savedWorkbook } from './saved-workbook';

/** A tab's own memory: it outlives a reload, and no other tab sees it. */
export type TabStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The workbook that a reload opens again, and the one that `window.preview.save()` has saved for a test. */
export type Shelf = 'kept' | 'saved';

const keyOf = (shelf: Shelf): string => `preview-${shelf}-workbook`;

/**
 * Keeps a workbook; where its answers are too many for the browser, without them: their calls are then made again on opening.
 * @throws {Error} where it is too large even so. Then nothing is kept: an older one would pass for this one.
 */
export function keepWorkbook(storage: TabStorage, shelf: Shelf, workbook: SavedWorkbook): void {
  for (const one of [workbook, { ...workbook, calls: [] }])
    try {
      storage.setItem(keyOf(shelf), JSON.stringify(one));
      return;
    } catch {
      storage.removeItem(keyOf(shelf));
    }
  throw new Error(`${workbook.name} is too large for the preview to keep. Save it as a file.`);
}

export const dropWorkbook = (storage: TabStorage, shelf: Shelf): void => storage.removeItem(keyOf(shelf));

/** The workbook that is kept; `undefined` where there is none, or one that another version of the preview has written. */
export function keptWorkbook(storage: TabStorage, shelf: Shelf): SavedWorkbook | undefined {
  const text = storage.getItem(keyOf(shelf));
  if (text === null) return undefined;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), savedWorkbook), text);
  return parsed.success ? parsed.output : undefined;
}

/** Keeps the workbook when its page is left. Where it cannot be kept, the browser asks whether to leave all the same. */
export function keepWhenLeft(saved: () => SavedWorkbook, tell: (text: string) => void): void {
  addEventListener('beforeunload', (event) => {
    try {
      keepWorkbook(sessionStorage, 'kept', saved());
    } catch (error) {
      event.preventDefault();
      tell(error instanceof Error ? error.message : String(error));
    }
  });
}
