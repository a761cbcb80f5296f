import { type Failure, FailureError } from '../../core/domain/failure';
import { splitAddress } from '../../core/formula/cell-address';
import { delay, type SetTimer, setTimer } from '../lib/async';
import { createListeners } from '../lib/observable';

const again = 'then try again.';

/**
 * Failures by Excel's error codes.
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/testing/application-specific-api-error-handling}
 */
const byCode: Readonly<Record<string, Failure>> = {
  AccessDenied: {
    code: 'forbidden',
    message: 'The sheet is protected.',
    advice: `Unprotect it or choose another sheet, ${again}`,
  },
  ItemNotFound: {
    code: 'not_found',
    message: 'This sheet no longer exists.',
    advice: `Select a cell on another sheet, ${again}`,
  },
  InvalidSelection: {
    code: 'rejected',
    message: "The selection isn't a single cell or range.",
    advice: `Select a single cell, ${again}`,
  },
};

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Whether Excel refused only because a person is editing a cell. */
export const isCellEdit = (error: unknown): boolean => codeOf(error) === 'InvalidOperationInCellEditMode';

/** The error codes of an Excel that lacks an API. */
const missing = new Set(['ApiNotFound', 'ApiNotAvailable', 'NotImplemented', 'UnsupportedFeature']);

/** Whether Excel refused because this version lacks the API. */
export const isMissingApi = (error: unknown): boolean =>
  missing.has(codeOf(error instanceof FailureError ? error.cause : error));

/**
 * Turns an error of Excel into a FailureError: `forbidden` for a protected sheet, `not_found` for a missing one,
 * `rejected` for an unsuitable selection, else `internal`. Returns a FailureError as it is.
 */
export const excelFailure = (error: unknown): FailureError => {
  if (error instanceof FailureError) return error;
  const code = codeOf(error);
  const failure = byCode[code] ?? {
    code: 'internal',
    message: `Excel couldn't do this${code === '' ? '' : ` (${code})`}.`,
    advice: 'Select another cell or sheet and try again.',
  };
  return new FailureError(failure, { cause: error });
};

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
    if (waiting === (by === 1 ? 1 : 0)) listeners.notify(undefined);
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
