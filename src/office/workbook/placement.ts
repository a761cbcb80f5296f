import { joinAddress, splitAddress } from '../../core/formula/cell-address';
import { cellAt, type RunExcel } from '../excel/run';

export interface RangeSize {
  readonly rows: number;
  readonly columns: number;
}

/** A rectangle of cells, counted from the sheet's corner. */
interface Rect extends RangeSize {
  readonly row: number;
  readonly column: number;
}

/** Where something would go, and whether there is room. */
export interface Placement {
  /** The cell in which it would begin, with its sheet. */
  readonly address: string;
  /** What stands in its way: cells with content, or the sheet's edge. */
  readonly blockedBy?: { readonly kind: 'cells'; readonly address: string } | { readonly kind: 'edge' };
  /** A cell from which there is room. */
  readonly free?: string;
}

/** The parts of an area that lie outside of what the formula in its corner fills already. */
const beyond = ({ row, column, rows, columns }: Rect, own: RangeSize): readonly Rect[] =>
  [
    { row: row + own.rows, column, rows: rows - own.rows, columns },
    { row, column: column + own.columns, rows: Math.min(rows, own.rows), columns: columns - own.columns },
  ].filter((rect) => rect.rows > 0 && rect.columns > 0);

const fits = (rect: Rect, sheet: RangeSize): boolean =>
  rect.row + rect.rows <= sheet.rows && rect.column + rect.columns <= sheet.columns;

/** Right of all that the sheet holds, else below it, with a gap; undefined where the sheet is full. */
const roomFor = (size: RangeSize, at: Rect, used: Rect, sheet: RangeSize): Rect | undefined =>
  [
    { ...size, row: at.row, column: used.column + used.columns + 1 },
    { ...size, row: used.row + used.rows + 1, column: at.column },
  ].find((rect) => fits(rect, sheet));

const rangeOf = (sheet: Excel.Worksheet, { row, column, rows, columns }: Rect): Excel.Range =>
  sheet.getRangeByIndexes(row, column, rows, columns);

const rectOf = (range: Excel.Range): Rect => ({
  row: range.rowIndex,
  column: range.columnIndex,
  rows: range.rowCount,
  columns: range.columnCount,
});

const rectNames = 'rowIndex,columnIndex,rowCount,columnCount';

/**
 * Whether something of a size has room from a cell on, and where else it has.
 * @param edited the cell whose formula is to be replaced: what it fills already is no obstacle; else the active cell
 */
export const placementFor = (run: RunExcel, size: RangeSize, edited?: string): Promise<Placement> =>
  run(async (context) => {
    const cell = cellAt(context, edited);
    const sheet = cell.worksheet;
    const [whole, used] = [sheet.getRange(), sheet.getUsedRangeOrNullObject(true)];
    const spill = cell.getSpillingToRangeOrNullObject();
    cell.load(`address,${rectNames}`);
    sheet.load('name');
    for (const range of [whole, used, spill]) range.load(rectNames);
    await context.sync();
    const area = { ...rectOf(cell), ...size };
    const own = edited === undefined ? { rows: 0, columns: 0 } : spill.isNullObject ? rectOf(cell) : rectOf(spill);
    const free = async (): Promise<{ free?: string }> => {
      const room = used.isNullObject ? undefined : roomFor(size, area, rectOf(used), rectOf(whole));
      if (room === undefined) return {};
      const corner = rangeOf(sheet, { ...room, rows: 1, columns: 1 });
      corner.load('address');
      await context.sync();
      return { free: corner.address };
    };
    const { address } = cell;
    if (!fits(area, rectOf(whole))) return { address, blockedBy: { kind: 'edge' }, ...(await free()) };
    const filled = beyond(area, own).map((rect) => rangeOf(sheet, rect).getUsedRangeOrNullObject(true));
    for (const range of filled) range.load('address');
    await context.sync();
    const hit = filled.find((range) => !range.isNullObject);
    if (hit === undefined) return { address };
    const cells = joinAddress(sheet.name, splitAddress(hit.address)[1]);
    return { address, blockedBy: { kind: 'cells', address: cells }, ...(await free()) };
  });
