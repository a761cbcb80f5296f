import type { CellArea } from './scope';
import { loadStructure } from './structure';

/**
 * Looks for what keeps cells from being frozen or thawed, before anything is written: a protected sheet, and for cells of
 * several rows or columns hidden ones, merged ones and tables. A single cell may be any of these.
 *
 * @returns a function that gives the obstacle of a range of a size in a sentence or two, after the next sync
 */
export const loadObstacles = (
  range: Excel.Range,
  action: 'freeze' | 'thaw',
): ((size: Pick<CellArea, 'rows' | 'columns'>) => string | undefined) => {
  const { protection } = range.worksheet;
  protection.load('protected');
  range.load('rowHidden,columnHidden');
  const structureOf = loadStructure(range);
  return ({ rows, columns }) => {
    if (protection.protected) return `The sheet is protected. Unprotect it, then ${action} again.`;
    if (rows * columns === 1) return undefined;
    const hidden: readonly unknown[] = [range.rowHidden, range.columnHidden];
    // Excel answers null where only some are hidden.
    if (hidden.some((one) => one !== false))
      return `Some of its cells are hidden or filtered out. Show all of them, then ${action} again.`;
    const structure = structureOf();
    if (structure === 'merged') return `Some of its cells are merged. Unmerge them, then ${action} again.`;
    if (structure === 'table')
      return `Its cells are in a table, in which a formula can't fill several cells. Convert the table to a range, then ${action} again.`;
    return undefined;
  };
};
