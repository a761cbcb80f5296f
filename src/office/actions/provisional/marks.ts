import { splitAddress } from '../../../core/formula/cell-address';
import type { CellOrigin } from '../../cells/origins';
import { addressOf, findFormulas } from '../../excel/find-formulas';
import { asOneUndoStep, cellAt, type RunExcel } from '../../excel/run';
import { delay, type SetTimer } from '../../lib/async';
import type { CellKnowledge } from '../freeze/candidates';
import type { ActionOutcome, CellScope, Refusal } from '../scope/outcome';
import { areaNames, areaOf, type CellArea, overlaps, readScope } from '../scope/scope';
import { findMarks, sheetNames } from './find-marks';
import { addMark, type MarkedTable, markFormula } from './mark-format';

/** Highlights rows whose numbers can still change. */
export interface Marks {
  /** Marks the tables of SKILLMETRICS in a scope, or brings their marks up to date. */
  mark(run: RunExcel, scope: CellScope): Promise<ActionOutcome>;
  /** Removes the marks in a scope. */
  unmark(run: RunExcel, scope: CellScope): Promise<ActionOutcome>;
  /** Brings the mark of a formula up to date, if it has one. Never rejects. */
  settled(address: string): Promise<void>;
}

export interface MarksDeps {
  /** For work in the background. */
  readonly run: RunExcel;
  readonly wait: SetTimer;
  readonly knowledge: () => CellKnowledge;
}

/** The cells of a table without its headers; undefined if it has no times. */
const dataOf = (spill: CellArea, { look }: CellOrigin): CellArea | undefined => {
  const { headers, layout, chart } = look;
  if (chart === undefined) return undefined;
  const [down, right] = layout === 'columns' ? [headers, 0] : [0, headers];
  const [rows, columns] = [spill.rows - down, spill.columns - right];
  if (rows < 1 || columns < 1) return undefined;
  return { ...spill, row: spill.row + down, column: spill.column + right, rows, columns };
};

/** What a table is to be marked by. Numbers that are all final have a mark that is true nowhere. */
const tableOf = (area: CellArea, origin: CellOrigin): MarkedTable => ({
  area,
  layout: origin.look.layout,
  // Later than Excel's last day, 9999-12-31.
  since: origin.provisionalSerial ?? 3_000_000,
});

/** Excel shows a result 200 to 500 ms after the function has returned it, large ones later. Unit: milliseconds. */
const shownAfter = [600, 2_000, 6_000];

/** Creates the marks of provisional rows. */
export const createMarks = ({ run: runLater, wait, knowledge }: MarksDeps): Marks => {
  /** Whether the workbook may have marks; undefined before the first look. */
  let areThere: Promise<boolean> | undefined;
  const due = new Set<string>();

  const lookForMarks = (): Promise<boolean> =>
    runLater(async (context) => (await findMarks(context, await sheetNames(context))).length > 0).catch(() => {
      areThere = undefined;
      return false;
    });
  /** Marks the spills of cells again. Returns the cells that Excel doesn't show yet. */
  const follow = (addresses: readonly string[]): Promise<readonly string[]> =>
    runLater(async (context) => {
      const { originOf } = knowledge();
      const spills = addresses.map((address) => ({
        address,
        origin: originOf(address),
        spill: cellAt(context, address).getSpillingToRangeOrNullObject().load(areaNames),
      }));
      const sheets = [...new Set(addresses.map((address) => splitAddress(address)[0]))];
      const marks = await findMarks(context, sheets);
      const waiting: string[] = [];
      for (const { address, origin, spill } of spills) {
        const [sheet] = splitAddress(address);
        if (spill.isNullObject) waiting.push(address);
        else if (origin !== undefined) {
          const area = dataOf(areaOf(sheet, spill), origin);
          const old = area && marks.filter((mark) => startsAlike(mark.area, area));
          const table = area && tableOf(area, origin);
          if (old === undefined || table === undefined || old.length === 0) continue;
          if (
            old.length === 1 &&
            old[0] !== undefined &&
            isSame(old[0].area, table.area) &&
            old[0].formula === markFormula(table)
          )
            continue;
          for (const { remove } of old) remove();
          addMark(context, table);
        }
      }
      await context.sync();
      return waiting;
    }, asOneUndoStep());

  const settled = async (address: string): Promise<void> => {
    due.add(address);
    if (due.size > 1 || !(await (areThere ??= lookForMarks()))) {
      if (due.size === 1) due.clear();
      return;
    }
    for (const ms of shownAfter) {
      await delay(wait, ms);
      const now = [...due];
      if (now.length === 0) break;
      const waiting = await follow(now).catch(() => now);
      for (const one of now) if (!waiting.includes(one)) due.delete(one);
    }
    due.clear();
  };

  const mark = async (run: RunExcel, scope: CellScope): Promise<ActionOutcome> => {
    areThere = Promise.resolve(true);
    const { hasCalled, originOf } = knowledge();
    return run(async (context) => {
      const isInScope = await readScope(context, scope);
      const found = await findFormulas(context, hasCalled);
      const looked = found.map((cell) => {
        const range = cellAt(context, cell.address).load(areaNames);
        const { protection } = range.worksheet.load('name');
        protection.load('protected');
        return { cell, range, protection, spill: range.getSpillingToRangeOrNullObject().load(areaNames) };
      });
      await context.sync();
      const [tables, refused]: [MarkedTable[], Refusal[]] = [[], []];
      for (const { cell, range, protection, spill } of looked) {
        const area = areaOf(cell.sheet, spill.isNullObject ? range : spill);
        if (!isInScope(area) || !/SKILLMETRICS\s*\(/i.test(cell.formula)) continue;
        const { address } = cell;
        const origin = originOf(address);
        const data = origin && dataOf(area, origin);
        if (protection.protected)
          refused.push({ address, reason: 'The sheet is protected. Unprotect it, then mark again.' });
        else if (origin === undefined)
          refused.push({
            address,
            reason: "It isn't known when its numbers were fetched. Refresh it, then mark again.",
          });
        else if (data === undefined || spill.isNullObject)
          refused.push({ address, reason: 'It shows no table with dates.' });
        else tables.push(tableOf(data, origin));
      }
      const old = await findMarks(context, [...new Set(tables.map(({ area }) => area.sheet))]);
      for (const { area, remove } of old) if (tables.some((table) => startsAlike(table.area, area))) remove();
      for (const table of tables) addMark(context, table);
      await context.sync();
      return { cells: tables.map(({ area: { sheet, row, column } }) => addressOf({ sheet, row, column })), refused };
    }, asOneUndoStep());
  };

  const unmark = (run: RunExcel, scope: CellScope): Promise<ActionOutcome> =>
    run(async (context) => {
      const isInScope = await readScope(context, scope);
      const marks = (await findMarks(context, await sheetNames(context))).filter(({ area }) => isInScope(area));
      for (const { remove } of marks) remove();
      await context.sync();
      const cells = [
        ...new Set(marks.map(({ area }) => addressOf({ sheet: area.sheet, row: area.row, column: area.column }))),
      ];
      return { cells, refused: [] };
    }, asOneUndoStep());

  return { mark, unmark, settled };
};

/** Whether two areas belong to one table: they begin in the same cell, however long each is. */
const startsAlike = (one: CellArea, other: CellArea): boolean =>
  overlaps(one, other) && one.row === other.row && one.column === other.column;

const isSame = (one: CellArea, other: CellArea): boolean =>
  startsAlike(one, other) && one.rows === other.rows && one.columns === other.columns;
