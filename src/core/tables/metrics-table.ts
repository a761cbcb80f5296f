/** Lays out an answer in cells, for SKILLMETRICS. */
import { isMetricName } from '../domain/catalog';
import { FailureError } from '../domain/failure';
import { floorToDay, type Instant } from '../domain/instant';
import type { Column } from '../formula/columns';
import type { FormulaRequest, TableOptions } from '../formula/parse-formula';
import { type Answer, noAnswer, type Query } from '../query/query';
import { columnSeries, type SeriesCell } from '../series/column-series';
import { bucketsWithRows, settledEnd, type Unavailable } from '../series/slice-values';
import { bucketStart, isCalendarPeriod } from '../time/calendar';
import { offsetText, serialOf, serialOfWall, wallOf } from '../time/excel-time';
import { headerRows, labelZone } from './headers';

/** What a cell can hold. Excel serials and values are numbers; '' is a blank. */
export type Cell = string | number | Unavailable;

/** A cell as text or number: `#N/A` for a value that isn't available. */
export const plainCell = (cell: Cell): string | number => (typeof cell === 'object' ? '#N/A' : cell);

interface Row {
  readonly timestamp: Instant;
  readonly values: readonly (SeriesCell | undefined)[];
}

/** One row for each timestamp of any series or column, and for each filled bucket. */
const rowsOf = (request: FormulaRequest, answers: readonly Answer[]): readonly Row[] => {
  const { query, table } = request;
  const [answer = noAnswer(0)] = answers;
  const columns = columnSeries(request, answers);
  const present = new Set([
    ...answer.series.flatMap(({ timestamps, impossible = [] }) => [
      ...timestamps,
      ...impossible.map(({ timestamp }) => timestamp),
    ]),
    ...columns.flatMap((cells) => (cells === undefined ? [] : [...cells.keys()])),
  ]);
  const missing = (): readonly Instant[] => {
    const buckets = new Set([...present].map((timestamp) => bucketStart(timestamp, query)));
    return bucketsWithRows(query, answer, table.fill).filter((bucket) => !buckets.has(bucket));
  };
  return [...present, ...(table.fill === 'none' ? [] : missing())]
    .sort((one, other) => one - other)
    .map((timestamp) => ({ timestamp, values: columns.map((cells) => cells?.get(timestamp)) }));
};

const notGiven: Unavailable = { unavailable: 'Amazon gave no value for this.' };

/** A cell without a value. Only Amazon's own metrics are 0 where Amazon has nothing. */
const gap = (column: Column, timestamp: Instant, fill: TableOptions['fill'], settled: Instant): Cell => {
  if (fill === 'na') return notGiven;
  const isZero = column === undefined || (column.facet === undefined && isMetricName(column.metric));
  return fill === '0' && isZero && timestamp < settled ? 0 : '';
};

/**
 * The serial that labels a row. Days and longer periods are dates, even if clocks skip midnight. A timestamp off their
 * edges keeps its time of day.
 */
export const serialOfRow = (query: Query, timestamp: Instant, tz: string): number => {
  if (!isCalendarPeriod(query.period)) return serialOf(timestamp, tz);
  const { timeZone } = query;
  return timestamp === bucketStart(timestamp, query)
    ? serialOfWall(floorToDay(wallOf(timestamp, timeZone)))
    : serialOf(timestamp, timeZone);
};

const transpose = (cells: readonly Cell[][]): Cell[][] =>
  (cells[0] ?? []).map((_, column) => cells.map((row) => row[column] ?? ''));

/** The error `not_found` for an answer without any value. */
export const noData = (): FailureError =>
  new FailureError({
    code: 'not_found',
    message: 'Amazon has no data for this.',
    advice: 'Check the dates, stage, locale and intent; new numbers arrive up to a day late.',
  });

const sheet = { rows: 1_048_576, columns: 16_384 };

/** @throws {FailureError} `too_large`, if the table with its headers has more rows or columns than a sheet */
const checkSize = (points: number, { headers, layout, columns, zone }: TableOptions): void => {
  const [along, across] = [points + headers, columns.length + 1 + Number(zone)];
  const [height, width] = layout === 'rows' ? [across, along] : [along, across];
  if (height <= sheet.rows && width <= sheet.columns) return;
  throw new FailureError({
    code: 'too_large',
    message: `The answer needs ${height} rows and ${width} columns, more than a sheet has (${sheet.rows} and ${sheet.columns}).`,
    advice: 'Request a shorter range or a longer period, or set a limit.',
  });
};

const cellsOf = (
  query: Query,
  answer: Pick<Answer, 'series'>,
  rows: readonly Row[],
  settled: Instant,
  options: TableOptions,
): Cell[][] => {
  const zone = labelZone(query, options);
  const body = rows.map(({ timestamp, values }) => [
    serialOfRow(query, timestamp, options.tz) - (options.serialShift ?? 0),
    ...(options.zone === '1' ? [offsetText(timestamp, zone)] : []),
    ...values.map((value, index) => value ?? gap(options.columns[index], timestamp, options.fill, settled)),
  ]);
  const times = rows.map(({ timestamp }) => timestamp);
  const cells = [...headerRows(query, answer, times, options), ...body];
  return options.layout === 'rows' ? transpose(cells) : cells;
};

/** The cells of a query that can't be sent yet: its headers, and a row that says why. */
const emptyTable = (query: Query, options: TableOptions, reason: string): Cell[][] => {
  const values = options.columns.map((column) => (column === undefined ? undefined : { unavailable: reason }));
  return cellsOf(query, { series: [] }, [{ timestamp: query.startTime, values }], query.startTime, options);
};

/**
 * The cells of a request's answers, at least 1×1: times as Excel serials in `tz`, and a column for each column of the
 * arguments. If a column has no value for a row, the cell is blank or filled according to `fill`. Values that may still
 * arrive are never filled with 0. A query that can't be sent yet has its headers, and a row that says why.
 *
 * @param answers those of `queriesOf`, in that order
 * @throws {FailureError} `not_found`, if there is no data at all
 * @throws {FailureError} `too_large`, if the table doesn't fit on a sheet
 *
 * @example
 * ```ts
 * const request = parseFormula(args, now);
 * tableOf(request, answers);
 * // [['Date (UTC)', 'Total sessions'],
 * //  [46235, 120],
 * //  [46236, 98]]
 * ```
 */
export const tableOf = (request: FormulaRequest, answers: readonly Answer[]): Cell[][] => {
  const { query, table } = request;
  if (table.nothingYet !== undefined) return emptyTable(query, table, table.nothingYet);
  const [answer = noAnswer(0)] = answers;
  const rows = rowsOf(request, answers);
  if (rows.length === 0) throw noData();
  const ordered = table.order === 'desc' ? rows.toReversed() : rows;
  const shown = ordered.slice(0, table.limit ?? ordered.length);
  checkSize(shown.length, table);
  return cellsOf(query, answer, shown, settledEnd(query, answer), table);
};
