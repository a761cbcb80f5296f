import { splitAddress } from '../../core/formula/cell-address';
import { createListeners } from '../lib/observable';
import { delay, type SetTimer, setTimer } from '../lib/timers';
import { excelFailure, isCellEdit } from './errors';

/**
 * Runs a batch on the workbook, like `Excel.run`. While a person edits a cell, Excel refuses all batches: this one then
 * waits, however long that takes, and runs again from its start. Excel refuses a `context.sync()` as a whole, so a
 * batch may contain either one that changes the workbook, as its last, or several that may be repeated.
 *
 * @returns the result of `batch`
 * @throws {FailureError} `forbidden`, `not_found`, `rejected` or `internal` when Excel refuses: see {@link
 * excelFailure}; a FailureError of `batch` itself
 * @see {@link https://learn.microsoft.com/javascript/api/excel | Excel package}
 * @example
 * ```ts
 * const address = await runExcel(async (context) => {
 *   const cell = context.workbook.getActiveCell();
 *   cell.load('address');
 *   await context.sync();
 *   return cell.address; // 'Sheet1!B2'
 * });
 * ```
 */
export type RunExcel = <T>(
  batch: (context: Excel.RequestContext) => Promise<T>,
  options?: Excel.RunOptions,
) => Promise<T>;

/** Whether work waits for a person to finish editing a cell. */
export interface CellEditing {
  isWaitedFor(): boolean;
  /** Calls `listener` when that changes. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

/** The ways to work in Excel. */
export interface ExcelAccess {
  readonly run: RunExcel;
  /** Waits like `run`, for calls to Excel outside a batch. Rejects with what `act` rejects with. */
  readonly afterEditing: <T>(act: () => Promise<T>) => Promise<T>;
  readonly editing: CellEditing;
}

/** The interval of new tries, in milliseconds: Excel has no event for the end of an edit. */
const everyMs = 500;

/**
 * Creates an access to Excel. Excel's own option `delayForCellEdit` doesn't suffice: not every Excel has it, and
 * changes have been lost with it.
 * @see {@link https://github.com/OfficeDev/office-js/issues/1393}
 * @see {@link https://github.com/OfficeDev/office-js/issues/3323}
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

/** The access to the real Excel. It is shared, so that `editing` covers all of the add-in's work. */
export const { run: runExcel, afterEditing, editing } = createExcelAccess(setTimer);

/**
 * The options of a batch whose writes form one undo step, in an Excel that supports it.
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/excel/excel-add-ins-undo-capabilities}
 */
export const asOneUndoStep = (): Excel.RunOptions =>
  Office.context.requirements.isSetSupported('ExcelApi', '1.20') ? { mergeUndoGroup: true } : {};

/** The range at an address with its sheet, such as `Sheet1!B2`; for undefined, the active cell. */
export const cellAt = ({ workbook }: Excel.RequestContext, address: string | undefined): Excel.Range => {
  if (address === undefined) return workbook.getActiveCell();
  const [sheet, cells] = splitAddress(address);
  return workbook.worksheets.getItem(sheet).getRange(cells);
};
