import { splitAddress } from '../../../core/formula/cell-address';
import type { CellScope, FormulaPosition } from './outcome';

/** A rectangle of cells of a sheet. Row and column count from 0. */
export interface CellArea {
  readonly sheet: string;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Whether an area has cells in the scope. */
export type InScope = (area: CellArea) => boolean;

/** What a range loads so that its {@link CellArea} is known. */
export const areaNames = 'rowIndex,columnIndex,rowCount,columnCount';

/** The area of a range whose `areaNames` have been loaded. */
export const areaOf = (sheet: string, range: Excel.Range): CellArea => ({
  sheet,
  row: range.rowIndex,
  column: range.columnIndex,
  rows: range.rowCount,
  columns: range.columnCount,
});

/** Whether two areas have cells in common. */
export const overlaps = (one: CellArea, other: CellArea): boolean =>
  one.sheet === other.sheet &&
  one.row < other.row + other.rows &&
  other.row < one.row + one.rows &&
  one.column < other.column + other.columns &&
  other.column < one.column + one.columns;

const keyOf = ({ sheet, row, column }: FormulaPosition): string => `${sheet}!${row},${column}`;

/** Reads what is selected, or which sheet is active. */
export const readScope = async (context: Excel.RequestContext, scope: CellScope): Promise<InScope> => {
  if (scope === 'workbook') return () => true;
  if (typeof scope === 'object') {
    const chosen = new Set(scope.chosen.map(keyOf));
    return (area) => chosen.has(keyOf(area));
  }
  if (scope === 'sheet') {
    const sheet = context.workbook.worksheets.getActiveWorksheet().load('name');
    await context.sync();
    return (area) => area.sheet === sheet.name;
  }
  const selected = context.workbook.getSelectedRange().load(`address,${areaNames}`);
  await context.sync();
  const selection = areaOf(splitAddress(selected.address)[0], selected);
  return (area) => overlaps(area, selection);
};
