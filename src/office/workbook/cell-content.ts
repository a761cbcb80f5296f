import { splitAddress, type Reference } from '../../core/formula/cell-address';
import type { RunExcel } from '../excel/run';

/** What cells hold, as rows. */
export interface CellContent {
  readonly values: readonly (readonly unknown[])[];
  /** As the cells show them. */
  readonly texts: readonly (readonly string[])[];
}

/** More cells than a query can have names. */
const maxCells = 2_000;

const empty: CellContent = { values: [['']], texts: [['']] };

const rangeOf = (sheet: Excel.Worksheet, cells: string): Excel.Range =>
  cells.endsWith('#')
    ? sheet.getRange(cells.slice(0, -1)).getSpillingToRangeOrNullObject()
    : // Of a whole column only what is filled.
      sheet.getRange(cells).getUsedRangeOrNullObject(true);

/** What the cells of a reference hold. Rejects where there are no such cells, or far too many. */
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
