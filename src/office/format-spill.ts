import { splitAddress } from '../core/cell-address';
import type { RunExcel } from './excel-run';
import { isError } from './formula-cells';
import { pause, type Later } from './later';

/** How the spill of an inserted formula is formatted. */
export interface SpillFormat {
  /** Where the timestamps stand: first column, first row, or nowhere. */
  readonly dates: 'column' | 'row' | 'none';
  /** Header rows (for dates in a row: header columns) before the first date: 0, 1 or 2. */
  readonly headerRows: number;
  /** An Excel number format such as `yyyy-mm-dd`. */
  readonly dateFormat: string;
}

type Look = 'waiting' | 'spilled' | 'failed';

/** The range that holds the dates of a spill. */
const datesOf = (spill: Excel.Range, { dates, headerRows }: SpillFormat): Excel.Range =>
  dates === 'column'
    ? spill.getColumn(0).getOffsetRange(headerRows, 0).getResizedRange(-headerRows, 0)
    : spill.getRow(0).getOffsetRange(0, headerRows).getResizedRange(0, -headerRows);

const look = (run: RunExcel, address: string, format: SpillFormat): Promise<Look> =>
  run(async (context) => {
    const [sheet, cell] = splitAddress(address);
    const anchor = context.workbook.worksheets.getItem(sheet).getRange(cell);
    const spill = anchor.getSpillingToRangeOrNullObject();
    anchor.load('values,valueTypes');
    spill.load('rowCount,columnCount');
    await context.sync();
    if (spill.isNullObject) {
      const failed = isError(anchor.valueTypes[0]?.[0]) && anchor.values[0]?.[0] !== '#BUSY!';
      return failed ? 'failed' : 'waiting';
    }
    const length = format.dates === 'column' ? spill.rowCount : spill.columnCount;
    if (length <= format.headerRows) return 'failed';
    const dates = datesOf(spill, format);
    // Excel takes one value for all cells; its types know arrays of the range's own size only.
    Object.assign(dates, { numberFormat: format.dateFormat });
    dates.format.autofitColumns();
    await context.sync();
    return 'spilled';
  });

/** How often it is looked, in milliseconds: results reach the grid 200 to 500 ms after the function gave them. */
const every = [250, 250, 500, 500, 1_000, 1_000, 2_000];
/** The function itself gives up before. */
const looks = 500;

/**
 * Waits for the formula's spill and formats its times as dates: functions give serial numbers, and Excel shows them as
 * numbers. Never rejects; without it the numbers are right and only look bare.
 */
export const formatSpill = async (run: RunExcel, wait: Later, address: string, format: SpillFormat): Promise<void> => {
  if (format.dates === 'none') return;
  try {
    for (let count = 0; count < looks; count += 1) {
      await pause(wait, every[count] ?? 2_000);
      if ((await look(run, address, format)) !== 'waiting') return;
    }
  } catch {
    // The sheet is gone, protected or being edited.
  }
};
