/** The cells of each column of a table: values, ratios, changes and expectations, by the beginnings of their buckets. */
import { expectedRows, type ObservedRow } from '../analysis/expected';
import { derivedOf, isCount, isDerivedName } from '../domain/derived';
import type { Instant } from '../domain/instant';
import type { ColumnKey, Facet } from '../formula/columns';
import type { FormulaRequest } from '../formula/parse-formula';
import { type Answer, noAnswer, type Query } from '../query/query';
import { bucketStart, isCalendarPeriod } from '../time/calendar';
import { compared } from './comparison';
import { type AnsweredSlice, filledIn, type Unavailable, type Values, valuesIn } from './slice-values';

/** A cell of a column: a number, a word such as `high`, or why there is none. */
export type SeriesCell = number | string | Unavailable;

/** The cells of a column by the beginnings of their buckets. */
export type SeriesCells = ReadonlyMap<Instant, SeriesCell>;

/** The queries whose answers a table needs, its own first. */
export const queriesOf = ({ query, daily, earlier, history }: FormulaRequest): readonly Query[] =>
  [query, daily, earlier?.query, earlier?.daily, history?.query, history?.daily].filter((one) => one !== undefined);

interface AnsweredSlices {
  readonly current: AnsweredSlice;
  readonly earlier: AnsweredSlice | undefined;
  readonly history: AnsweredSlice | undefined;
}

const answered = (request: FormulaRequest, answers: readonly Answer[]): AnsweredSlices => {
  const queries = queriesOf(request);
  const to = (query: Query | undefined): Answer | undefined =>
    query === undefined ? undefined : answers[queries.indexOf(query)];
  const sliceOf = (slice: { readonly query: Query; readonly daily?: Query } | undefined): AnsweredSlice | undefined =>
    slice && { ...slice, answer: to(slice.query) ?? noAnswer(0), dailyAnswer: to(slice.daily) };
  const { query, daily } = request;
  const current = sliceOf({ query, ...(daily === undefined ? {} : { daily }) });
  return {
    current: current ?? { query, answer: noAnswer(0) },
    earlier: sliceOf(request.earlier),
    history: sliceOf(request.history),
  };
};

const observed = (values: Values): readonly ObservedRow[] =>
  [...values].map(([start, value]) => ({ start, value: typeof value === 'number' ? value : undefined }));

/** The least of the instants from which values can still change. */
const provisionalFrom = ({ current, history }: AnsweredSlices): Instant | undefined => {
  const found = [current.answer.provisionalFrom, history?.answer.provisionalFrom].filter((one) => one !== undefined);
  return found.length === 0 ? undefined : Math.min(...found);
};

const isCutRow = (start: Instant, { query }: AnsweredSlice): boolean =>
  query.edges === 'exact' &&
  (bucketStart(start, query) < query.startTime || bucketStart(start, query, 1) > query.endTime);

/** The expectations of a series' rows. A share is at most 1. */
const expectations = (
  request: FormulaRequest,
  slices: AnsweredSlices,
  key: ColumnKey,
  values: Values,
): Readonly<Record<'expected' | 'low' | 'high' | 'unusual', SeriesCells>> => {
  const { history, current } = slices;
  const cells = {
    expected: new Map<Instant, SeriesCell>(),
    low: new Map<Instant, SeriesCell>(),
    high: new Map<Instant, SeriesCell>(),
    unusual: new Map<Instant, SeriesCell>(),
  };
  if (history === undefined) return cells;
  const { query, table } = request;
  const timeZone = isCalendarPeriod(query.period) ? query.timeZone : table.tz;
  const before = filledIn(valuesIn(history, key), history, key, table.fill);
  const from = provisionalFrom(slices);
  const most = isDerivedName(key.metric) && derivedOf(key.metric).kind === 'share' ? 1 : Infinity;
  const rows = expectedRows({
    rows: [
      ...observed(before).filter(({ start }) => !values.has(start)),
      ...observed(values).map((row) => ({ ...row, isCut: isCutRow(row.start, current) })),
    ],
    from: Math.min(query.startTime, ...values.keys()),
    ...(from === undefined ? {} : { provisionalFrom: from }),
    calendar: { period: query.period, timeZone, week: query.week },
    isCount: isCount(key.metric),
  });
  for (const row of rows) {
    if ('unavailable' in row) {
      const reason = { unavailable: row.unavailable };
      for (const name of ['expected', 'low', 'high'] as const) cells[name].set(row.start, reason);
      continue;
    }
    cells.expected.set(row.start, Math.min(row.expected, most));
    cells.low.set(row.start, Math.max(0, row.low));
    cells.high.set(row.start, Math.min(row.high, most));
    cells.unusual.set(row.start, row.unusual ?? '');
  }
  return cells;
};

const seriesName = ({ metric, intent, locale }: ColumnKey): string => [metric, intent, locale].join(' ');

/** All that can stand in the columns of one series. */
const seriesOf = (
  request: FormulaRequest,
  slices: AnsweredSlices,
  key: ColumnKey,
): Readonly<Partial<Record<Facet | 'values', SeriesCells>>> => {
  const { current, earlier } = slices;
  const { fill, compare, expected } = request.table;
  const values = filledIn(valuesIn(current, key), current, key, fill);
  const changes =
    compare === undefined || earlier === undefined || request.earlier === undefined
      ? {}
      : compared(
          current,
          values,
          { ...earlier, shift: request.earlier.shift },
          filledIn(valuesIn(earlier, key), earlier, key, fill),
        );
  return { values, ...changes, ...(expected === '1' ? expectations(request, slices, key, values) : {}) };
};

/**
 * The cells of each column; `undefined` for an empty one. Cells of several columns belong to the same row if their
 * buckets begin at the same time.
 *
 * @param answers those of `queriesOf`, in that order
 */
export const columnSeries = (
  request: FormulaRequest,
  answers: readonly Answer[],
): readonly (SeriesCells | undefined)[] => {
  const slices = answered(request, answers);
  const known = new Map<string, ReturnType<typeof seriesOf>>();
  return request.table.columns.map((column) => {
    if (column === undefined) return undefined;
    const name = seriesName(column);
    const series = known.get(name) ?? seriesOf(request, slices, column);
    known.set(name, series);
    return series[column.facet ?? 'values'];
  });
};
