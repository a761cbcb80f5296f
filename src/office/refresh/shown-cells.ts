import { type ExcelCell, formatted } from '../cells/excel-cells';
import type { FoundCell } from '../excel/find-formulas';
import { isError } from '../excel/formula-cells';
import { cellAt, type RunExcel } from '../excel/run';

/** What the cells of a formula show. */
export interface ShownCells {
  readonly values: readonly (readonly unknown[])[];
  /** The same as a function returns them; undefined if a function can't: they hold an error or a truth value. */
  readonly cells?: ExcelCell[][];
}

/** The most cells of one formula that are read, and of one request. */
const atMost = 20_000;

interface Read {
  readonly cell: FoundCell;
  readonly range: Excel.Range;
}

const cellOf = (value: unknown, code: unknown): ExcelCell | undefined => {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return undefined;
  return typeof code === 'string' && code !== 'General' ? formatted(value, code) : value;
};

const shownIn = ({ values, valueTypes, numberFormat }: Excel.Range, takesFormats: boolean): ShownCells => {
  const rows = values.map((row, at) =>
    row.map((value: unknown, column) =>
      isError(valueTypes[at]?.[column])
        ? undefined
        : cellOf(value, takesFormats ? numberFormat[at]?.[column] : undefined),
    ),
  );
  const cells = rows.map((row) => row.flatMap((cell) => cell ?? []));
  const isWhole = cells.every((row, at) => row.length === rows[at]?.length);
  return { values, ...(isWhole ? { cells } : {}) };
};

/** Groups of formulas whose cells can be read in one request. */
const groupsOf = (all: readonly (Read & { readonly size: number })[]): readonly (readonly Read[])[] => {
  const groups: Read[][] = [];
  let room = 0;
  for (const one of all) {
    if (one.size > room) {
      groups.push([]);
      room = atMost;
    }
    room -= one.size;
    groups.at(-1)?.push(one);
  }
  return groups;
};

/**
 * Reads what formulas show, before a refresh changes it.
 *
 * @param takesFormats whether Excel accepts numbers with formats from functions
 * @returns by address; without formulas that fill more than 20,000 cells
 * @throws {FailureError} when Excel refuses: see {@link RunExcel}
 */
export const readShown = async (
  run: RunExcel,
  cells: readonly FoundCell[],
  takesFormats: boolean,
): Promise<ReadonlyMap<string, ShownCells>> => {
  const shown = new Map<string, ShownCells>();
  for (let at = 0; at < cells.length; at += 500) {
    await run(async (context) => {
      const all = cells.slice(at, at + 500).map((cell) => {
        const anchor = cellAt(context, cell.address);
        const spill = anchor.getSpillingToRangeOrNullObject();
        spill.load('rowCount,columnCount');
        return { cell, anchor, spill };
      });
      await context.sync();
      const sized = all.map(({ cell, anchor, spill }) => ({
        cell,
        range: spill.isNullObject ? anchor : spill,
        size: spill.isNullObject ? 1 : spill.rowCount * spill.columnCount,
      }));
      for (const group of groupsOf(sized.filter(({ size }) => size <= atMost))) {
        for (const { range } of group) range.load('values,valueTypes,numberFormat');
        await context.sync();
        for (const { cell, range } of group) shown.set(cell.address, shownIn(range, takesFormats));
      }
    });
  }
  return shown;
};
