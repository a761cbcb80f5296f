import { FailureError } from '../../core/domain/failure';
import type { NumberFormat, NumberFormats } from '../../core/tables/number-formats';
import type { Cell } from '../../core/tables/metrics-table';
import { excelCells, formatted, takesFormats, type ExcelCell } from './cell-values';

/**
 * What a function may give to Excel on the web, in bytes of JSON: Excel takes 5 MB and leaves the cell at #BUSY! beyond;
 * some of it goes to the envelope. Source: Microsoft's page "Resource limits and performance optimization for Office
 * Add-ins".
 */
export const maxResultBytes = 4_900_000;

const bytesOf = (value: unknown): number => new TextEncoder().encode(JSON.stringify(value)).length;

/** Bytes that each number of a kind takes besides itself where it comes with its format. */
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

/** The kinds of numbers whose formats fit: of a long answer those of times, which nobody could read without. */
const kindsThatFit = (plainBytes: number, cells: readonly ExcelCell[][], formats: NumberFormats): readonly string[] => {
  const { time, value } = bytesForFormats(cells, formats);
  if (plainBytes + time + value <= maxResultBytes) return ['time', 'value'];
  return plainBytes + time <= maxResultBytes ? ['time'] : [];
};

/**
 * The cells as Excel takes them, numbers in their formats as far as Excel takes these and the answer is not too long for
 * them. Throws FailureErrors: `too_large` where Excel does not take so many cells, and those of excelCells.
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
