import { FailureError } from '../../core/domain/failure';
import { plainCell, type Cell } from '../../core/tables/metrics-table';

/**
 * A number with the format in which a cell shows it as long as nobody has given the cell a format of its own.
 * Source: Microsoft's page "Formatted number values in Excel".
 */
export interface FormattedNumber {
  readonly type: 'Double';
  readonly basicValue: number;
  readonly numberFormat: string;
}

/** A cell as a function gives it to Excel. */
export type ExcelCell = string | number | CustomFunctions.Error | FormattedNumber;

/** Whether Excel takes formatted numbers from functions. */
export const takesFormats = (): boolean => Office.context.requirements.isSetSupported('CustomFunctionsRuntime', '1.4');

/** A number in its format. */
export const formatted = (basicValue: number, numberFormat: string): FormattedNumber => ({
  type: 'Double',
  basicValue,
  numberFormat,
});

/**
 * Whether Excel shows an error among the values of an array in its own cell. Excel on the web does since June 2026; an
 * older Excel elsewhere shows #VALUE! in place of all, and none tells which it is.
 * Source: https://github.com/OfficeDev/office-js/issues/2174
 */
export const showsErrorsInArrays = (): boolean => Office.context.platform === Office.PlatformType.OfficeOnline;

const errorCell = (reason: string): ExcelCell =>
  showsErrorsInArrays()
    ? new CustomFunctions.Error(CustomFunctions.ErrorCode.notAvailable, reason)
    : plainCell({ unavailable: reason });

const unavailable = (reason: string): FailureError =>
  new FailureError({ code: 'not_found', message: reason, advice: '' });

/**
 * The cells as Excel takes them: what is not to be had is a real #N/A with its reason, or its text where Excel shows no
 * error inside an array. Throws a FailureError where nothing but that one cell is asked for.
 */
export const excelCells = (cells: readonly Cell[][]): ExcelCell[][] => {
  const [[only] = []] = cells;
  if (cells.length === 1 && cells[0]?.length === 1 && typeof only === 'object') throw unavailable(only.unavailable);
  return cells.map((row) => row.map((cell) => (typeof cell === 'object' ? errorCell(cell.unavailable) : cell)));
};
