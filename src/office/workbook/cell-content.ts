import { type Reference, splitAddress } from '../../core/formula/cell-address';
import type { RunExcel } from '../excel/run';

/** The content of cells, row by row. */
export interface CellContent {
  readonly values: readonly (readonly unknown[])[];
  /** The texts that the cells show. */
  readonly texts: readonly (readonly string[])[];
}

/** More cells than a query can use. */
const maxCells = 2_000;

const empty: CellContent = { values: [['']], texts: [['']] };

const rangeOf = (sheet: Excel.Worksheet, cells: string): Excel.Range =>
  cells.endsWith('#')
    ? sheet.getRange(cells.slice(0, -1)).getSpillingToRangeOrNullObject()
    : // Only the filled part, such as of a whole column.
      sheet.getRange(cells).getUsedRangeOrNullObject(true);

/**
 * Reads the cells of a reference.
 * @returns the content; one empty cell when all are empty
 * @throws {FailureError} `not_found` when the sheet doesn't exist, `internal` for an invalid reference or more than
 * 2,000 cells
 */
export const readCells = (run: RunExcel, { address, sheet }: Reference): Promise<CellContent> =>
  run(async (context) => {
    const [ownSheet, cells] = splitAddress(address);
    const { worksheets } = context.workbook;
    const range = rangeOf(worksheets.getItem(ownSheet === '' ? sheet : ownSheet), cells);
    range.load('rowCount,columnCount');
    await context.sync();
    if (range.isNullObject) return empty;
    if (range.rowCount * range.columnCount > maxCells) throw new Error('too many cells');
    range.load('values,text');
    await context.sync();
    return { values: range.values, texts: range.text };
  });
