/** Tells what a newer answer changes in the table of an older one. */

/** Where the numbers of a table are. */
export interface TableShape {
  /** Header rows, or header columns if series are rows. */
  readonly headers: number;
  readonly layout: 'columns' | 'rows';
  /** The columns (or rows) before the first series, which tell the rows apart: times. 0: each number is a total. */
  readonly labels: number;
}

/** The series, or the total, that has changed most. */
export interface TableChange {
  /** The header of the series; left out for a total, and for a table without headers. */
  readonly label?: string;
  /** The sum over the rows that both tables have; of a total, its value. */
  readonly before: number;
  readonly after: number;
  /** How many rows both tables have; left out for a total. */
  readonly rows?: number;
}

type Table = readonly (readonly unknown[])[];

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** `after` relative to `before`, minus 1. Infinite where there was nothing before. */
export const relativeChange = ({ before, after }: Pick<TableChange, 'before' | 'after'>): number =>
  before === after ? 0 : (after - before) / Math.abs(before);

const largest = (changes: readonly TableChange[]): TableChange | undefined => {
  const sizeOf = (change: TableChange): number => Math.abs(relativeChange(change));
  return changes.toSorted((one, other) => sizeOf(other) - sizeOf(one))[0];
};

const transposed = (table: Table): Table => (table[0] ?? []).map((_, column) => table.map((row) => row[column]));

const totals = (before: Table, after: Table): readonly TableChange[] =>
  after.flatMap((row, at) =>
    row.flatMap((value, column) => {
      const old = before[at]?.[column];
      return isNumber(value) && isNumber(old) ? [{ before: old, after: value }] : [];
    }),
  );

interface Series {
  readonly label: string | undefined;
  readonly values: ReadonlyMap<string, number>;
}

const seriesOf = (table: Table, { headers, layout, labels }: TableShape): readonly Series[] => {
  const upright = layout === 'rows' ? transposed(table) : table;
  const header = headers === 0 ? undefined : upright[headers - 1];
  const rows = upright.slice(headers);
  return Array.from({ length: Math.max(0, (upright[0]?.length ?? 0) - labels) }, (_, index) => {
    const name = header?.[labels + index];
    const entries = rows.flatMap((row): [string, number][] => {
      const value = row[labels + index];
      return isNumber(value) ? [[JSON.stringify(row.slice(0, labels)), value]] : [];
    });
    return { label: typeof name === 'string' && name !== '' ? name : undefined, values: new Map(entries) };
  });
};

const sharedChange = (before: Series, { label, values }: Series): TableChange | undefined => {
  const shared = [...values].filter(([time]) => before.values.has(time));
  if (shared.length === 0) return undefined;
  return {
    ...(label === undefined ? {} : { label }),
    before: shared.reduce((sum, [time]) => sum + (before.values.get(time) ?? 0), 0),
    after: shared.reduce((sum, [, value]) => sum + value, 0),
    rows: shared.length,
  };
};

/**
 * Compares two tables of one formula.
 *
 * - Totals are compared by their place.
 * - Series are compared by the sums over the rows that both tables have, so that a range that has moved on, or a day that
 *   was added, is no change. The ratio of these sums also holds for metrics that don't add up: it is that of the means.
 *
 * @param before what the cells have shown
 * @returns the largest change by its ratio; undefined where nothing can be compared
 */
export const largestChange = (before: Table, after: Table, shape: TableShape): TableChange | undefined => {
  if (shape.labels === 0) {
    const isSameSize = before.length === after.length && before[0]?.length === after[0]?.length;
    return isSameSize ? largest(totals(before, after)) : undefined;
  }
  const [older, newer] = [seriesOf(before, shape), seriesOf(after, shape)];
  return largest(
    newer.flatMap((series, index) => {
      const same = older[index];
      return same === undefined || same.label !== series.label ? [] : (sharedChange(same, series) ?? []);
    }),
  );
};
