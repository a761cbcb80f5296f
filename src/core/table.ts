/** Lays an answer out in cells. */
import { bucketMs } from './catalogue';
import { serialOf } from './excel-time';
import { FailureError } from './failure';
import type { TableOptions } from './formula';
import { floorTo, type Instant } from './instant';
import type { Answer, Question, SeriesKey } from './question';

/** What a cell can hold: Excel serials and values are numbers; '' is a blank. */
export type Cell = string | number;

interface Row {
  readonly timestamp: Instant;
  readonly values: readonly (number | undefined)[];
}

/** The instant up to which the lack of a point means that Amazon has none: later ones may yet arrive. */
const settledEnd = (question: Question, answer: Answer): Instant =>
  Math.min(question.endTime, answer.provisionalFrom ?? answer.fetchedAt);

/** Timestamps of the buckets between the range's ends; that of SINGLE is stamped with the range's start. */
const grid = (question: Question, end: Instant): readonly Instant[] => {
  const step = bucketMs(question.period);
  if (step === undefined) return question.startTime < end ? [question.startTime] : [];
  const first = floorTo(question.startTime, step);
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / step)) }, (_, index) => first + index * step);
};

/** One row a timestamp that any series has; rows of the filled buckets among them. */
const rowsOf = (question: Question, answer: Answer, fill: TableOptions['fill']): readonly Row[] => {
  const step = bucketMs(question.period) ?? 1;
  const columns = answer.series.map(
    ({ timestamps, values }) => new Map(timestamps.map((timestamp, index) => [timestamp, values[index]])),
  );
  const present = new Set(answer.series.flatMap(({ timestamps }) => timestamps));
  const buckets = new Set([...present].map((timestamp) => floorTo(timestamp, step)));
  const end = fill === '0' ? settledEnd(question, answer) : Math.min(question.endTime, answer.fetchedAt);
  const missing = fill === 'none' ? [] : grid(question, end).filter((bucket) => !buckets.has(bucket));
  return [...present, ...missing]
    .sort((one, other) => one - other)
    .map((timestamp) => ({ timestamp, values: columns.map((column) => column.get(timestamp)) }));
};

const filled = (value: number | undefined, timestamp: Instant, fill: TableOptions['fill'], settled: Instant): Cell => {
  if (value !== undefined) return value;
  if (fill === 'na') return '#N/A';
  return fill === '0' && timestamp < settled ? 0 : '';
};

const columnName = ({ metric, intent, locale }: SeriesKey): string =>
  [metric, intent, locale].filter((part) => part !== undefined).join(' ');

const headerRows = (question: Question, { series }: Answer, { headers, tz }: TableOptions): readonly Cell[][] => {
  const time = question.period === 'P1D' ? 'Date' : 'Time';
  const header = [`${time} (${tz})`, ...series.map(columnName)];
  const identity = [question.skillId, [question.skillType, question.stage, question.period].join(' ')];
  const identifying = [...identity, ...header.map(() => '')].slice(0, header.length);
  return headers === 0 ? [] : headers === 1 ? [header] : [identifying, header];
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
const checkSize = (points: number, series: number, { headers, layout }: TableOptions): void => {
  const [along, across] = [points + headers, series + 1];
  const [rows, columns] = layout === 'rows' ? [across, along] : [along, across];
  if (rows <= sheet.rows && columns <= sheet.columns) return;
  throw new FailureError({
    code: 'too_large',
    message: `The answer needs ${rows} rows and ${columns} columns, more than a sheet has (${sheet.rows} and ${sheet.columns}).`,
    advice: 'Ask a shorter range, a longer period, or a limit.',
  });
};

/**
 * The cells of an answer: times as Excel serials in `tz`, one column of numbers a series, at least 1×1. A bucket of
 * which Amazon gave nothing is a blank beside others that it has, and is filled as `fill` says; what may still arrive
 * is never filled with 0. Throws FailureErrors `not_found` (no data at all) and `too_large`.
 */
export const toTable = (question: Question, answer: Answer, options: TableOptions): Cell[][] => {
  const settled = settledEnd(question, answer);
  const rows = rowsOf(question, answer, options.fill);
  if (rows.length === 0) throw noData();
  const ordered = options.order === 'desc' ? rows.toReversed() : rows;
  const shown = ordered.slice(0, options.limit ?? ordered.length);
  checkSize(shown.length, answer.series.length, options);
  const cells = [
    ...headerRows(question, answer, options),
    ...shown.map(({ timestamp, values }) => [
      serialOf(timestamp, options.tz),
      ...values.map((value) => filled(value, timestamp, options.fill, settled)),
    ]),
  ];
  return options.layout === 'rows' ? transpose(cells) : cells;
};
