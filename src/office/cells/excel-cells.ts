import { FailureError } from '../../core/domain/failure';
import { type Cell, plainCell } from '../../core/tables/metrics-table';
import type { NumberFormat, NumberFormats } from '../../core/tables/number-formats';

/**
 * A number with a format, which a cell uses unless a person has given it another.
 * @see {@link https://learn.microsoft.com/javascript/api/excel/excel.doublecellvalue | Excel.DoubleCellValue}
 */
interface FormattedNumber {
  readonly type: 'Double';
  readonly basicValue: number;
  readonly numberFormat: string;
}

/**
 * A text with a card, which Excel shows on a click and formulas don't notice: they see the text alone.
 * @see {@link https://learn.microsoft.com/javascript/api/excel/excel.stringcellvalue | Excel.StringCellValue}
 */
interface TextWithCard {
  readonly type: 'String';
  readonly basicValue: string;
  readonly properties: Readonly<Record<string, { readonly type: 'String'; readonly basicValue: string }>>;
}

/** A cell as a function returns it to Excel. */
export type ExcelCell = string | number | CustomFunctions.Error | FormattedNumber | TextWithCard;

/** Whether Excel accepts texts with cards from functions: ExcelApi 1.19, beside formatted numbers. */
const takesCards = (): boolean => takesFormats() && Office.context.requirements.isSetSupported('ExcelApi', '1.19');

/** Adds a card of labels and their texts to a text, where Excel accepts it. */
export const withCard = (cell: ExcelCell, card: Readonly<Record<string, string>>): ExcelCell => {
  if (typeof cell !== 'string' || cell === '' || !takesCards()) return cell;
  const properties = Object.fromEntries(
    Object.entries(card).map(([label, basicValue]) => [label, { type: 'String' as const, basicValue }]),
  );
  return { type: 'String', basicValue: cell, properties };
};

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
const showsErrorsInArrays = (): boolean => Office.context.platform === Office.PlatformType.OfficeOnline;

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

/**
 * The largest result of a function in Excel on the web, in bytes of JSON. Excel accepts 5 MB with the envelope; beyond
 * that the cell stays at `#BUSY!`.
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/concepts/resource-limits-and-performance-optimization}
 */
export const maxResultBytes = 4_900_000;

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** The bytes that the formats of times and of values add. */
const bytesForFormats = (cells: readonly ExcelCell[][], formats: NumberFormats): Record<NumberFormat['of'], number> => {
  const bytes = { time: 0, value: 0 };
  const own = new Map<string, number>();
  cells.forEach((row, rowIndex) =>
    row.forEach((cell, column) => {
      const format = typeof cell === 'number' ? formats(rowIndex, column) : undefined;
      if (format === undefined) return;
      const size = own.get(format.code) ?? bytesOf(formatted(0, format.code));
      own.set(format.code, size);
      bytes[format.of] += size;
    }),
  );
  return bytes;
};

/** The kinds of numbers whose formats fit. Times come first, because they are unreadable without. */
const kindsThatFit = (plainBytes: number, cells: readonly ExcelCell[][], formats: NumberFormats): readonly string[] => {
  const { time, value } = bytesForFormats(cells, formats);
  if (plainBytes + time + value <= maxResultBytes) return ['time', 'value'];
  return plainBytes + time <= maxResultBytes ? ['time'] : [];
};

/**
 * Converts a table's cells for Excel, with number formats where Excel accepts them and they fit.
 *
 * @param formats the format of each number; undefined for none
 * @throws {FailureError} `too_large` when the cells exceed {@link maxResultBytes}, and the failures of {@link
 * excelCells}
 */
export const assertWithinExcelLimit = (table: Cell[][], formats?: NumberFormats): ExcelCell[][] => {
  const cells = excelCells(table);
  const bytes = bytesOf(cells);
  if (bytes <= maxResultBytes) {
    if (formats === undefined || !takesFormats()) return cells;
    const kinds = kindsThatFit(bytes, cells, formats);
    return cells.map((row, rowIndex) =>
      row.map((cell, column) => {
        const format = typeof cell === 'number' ? formats(rowIndex, column) : undefined;
        return typeof cell === 'number' && format !== undefined && kinds.includes(format.of)
          ? formatted(cell, format.code)
          : cell;
      }),
    );
  }
  const [rows, columns] = [cells.length, cells[0]?.length ?? 0];
  throw new FailureError({
    code: 'too_large',
    message: `The answer has ${rows} rows and ${columns} columns, ${(bytes / 1e6).toFixed(1)} MB; Excel accepts up to 5 MB from a function.`,
    advice: 'Request a shorter range, a longer period, fewer metrics, locales or intents, or set a limit in options.',
  });
};
