import { splitAddress } from '../../../core/formula/cell-address';
import { cellAt, type RunExcel } from '../../excel/run';
import type { RangeSize } from '../placement';

/** Cells, or ranges, read at once: few enough that the pane stays fluid. */
const atOnce = 100;

/** The most cells of a range whose values matter to a formula's words. */
const mostCells = 100;

/** An address of cells, without defined names, whole rows and columns, and spills. */
const plain = /^\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?$/i;

/** Runs a batch for each part of a list, one after another. A part that Excel refuses is left out. */
const inParts = async <T>(all: readonly T[], act: (part: readonly T[]) => Promise<void>): Promise<void> => {
  for (let at = 0; at < all.length; at += atOnce) await act(all.slice(at, at + atOnce)).catch(() => undefined);
};

/**
 * Reads how many cells formulas fill.
 *
 * @param addresses with their sheets
 * @returns the sizes by address; without an entry where Excel refuses. Never rejects.
 */
export const readSizes = async (
  run: RunExcel,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, RangeSize>> => {
  const sizes = new Map<string, RangeSize>();
  await inParts(addresses, (part) =>
    run(async (context) => {
      const spills = part.map((address) => {
        const spill = cellAt(context, address).getSpillingToRangeOrNullObject();
        return { address, spill: spill.load('rowCount,columnCount') };
      });
      await context.sync();
      for (const { address, spill } of spills) {
        const { isNullObject } = spill;
        sizes.set(
          address,
          isNullObject ? { rows: 1, columns: 1 } : { rows: spill.rowCount, columns: spill.columnCount },
        );
      }
    }),
  );
  return sizes;
};

/**
 * Reads the values of small ranges.
 *
 * @param addresses with their sheets. Whole rows and columns, spills, and what is no address, are left out.
 * @param sheets the workbook's sheets: one that doesn't exist would make Excel refuse all others, too
 * @returns the values by address, row by row. Never rejects.
 */
export const readValues = async (
  run: RunExcel,
  addresses: readonly string[],
  sheets: readonly string[],
): Promise<ReadonlyMap<string, readonly (readonly unknown[])[]>> => {
  const known = new Set(sheets);
  const values = new Map<string, readonly (readonly unknown[])[]>();
  const readable = addresses.filter((address) => {
    const [sheet, cells] = splitAddress(address);
    return known.has(sheet) && plain.test(cells);
  });
  await inParts(readable, (part) =>
    run(async (context) => {
      const all = part.map((address) => ({ address, range: cellAt(context, address) }));
      for (const { range } of all) range.load('cellCount');
      await context.sync();
      const small = all.filter(({ range }) => range.cellCount <= mostCells);
      for (const { range } of small) range.load('values');
      await context.sync();
      for (const { address, range } of small) values.set(address, range.values);
    }),
  );
  return values;
};
