import { joinAddress, splitAddress } from '../../core/formula/cell-address';
import { loadStructure } from '../actions/scope/structure';
import { cellAt, type RunExcel } from '../excel/run';

/** The size of a range. */
export interface RangeSize {
  readonly rows: number;
  readonly columns: number;
}

/** A rectangle of cells. Row and column count from 0. */
interface Rect extends RangeSize {
  readonly row: number;
  readonly column: number;
}

/** A place for new cells, and whether they have room there. */
export interface Placement {
  /** The first cell, with its sheet. */
  readonly address: string;
  /**
   * The obstacle: cells with content, the sheet's edge or its protection, or cells in which a formula can't fill others,
   * because they are merged or in a table. Absent: there is room.
   */
  readonly blockedBy?:
    { readonly kind: 'cells'; readonly address: string } | { readonly kind: 'edge' | 'protected' | 'merged' };
  /** With an obstacle: another cell with enough room, if there is one. */
  readonly free?: string;
}

/** The parts of an area outside the cells that the formula in its corner already fills. */
const beyond = ({ row, column, rows, columns }: Rect, own: RangeSize): readonly Rect[] =>
  [
    { row: row + own.rows, column, rows: rows - own.rows, columns },
    { row, column: column + own.columns, rows: Math.min(rows, own.rows), columns: columns - own.columns },
  ].filter((rect) => rect.rows > 0 && rect.columns > 0);

const fits = (rect: Rect, sheet: RangeSize): boolean =>
  rect.row + rect.rows <= sheet.rows && rect.column + rect.columns <= sheet.columns;

/** Room right of the sheet's content, or else below it, with a gap; undefined when the sheet is full. */
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
 * Checks whether cells of a size have room, and finds another place if not.
 *
 * @param edited the cell whose formula will be replaced: the cells that it fills are not an obstacle. By default, the
 * cells go to the active cell.
 * @throws {FailureError} when Excel refuses: see {@link RunExcel}
 */
export const placementFor = (run: RunExcel, size: RangeSize, edited?: string): Promise<Placement> =>
  run(async (context) => {
    const cell = cellAt(context, edited);
    const sheet = cell.worksheet;
    const [whole, used] = [sheet.getRange(), sheet.getUsedRangeOrNullObject(true)];
    const spill = cell.getSpillingToRangeOrNullObject();
    cell.load(`address,${rectNames}`);
    sheet.load('name');
    sheet.protection.load('protected');
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
    if (sheet.protection.protected) return { address, blockedBy: { kind: 'protected' } };
    const structure = size.rows * size.columns === 1 ? undefined : loadStructure(rangeOf(sheet, area));
    const filled = beyond(area, own).map((rect) => rangeOf(sheet, rect).getUsedRangeOrNullObject(true));
    for (const range of filled) range.load('address');
    await context.sync();
    if (structure?.() !== undefined) return { address, blockedBy: { kind: 'merged' }, ...(await free()) };
    const hit = filled.find((range) => !range.isNullObject);
    if (hit === undefined) return { address };
    const cells = joinAddress(sheet.name, splitAddress(hit.address)[1]);
    return { address, blockedBy: { kind: 'cells', address: cells }, ...(await free()) };
  });
