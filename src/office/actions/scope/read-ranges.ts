import type { CellArea } from './scope';

/** Cells that are read at once: a response of Excel on the web has 5 MB at most. */
const cellsAtOnce = 30_000;

/** A range to read, and its size. */
export interface SizedRange {
  readonly range: Excel.Range;
  readonly rows: number;
  readonly columns: number;
}

/** The range of an area. */
export const sized = (context: Excel.RequestContext, area: CellArea): SizedRange => {
  const { sheet, row, column, rows, columns } = area;
  const range = context.workbook.worksheets.getItem(sheet).getRangeByIndexes(row, column, rows, columns);
  return { range, rows, columns };
};

/** What the cells of a range hold, row by row. */
export interface ReadCells {
  readonly values: unknown[][];
  readonly formulas: unknown[][];
  readonly formats: unknown[][];
}

/** Splits a range into bands of rows that can be read at once. */
const bandsOf = ({ range, rows, columns }: SizedRange): readonly (readonly [Excel.Range, cells: number])[] => {
  const height = Math.max(1, Math.floor(cellsAtOnce / columns));
  return Array.from({ length: Math.ceil(rows / height) }, (_, index) => {
    const band = Math.min(height, rows - index * height);
    const part = range.getCell(index * height, 0).getResizedRange(band - 1, columns - 1);
    return [part, band * columns] as const;
  });
};

/** Reads many ranges in as few requests as Excel on the web takes. */
export const readRanges = async (
  context: Excel.RequestContext,
  ranges: readonly SizedRange[],
): Promise<readonly ReadCells[]> => {
  const all: ReadCells[] = ranges.map(() => ({ values: [], formulas: [], formats: [] }));
  let waiting: { readonly into: ReadCells; readonly band: Excel.Range }[] = [];
  let cells = 0;
  const fetch = async (): Promise<void> => {
    await context.sync();
    for (const { into, band } of waiting) {
      into.values.push(...band.values);
      into.formulas.push(...band.formulas);
      into.formats.push(...band.numberFormat);
    }
    [waiting, cells] = [[], 0];
  };
  for (const [index, range] of ranges.entries()) {
    const into = all[index];
    if (into === undefined) continue;
    for (const [band, size] of bandsOf(range)) {
      if (cells + size > cellsAtOnce) await fetch();
      band.load('values,formulas,numberFormat');
      waiting.push({ into, band });
      cells += size;
    }
  }
  await fetch();
  return all;
};

/** Cells below each other with one number format. Row and column count from 0. */
export interface ColumnRun {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly code: string;
}

/** Combines number formats into as few runs as possible. General needs no setting. */
export const runsToSet = (formats: readonly (readonly unknown[])[]): readonly ColumnRun[] => {
  const runs: ColumnRun[] = [];
  const columns = formats[0]?.length ?? 0;
  for (let column = 0; column < columns; column += 1)
    formats.forEach((cells, row) => {
      const code = String(cells[column]);
      if (code === 'General') return;
      const last = runs.at(-1);
      if (last?.column === column && last.row + last.rows === row && last.code === code)
        runs.splice(-1, 1, { ...last, rows: last.rows + 1 });
      else runs.push({ row, column, rows: 1, code });
    });
  return runs;
};
