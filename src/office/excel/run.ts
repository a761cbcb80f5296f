import { excelFailure, isCellEdit } from './errors';
import { setTimer, delay, type SetTimer } from '../lib/timers';
import { createListeners } from '../lib/observable';
import { splitAddress } from '../../core/formula/cell-address';

/**
 * Runs a batch on the workbook, as `Excel.run`. Rejects with a FailureError only. While somebody types in a cell Excel
 * refuses all batches: this one then waits and runs again from its start once they have finished, however long that
 * takes. Excel refuses a `context.sync()` as a whole, so that a batch may hold one that changes the workbook, which must
 * be its last, or several that may be repeated.
 */
export type RunExcel = <T>(
  batch: (context: Excel.RequestContext) => Promise<T>,
  options?: Excel.RunOptions,
) => Promise<T>;

/** Whether work waits for somebody who types in a cell. */
export interface CellEditing {
  isWaitedFor(): boolean;
  subscribe(listener: () => void): () => void;
}

export interface ExcelAccess {
  readonly run: RunExcel;
  /** As `run`, for what reaches Excel by another way. Rejects with what `act` rejects with. */
  readonly afterEditing: <T>(act: () => Promise<T>) => Promise<T>;
  readonly editing: CellEditing;
}

/** How often it is tried again, in milliseconds: Excel has no event for the end of typing. */
const everyMs = 500;

/**
 * Excel's own option `delayForCellEdit` is not enough: not every Excel has it, and where it does, changes have been lost.
 * Source: https://github.com/OfficeDev/office-js/issues/1393, https://github.com/OfficeDev/office-js/issues/3323
 */
export const createExcelAccess = (wait: SetTimer): ExcelAccess => {
  const listeners = createListeners<undefined>();
  let waiting = 0;
  const change = (by: 1 | -1): void => {
    waiting += by;
    if (waiting === (by === 1 ? 1 : 0)) listeners.tell(undefined);
  };
  const retry = async <T>(act: () => Promise<T>): Promise<T> => {
    for (;;) {
      await delay(wait, everyMs);
      try {
        return await act();
      } catch (error) {
        if (!isCellEdit(error)) throw error;
      }
    }
  };
  const afterEditing = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      if (!isCellEdit(error)) throw error;
    }
    change(1);
    try {
      return await retry(act);
    } finally {
      change(-1);
    }
  };
  return {
    afterEditing,
    run: async (batch, options) => {
      try {
        return await afterEditing(() => (options === undefined ? Excel.run(batch) : Excel.run(options, batch)));
      } catch (error) {
        throw excelFailure(error);
      }
    },
    editing: { isWaitedFor: () => waiting > 0, subscribe: (listener) => listeners.add(listener) },
  };
};

/** The real Excel; one for all, so that whoever looks sees whether anything waits. */
export const { run: runExcel, afterEditing, editing } = createExcelAccess(setTimer);

/** How a batch is run whose writes are one step of undo, in an Excel that can have them so. */
export const asOneUndoStep = (): Excel.RunOptions =>
  Office.context.requirements.isSetSupported('ExcelApi', '1.20') ? { mergeUndoGroup: true } : {};

/** The cell at an address with its sheet, or the active cell. */
export const cellAt = ({ workbook }: Excel.RequestContext, address: string | undefined): Excel.Range => {
  if (address === undefined) return workbook.getActiveCell();
  const [sheet, cells] = splitAddress(address);
  return workbook.worksheets.getItem(sheet).getRange(cells);
};
