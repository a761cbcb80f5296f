import { splitAddress } from '../../../core/formula/cell-address';
import { isError } from '../../excel/formula-cells';
import { cellAt } from '../../excel/run';
import { isUpToDate, loadMarks, markOf } from './chart-mark';
import { outdatedFormats } from './format-numbers';
import { headersState } from './label-headers';
import { isOneCall, type Spill } from './spill';

/**
 * What a spill's cells show: not yet the result (`waiting`); the result, but out of date in its look (`behind`); the
 * result (`fine`); or something else, because the call is only a part of the formula (`other`).
 */
export type InspectedSpill = 'waiting' | 'behind' | 'fine' | 'other';

interface FoundSpill {
  readonly spill: Spill;
  readonly cell: Excel.Range;
  readonly range: Excel.Range;
}

const find = (context: Excel.RequestContext, spill: Spill): FoundSpill => {
  const cell = cellAt(context, spill.address);
  const range = cell.getSpillingToRangeOrNullObject();
  cell.load('formulas,valueTypes');
  range.load('address,rowCount,columnCount');
  return { spill, cell, range };
};

const isThere = ({ spill, cell, range }: FoundSpill): boolean =>
  range.isNullObject
    ? spill.rows * spill.columns === 1 && !isError(cell.valueTypes[0]?.[0])
    : range.rowCount === spill.rows && range.columnCount === spill.columns;

/** Checks whether a spill's look is out of date. Returns a function to call after the next sync. */
const check = ({ spill, range }: FoundSpill, marks: Excel.NamedItemCollection): (() => boolean) => {
  if (spill.isBare || range.isNullObject) return () => spill.isBare;
  const { look, rows, columns, address } = spill;
  const [isOutdated, headers] = [outdatedFormats(range, [rows, columns], look), headersState(range, spill)];
  return () => {
    const mark = markOf(marks, address);
    const isBehind = look.chart !== undefined && mark !== undefined && !isUpToDate(mark, range.address, look.chart);
    return isBehind || isOutdated() || headers() === 'partly';
  };
};

/**
 * Inspects many spills in two requests.
 * @returns the state of each spill, in their order. Rejects with Excel's error when the sheet of one is deleted.
 */
export const inspectSpills = async (
  context: Excel.RequestContext,
  spills: readonly Spill[],
): Promise<readonly InspectedSpill[]> => {
  const all = spills.map((spill) => find(context, spill));
  const marks = new Map(
    spills.map(({ address }) => {
      const [sheet] = splitAddress(address);
      return [sheet, loadMarks(context.workbook.worksheets.getItem(sheet))];
    }),
  );
  await context.sync();
  const checks = all.map((found) => {
    if (!isOneCall(String(found.cell.formulas[0]?.[0]))) return () => 'other' as const;
    const ofSheet = marks.get(splitAddress(found.spill.address)[0]);
    if (!isThere(found) || ofSheet === undefined) return () => 'waiting' as const;
    const isBehind = check(found, ofSheet);
    return () => (isBehind() ? ('behind' as const) : ('fine' as const));
  });
  await context.sync();
  return checks.map((seen) => seen());
};
