/** Lays an answer out in cells. */
import { bucketsOf, bucketStart, isCalendarPeriod } from '../time/calendar';
import { offsetText, serialOf, serialOfWall, wallOf } from '../time/excel-time';
import { FailureError } from '../domain/failure';
import type { TableOptions } from '../formula/parse-formula';
import { headerRows, labelZone } from './headers';
import { floorToDay, type Instant } from '../domain/instant';
import type { Answer, Query, SeriesKey } from '../query/question';
import { currentMinute } from '../formula/time-input';

/** A value that is not to be had: #N/A where Excel shows an error among values, else its text. */
export interface Unavailable {
  readonly unavailable: string;
}

/** What a cell can hold: Excel serials and values are numbers; '' is a blank. */
export type Cell = string | number | Unavailable;

/** A cell as text or number: `#N/A` for what is not to be had. */
export const plainCell = (cell: Cell): string | number => (typeof cell === 'object' ? '#N/A' : cell);

interface Row {
  readonly timestamp: Instant;
  readonly values: readonly (number | Unavailable | undefined)[];
}

/** The instant up to which the lack of a point means that Amazon has none: later ones may yet arrive. */
const settledEnd = (query: Query, answer: Answer): Instant =>
  Math.min(query.endTime, answer.provisionalFrom ?? answer.fetchedAt);

const nameOf = ({ metric, intent, locale }: SeriesKey): string => [metric, intent, locale].join(' ');

type Values = ReadonlyMap<Instant, number | Unavailable>;

/** What each series has, by timestamp. */
const valuesOf = ({ series }: Answer): ReadonlyMap<string, Values> =>
  new Map(
    series.map(({ timestamps, values, impossible = [], ...key }) => {
      const found = new Map<Instant, number | Unavailable>();
      timestamps.forEach((timestamp, index) => found.set(timestamp, values[index] ?? Number.NaN));
      for (const { timestamp, reason } of impossible) found.set(timestamp, { unavailable: reason });
      return [nameOf(key), found];
    }),
  );

/** The beginnings of the buckets that have a row although Amazon gives nothing of them. */
const gridOf = (query: Query, answer: Answer, fill: TableOptions['fill']): readonly Instant[] => {
  const { startTime, endTime } = query;
  // What had not begun when Amazon was asked is no gap.
  const asked = fill === '0' ? settledEnd(query, answer) : Math.min(endTime, currentMinute(answer.fetchedAt));
  return bucketsOf({ startTime, endTime: asked }, query).map((bucket) => bucket.startTime);
};

/** One row a timestamp that any series has; rows of the filled buckets among them. */
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
 * The serial that stands for a row. Days and what is longer are dates, even where clocks skip midnight; a stamp off their
 * edges keeps its time.
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

export const noData = (): FailureError =>
  new FailureError({
    code: 'not_found',
    message: 'Amazon has no data for this.',
    advice: 'Check the dates, stage, locale and intent; new numbers arrive up to a day late.',
  });

const sheet = { rows: 1_048_576, columns: 16_384 };

/** Throws where the table, its headers included, has more rows or columns than a sheet. */
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

/** The cells of a query that cannot be asked yet: its headers, and a row that says why. */
const emptyTable = (query: Query, options: TableOptions, reason: string): Cell[][] => {
  const values = options.columns.map((column) => (column === undefined ? undefined : { unavailable: reason }));
  return cellsOf(query, { series: [] }, [{ timestamp: query.startTime, values }], query.startTime, options);
};

/**
 * The cells of an answer: times as Excel serials in `tz`, a column of numbers for each column of the arguments, at least
 * 1×1. A bucket of which Amazon gave nothing is a blank beside others that it has, and is filled as `fill` says; what may
 * still arrive is never filled with 0. What cannot be asked yet has its headers, and a row that says why. Throws FailureErrors `not_found` (no data at all) and `too_large`.
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
