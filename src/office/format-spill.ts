import type { RunExcel } from './excel-run';
import { isError } from './formula-cells';
import { pause, type Later } from './later';
import { cellAt } from './cell-at';
import { addChart } from './spill-chart';

/** How the cells of an answer are formatted. */
export interface SpillFormat {
  /** Where the timestamps stand: first column, first row, or nowhere. */
  readonly dates: 'column' | 'row' | 'none';
  /** Header rows (for dates in a row: header columns) before the first date: 0, 1 or 2. */
  readonly headerRows: number;
  /** An Excel number format such as `yyyy-mm-dd`. */
  readonly dateFormat: string;
}

/** What is done to a spill once it is there. */
export interface SpillDress {
  readonly format: SpillFormat;
  /** Title of a line chart beside it; none without. */
  readonly chart?: string | undefined;
}

type Look = 'waiting' | 'spilled' | 'failed';

/** The range that holds the dates of an answer. */
const datesOf = (cells: Excel.Range, { dates, headerRows }: SpillFormat): Excel.Range =>
  dates === 'column'
    ? cells.getColumn(0).getOffsetRange(headerRows, 0).getResizedRange(-headerRows, 0)
    : cells.getRow(0).getOffsetRange(0, headerRows).getResizedRange(0, -headerRows);

/** Has the times in the cells of an answer shown as dates. */
export const formatDates = (cells: Excel.Range, format: SpillFormat): void => {
  if (format.dates === 'none') return;
  const dates = datesOf(cells, format);
  // Excel takes one value for all cells; its types know arrays of the range's own size only.
  Object.assign(dates, { numberFormat: format.dateFormat });
  dates.format.autofitColumns();
};

const look = (run: RunExcel, address: string, format: SpillFormat): Promise<Look> =>
  run(async (context) => {
    const anchor = cellAt(context, address);
    const spill = anchor.getSpillingToRangeOrNullObject();
    anchor.load('values,valueTypes');
    spill.load('rowCount,columnCount');
    await context.sync();
    if (spill.isNullObject) {
      const failed = isError(anchor.valueTypes[0]?.[0]) && anchor.values[0]?.[0] !== '#BUSY!';
      return failed ? 'failed' : 'waiting';
    }
    const length = format.dates === 'row' ? spill.columnCount : spill.rowCount;
    if (length <= format.headerRows) return 'failed';
    formatDates(spill, format);
    await context.sync();
    return 'spilled';
  });

const addChartOf = (run: RunExcel, address: string, dates: SpillFormat['dates'], title: string): Promise<void> =>
  run(async (context) => {
    const spill = cellAt(context, address).getSpillingToRangeOrNullObject();
    spill.load('rowCount,columnCount');
    await context.sync();
    if (!spill.isNullObject) await addChart(context, spill, dates, title);
  });

/** How often it is looked, in milliseconds: results reach the grid 200 to 500 ms after the function gave them. */
const every = [250, 250, 500, 500, 1_000, 1_000, 2_000];
/** The function itself gives up before. */
const looks = 500;

/**
 * Waits for the formula's spill and formats its times as dates: functions give serial numbers, and Excel shows them as
 * numbers. Never rejects; without it the numbers are right and only look bare.
 */
export const dressSpill = async (
  run: RunExcel,
  wait: Later,
  address: string,
  { format, chart }: SpillDress,
): Promise<void> => {
  try {
    for (let count = 0; count < looks; count += 1) {
      await pause(wait, every[count] ?? 2_000);
      const seen = await look(run, address, format);
      // After the dates: Excel takes a first column for the labels of the others where it shows dates.
      if (seen === 'spilled' && chart !== undefined) await addChartOf(run, address, format.dates, chart);
      if (seen !== 'waiting') return;
    }
  } catch {
    // The sheet is gone or protected.
  }
};
