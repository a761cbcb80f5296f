import { isOwnFormat } from '../../../core/tables/number-formats';
import type { TableLook } from '../../../core/tables/table-style';

/** Consecutive cells of a line that get a format. A line is a column, or a row if series are rows. */
export interface FormatRun {
  readonly from: number;
  readonly count: number;
  readonly code: string;
}

/**
 * Finds the cells of a line that need a format: those with another than they should have, unless a person has set it.
 *
 * @param has the format code of each cell
 * @param wants the format code that a cell should have; undefined for none
 * @param isBare whether numbers came without formats, so that cells in the format General need one
 */
export const runsToFormat = (
  has: readonly string[],
  wants: (index: number) => string | undefined,
  isBare: boolean,
): readonly FormatRun[] => {
  const runs: FormatRun[] = [];
  has.forEach((format, index) => {
    const code = wants(index);
    const isFree = isOwnFormat(format) || (isBare && format === 'General');
    if (code === undefined || code === format || !isFree) return;
    const last = runs.at(-1);
    const follows = last !== undefined && last.from + last.count === index && last.code === code;
    if (follows) runs.splice(-1, 1, { ...last, count: last.count + 1 });
    else runs.push({ from: index, count: 1, code });
  });
  return runs;
};

/** Cells whose formats are read at once: a response of Excel on the web has 5 MB at most. */
const cellsAtOnce = 30_000;

/** The most lines whose first cells are checked. */
const linesAtOnce = 20;

/** Cells of a line of the range. */
const part = (range: Excel.Range, { layout }: Lines, line: number, from: number, count: number): Excel.Range =>
  layout === 'columns'
    ? range.getCell(from, line).getResizedRange(count - 1, 0)
    : range.getCell(line, from).getResizedRange(0, count - 1);

type Lines = Pick<TableLook, 'formats' | 'layout'>;

/** The number and the length of the lines in a range of this size. */
const sizeOf = ({ layout }: Lines, [rows, columns]: readonly [number, number]): readonly [number, number] =>
  layout === 'columns' ? [columns, rows] : [rows, columns];

/**
 * Formats the numbers of a range, except in cells that a person has formatted. Repeating it is harmless.
 * @param isBare whether numbers came without formats; true by default
 */
export const formatNumbers = async (
  context: Excel.RequestContext,
  range: Excel.Range,
  size: readonly [rows: number, columns: number],
  look: Lines,
  isBare = true,
): Promise<void> => {
  const [lines, length] = sizeOf(look, size);
  for (let line = 0; line < lines; line += 1) {
    const wants = (at: number): string | undefined =>
      (look.layout === 'columns' ? look.formats(at, line) : look.formats(line, at))?.code;
    for (let from = 0; from < length; from += cellsAtOnce) {
      const segment = part(range, look, line, from, Math.min(cellsAtOnce, length - from));
      segment.load('numberFormat');
      await context.sync();
      const has = segment.numberFormat.flat().map(String);
      for (const run of runsToFormat(has, (index) => wants(from + index), isBare)) {
        const cells = part(range, look, line, from + run.from, run.count);
        // Excel accepts one value for all cells; its types allow only arrays of the range's size.
        Object.assign(cells, { numberFormat: run.code });
      }
    }
  }
  await context.sync();
};

/**
 * Checks whether the first number of any line has a format of the add-in's that is out of date.
 * @returns a function to call after the next sync
 */
export const outdatedFormats = (
  range: Excel.Range,
  size: readonly [rows: number, columns: number],
  look: TableLook,
): (() => boolean) => {
  const [lines, length] = sizeOf(look, size);
  if (length <= look.headers) return () => false;
  const firsts = Array.from({ length: Math.min(lines, linesAtOnce) }, (_, line) =>
    part(range, look, line, look.headers, 1),
  );
  for (const first of firsts) first.load('numberFormat');
  return () =>
    firsts.some((first, line) => {
      const has = String(first.numberFormat[0]?.[0]);
      const wanted = look.layout === 'columns' ? look.formats(look.headers, line) : look.formats(line, look.headers);
      return wanted !== undefined && has !== wanted.code && isOwnFormat(has);
    });
};

/** The layout of an answer's cells. */
export interface SpillFormat {
  /** The place of the timestamps: first column, first row, or none. */
  readonly dates: 'column' | 'row' | 'none';
  /** Header rows (header columns, if dates are in a row) before the first date: 0, 1 or 2. */
  readonly headerRows: number;
}
