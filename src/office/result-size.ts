import { FailureError } from '../core/failure';
import type { Cell } from '../core/table';
import { excelCells, type ExcelCell } from './excel-cells';

/**
 * What a function may give to Excel on the web, in bytes of JSON: Excel takes 5 MB and leaves the cell at #BUSY! beyond;
 * some of it goes to the envelope. Source: Microsoft's page "Resource limits and performance optimization for Office
 * Add-ins".
 */
export const maxResultBytes = 4_900_000;

/** The cells as Excel takes them. Throws FailureErrors: `too_large` where it does not take so many, and those of excelCells. */
export const fitting = (table: Cell[][]): ExcelCell[][] => {
  const cells = excelCells(table);
  const bytes = new TextEncoder().encode(JSON.stringify(cells)).length;
  if (bytes <= maxResultBytes) return cells;
  const [rows, columns] = [cells.length, cells[0]?.length ?? 0];
  throw new FailureError({
    code: 'too_large',
    message: `The answer has ${rows} rows and ${columns} columns, ${(bytes / 1e6).toFixed(1)} MB; Excel takes 5 MB from a function.`,
    advice: 'Ask a shorter range, a longer period, fewer metrics, locales or intents, or set a limit in options.',
  });
};
