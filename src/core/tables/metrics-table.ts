/** Lays out an answer in cells, for SKILLMETRICS. */
import { FailureError } from '../domain/failure';
import { floorToDay, type Instant } from '../domain/instant';
import type { TableOptions } from '../formula/parse-formula';
import type { Answer, Query, SeriesKey } from '../query/query';
import { bucketsOf, bucketStart, isCalendarPeriod } from '../time/calendar';
import { offsetText, serialOf, serialOfWall, wallOf } from '../time/excel-time';
import { currentMinute } from '../time/relative-time';
import { headerRows, labelZone } from './headers';

/**
 * A value that isn't available, and why. Shown as an `#N/A` error with that reason, or as the text `#N/A` if this Excel
 * can't show errors among values.
 */
export interface Unavailable {
  readonly unavailable: string;
}

/** What a cell can hold. Excel serials and values are numbers; '' is a blank. */
export type Cell = string | number | Unavailable;

/** A cell as text or number: `#N/A` for a value that isn't available. */
export const plainCell = (cell: Cell): string | number => (typeof cell === 'object' ? '#N/A' : cell);

interface Row {
  readonly timestamp: Instant;
  readonly values: readonly (number | Unavailable | undefined)[];
}

/** Before this instant, a missing point means that Amazon has none. Later points may still arrive. */
const settledEnd = (query: Query, answer: Answer): Instant =>
  Math.min(query.endTime, answer.provisionalFrom ?? answer.fetchedAt);

const nameOf = ({ metric, intent, locale }: SeriesKey): string => [metric, intent, locale].join(' ');

type Values = ReadonlyMap<Instant, number | Unavailable>;

/** The values of each series, by timestamp. */
const valuesOf = ({ series }: Answer): ReadonlyMap<string, Values> =>
  new Map(
    series.map(({ timestamps, values, impossible = [], ...key }) => {
      const found = new Map<Instant, number | Unavailable>();
      timestamps.forEach((timestamp, index) => found.set(timestamp, values[index] ?? Number.NaN));
      for (const { timestamp, reason } of impossible) found.set(timestamp, { unavailable: reason });
      return [nameOf(key), found];
    }),
  );

/** The beginnings of the buckets that have a row even though Amazon returned nothing for them. */
const gridOf = (query: Query, answer: Answer, fill: TableOptions['fill']): readonly Instant[] => {
  const { startTime, endTime } = query;
  // A bucket that hadn't begun when Amazon was queried isn't a gap.
  const asked = fill === '0' ? settledEnd(query, answer) : Math.min(endTime, currentMinute(answer.fetchedAt));
  return bucketsOf({ startTime, endTime: asked }, query).map((bucket) => bucket.startTime);
};

/** One row for each timestamp of any series, and for each filled bucket. */
const rowsOf = (query: Query, answer: Answer, { fill, columns }: TableOptions): readonly Row[] => {
  const known = valuesOf(answer);
  const present = new Set([...known.values()].flatMap((values) => [...values.keys()]));
  const missing = (): readonly Instant[] => {
    const buckets = new Set([...present].map((timestamp) => bucketStart(timestamp, query)));
    return gridOf(query, answer, fill).filter((bucket) => !buckets.has(bucket));
  };
  const series = columns.map((column) => (column === undefined ? undefined : known.get(nameOf(column))));
  return [...present, ...(fill === 'none' ? [] : missing())]
    .sort((one, other) => one - other)
    .map((timestamp) => ({ timestamp, values: series.map((values) => values?.get(timestamp)) }));
};

const notGiven: Unavailable = { unavailable: 'Amazon gave no value for this.' };

const filled = (
  value: number | Unavailable | undefined,
  timestamp: Instant,
  fill: TableOptions['fill'],
  settled: Instant,
): Cell => {
  if (value !== undefined) return value;
  if (fill === 'na') return notGiven;
  return fill === '0' && timestamp < settled ? 0 : '';
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
    ...values.map((value) => filled(value, timestamp, options.fill, settled)),
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
 * The cells of an answer, at least 1×1: times as Excel serials in `tz`, and a column of numbers for each column of the
 * arguments. If a series has no value for a row, the cell is blank or filled according to `fill`. Values that may still
 * arrive are never filled with 0. A query that can't be sent yet has its headers, and a row that says why.
 *
 * @throws {FailureError} `not_found`, if there is no data at all
 * @throws {FailureError} `too_large`, if the table doesn't fit on a sheet
 *
 * @example
 * ```ts
 * const { query, table } = parseFormula(args, now);
 * toTable(query, answer, table);
 * // [['Date (UTC)', 'Total sessions'],
 * //  [46235, 120],
 * //  [46236, 98]]
 * ```
 */
export const toTable = (query: Query, answer: Answer, options: TableOptions): Cell[][] => {
  if (options.nothingYet !== undefined) return emptyTable(query, options, options.nothingYet);
  const rows = rowsOf(query, answer, options);
  if (rows.length === 0) throw noData();
  const ordered = options.order === 'desc' ? rows.toReversed() : rows;
  const shown = ordered.slice(0, options.limit ?? ordered.length);
  checkSize(shown.length, options);
  return cellsOf(query, answer, shown, settledEnd(query, answer), options);
};
