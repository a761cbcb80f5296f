import { type Failure, FailureError } from '../../core/domain/failure';
import { findFormulas, type FoundCell } from '../excel/find-formulas';
import { cellAt, type RunExcel } from '../excel/run';
import type { RefreshScope } from './refresh-status';

interface Area {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

const areaOf = ({ rowIndex: row, columnIndex: column, rowCount: rows, columnCount: columns }: Excel.Range): Area => ({
  row,
  column,
  rows,
  columns,
});

const meet = (one: Area, other: Area): boolean =>
  one.row < other.row + other.rows &&
  other.row < one.row + one.rows &&
  one.column < other.column + other.columns &&
  other.column < one.column + one.columns;

/** Spills that are looked up in one request. */
const atOnce = 500;

/** The active cell, or the selected areas, and their sheet. */
const selected = async (
  context: Excel.RequestContext,
  scope: 'cell' | 'selection',
): Promise<{ readonly sheet: string; readonly areas: readonly Area[] }> => {
  const { workbook } = context;
  const sheet = workbook.worksheets.getActiveWorksheet();
  sheet.load('name');
  if (scope === 'cell') {
    const cell = workbook.getActiveCell();
    cell.load('rowIndex,columnIndex,rowCount,columnCount');
    await context.sync();
    return { sheet: sheet.name, areas: [areaOf(cell)] };
  }
  const { areas } = workbook.getSelectedRanges();
  areas.load('items/rowIndex,items/columnIndex,items/rowCount,items/columnCount');
  await context.sync();
  return { sheet: sheet.name, areas: areas.items.map(areaOf) };
};

/** The formulas in the areas, and those that fill cells of them. */
const within = async (
  context: Excel.RequestContext,
  cells: readonly FoundCell[],
  areas: readonly Area[],
): Promise<readonly FoundCell[]> => {
  const touches = (area: Area): boolean => areas.some((one) => meet(one, area));
  const inside = new Set(cells.filter((cell) => touches({ ...cell, rows: 1, columns: 1 })));
  // A formula fills cells below and to the right of it.
  const before = cells.filter(
    (cell) =>
      !inside.has(cell) &&
      areas.some(({ row, column, rows, columns }) => cell.row < row + rows && cell.column < column + columns),
  );
  for (let at = 0; at < before.length; at += atOnce) {
    const spills = before.slice(at, at + atOnce).map((cell) => {
      const range = cellAt(context, cell.address).getSpillingToRangeOrNullObject();
      range.load('rowIndex,columnIndex,rowCount,columnCount');
      return { cell, range };
    });
    await context.sync();
    for (const { cell, range } of spills) if (!range.isNullObject && touches(areaOf(range))) inside.add(cell);
  }
  return cells.filter((cell) => inside.has(cell));
};

const nothing = (where: string, advice: string): Failure => ({
  code: 'not_found',
  message: `There is no Skill Metrics formula ${where}.`,
  advice,
});
const chooseCells = 'Select cells that show skill metrics, then refresh again.';
const failures: Readonly<Record<'cell' | 'selection' | 'sheet', Failure>> = {
  cell: nothing('in this cell', chooseCells),
  selection: nothing('in the selection', chooseCells),
  sheet: nothing('on this sheet', 'Go to a sheet that shows skill metrics, then refresh again.'),
};

/**
 * Finds the formulas in the scope of a refresh. A selected cell that a formula fills stands for that formula.
 *
 * @param hasCalled whether the cell at an address has called since the add-in started
 * @throws {FailureError} `not_found` when a narrower scope than the workbook has none; when Excel refuses, see
 * {@link RunExcel}
 */
export const findInScope = async (
  run: RunExcel,
  hasCalled: (address: string) => boolean,
  scope: RefreshScope,
): Promise<readonly FoundCell[]> => {
  if (scope === 'workbook' || scope === 'everything') return run((context) => findFormulas(context, hasCalled));
  const found = await run(async (context) => {
    if (scope === 'sheet') {
      const active = context.workbook.worksheets.getActiveWorksheet();
      active.load('name');
      await context.sync();
      return findFormulas(context, hasCalled, active.name);
    }
    const { sheet, areas } = await selected(context, scope);
    return within(context, await findFormulas(context, hasCalled, sheet), areas);
  });
  if (found.length === 0) throw new FailureError(failures[scope]);
  return found;
};
