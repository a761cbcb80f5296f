import { FailureError } from '../../core/domain/failure';
import { type Cell, plainCell } from '../../core/tables/metrics-table';

/**
 * A number with a format, which a cell uses unless a person has given it another.
 * @see {@link https://learn.microsoft.com/javascript/api/excel/excel.doublecellvalue | Excel.DoubleCellValue}
 */
export interface FormattedNumber {
  readonly type: 'Double';
  readonly basicValue: number;
  readonly numberFormat: string;
}

/** A cell as a function returns it to Excel. */
export type ExcelCell = string | number | CustomFunctions.Error | FormattedNumber;

/** Whether Excel accepts formatted numbers from functions: CustomFunctionsRuntime 1.4. */
export const takesFormats = (): boolean => Office.context.requirements.isSetSupported('CustomFunctionsRuntime', '1.4');

/** Creates a formatted number. */
export const formatted = (basicValue: number, numberFormat: string): FormattedNumber => ({
  type: 'Double',
  basicValue,
  numberFormat,
});

/**
 * Whether Excel shows an error within an array in the error's own cell. Excel on the web has done so since June 2026.
 * Older versions elsewhere replace the whole array by `#VALUE!`, and no requirement set tells them apart.
 * @see {@link https://github.com/OfficeDev/office-js/issues/2174}
 */
export const showsErrorsInArrays = (): boolean => Office.context.platform === Office.PlatformType.OfficeOnline;

const errorCell = (reason: string): ExcelCell =>
  showsErrorsInArrays()
    ? new CustomFunctions.Error(CustomFunctions.ErrorCode.notAvailable, reason)
    : plainCell({ unavailable: reason });

const unavailable = (reason: string): FailureError =>
  new FailureError({ code: 'not_found', message: reason, advice: '' });

/**
 * Converts cells for Excel. An unavailable value becomes `#N/A` with its reason, or text where Excel shows no errors
 * within arrays.
 *
 * @throws {FailureError} `not_found` when a single, unavailable cell is all there is
 */
export const excelCells = (cells: readonly Cell[][]): ExcelCell[][] => {
  const [[only] = []] = cells;
  if (cells.length === 1 && cells[0]?.length === 1 && typeof only === 'object') throw unavailable(only.unavailable);
  return cells.map((row) => row.map((cell) => (typeof cell === 'object' ? errorCell(cell.unavailable) : cell)));
};
