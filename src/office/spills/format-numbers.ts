import { isOwnFormat } from '../../core/tables/number-formats';
import type { TableLook } from '../../core/tables/table-style';

/** Cells of one column, or of one row where series are rows, that get a format. */
export interface FormatRun {
  readonly from: number;
  readonly count: number;
  readonly code: string;
}

/**
 * Which cells of a line get a format: those that want another than they have, as long as no person gave them one.
 * @param has what each cell has
 * @param wants what each cell wants; undefined for none
 * @param isBare whether numbers have come without formats, so that a cell that has none needs one
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

/** Cells whose formats are read at once: Excel on the web gives 5 MB at most. */
const cellsAtOnce = 30_000;

/** Lines whose first cells are looked at. */
const linesAtOnce = 20;

/** Cells of a line of the range: a column, or a row where series are rows. */
const part = (range: Excel.Range, { layout }: Lines, line: number, from: number, count: number): Excel.Range =>
  layout === 'columns'
    ? range.getCell(from, line).getResizedRange(count - 1, 0)
    : range.getCell(line, from).getResizedRange(0, count - 1);

type Lines = Pick<TableLook, 'formats' | 'layout'>;

/** How many lines a range of this size has, and how long they are. */
const sizeOf = ({ layout }: Lines, [rows, columns]: readonly [number, number]): readonly [number, number] =>
  layout === 'columns' ? [columns, rows] : [rows, columns];

/** Gives the numbers of a range their formats, in cells that have none of a person's. May be repeated. */
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
        // Excel takes one value for all cells; its types know arrays of the range's own size only.
        Object.assign(cells, { numberFormat: run.code });
      }
    }
  }
  await context.sync();
};

/**
 * Whether the first number of some line stands in a format that was ours and is no longer wanted; to be asked after the
 * next sync.
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

/** How the cells of an answer are laid out. */
export interface SpillFormat {
  /** Where the timestamps stand: first column, first row, or nowhere. */
  readonly dates: 'column' | 'row' | 'none';
  /** Header rows (for dates in a row: header columns) before the first date: 0, 1 or 2. */
  readonly headerRows: number;
}
