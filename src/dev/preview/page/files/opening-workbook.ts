import type { TabStorage } from './kept-workbook';
import { keptWorkbook } from './kept-workbook';
import { blankWorkbook, preparedWorkbook } from './prepared-workbook';
import type { SavedWorkbook } from './saved-workbook';

/** What a page opens. */
export interface OpeningWorkbook {
  readonly workbook: SavedWorkbook;
  /** Whether a reload opens it again as it is by then. An address that names a workbook always opens that one. */
  readonly isKept: boolean;
}

/**
 * The workbook to open: what this tab has kept, else the prepared one; or what the address names, `blank`, `prepared`, or
 * `saved`, which a test has saved before.
 * @param chartWidth of the prepared workbook, in pixels.
 * @throws {Error} where nothing has been saved.
 */
export function openingWorkbook(asked: string | null, storage: TabStorage, chartWidth: number): OpeningWorkbook {
  const prepared = (): SavedWorkbook => preparedWorkbook(chartWidth);
  switch (asked) {
    case 'blank':
      return { workbook: blankWorkbook(), isKept: false };
    case 'prepared':
      return { workbook: prepared(), isKept: false };
    case 'saved': {
      const workbook = keptWorkbook(storage, 'saved');
      if (!workbook) throw new Error('This page has saved no workbook.');
      return { workbook, isKept: false };
    }
    case null:
    default: {
      const kept = keptWorkbook(storage, 'kept');
      return { workbook: kept ?? prepared(), isKept: true };
    }
  }
}
