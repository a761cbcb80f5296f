/** Shows where an answer came from, for SKILLMETRICSINFO. */
import { metricLabel } from '../domain/catalog';
import type { FormulaRequest, TableOptions } from '../formula/parse-formula';
import { type Answer, noAnswer, type Query, type Series } from '../query/query';
import { clocksGoBack, isCalendarPeriod } from '../time/calendar';
import { serialOf } from '../time/excel-time';
import { requestsOf } from '../windows/query-size';
import { describeSources } from '../windows/rollup';
import { cutEdges } from './headers';
import type { Cell } from './metrics-table';

type InfoOptions = Pick<TableOptions, 'tz' | 'names' | 'serialShift'>;

/** Shown in place of the time from which values can still change, if all are final. */
const allFinal = 'none: all values are final';

/** How each metric's rows were requested from Amazon. */
const bases = (series: readonly Series[], names: TableOptions['names']): Cell[][] => {
  const found = new Map(series.map(({ metric, sources }) => [metric, describeSources(sources)]));
  return [...found].map(([metric, how]) => [`Source: ${names === 'people' ? metricLabel(metric) : metric}`, how]);
};

/**
 * Amazon doesn't document that it stamps points with the beginnings of their buckets. If it doesn't, there is no
 * telling which time such points cover.
 */
const strays = (series: readonly Series[]): Cell[][] => {
  const count = series.reduce((sum, { offGrid = 0 }) => sum + offGrid, 0);
  return count === 0 ? [] : [["Times off the edges of Amazon's buckets", count]];
};

/**
 * A table of two columns, label and value: range, age and cost of an answer, how its rows were built, then Amazon's IDs
 * of its requests, one per row. Times are Excel serials in `tz`. An answer from the cache has no requests.
 */
export const infoTable = (query: Query, answer: Answer, { tz, names, serialShift = 0 }: InfoOptions): Cell[][] => {
  const time = (instant: number): number => serialOf(instant, tz) - serialShift;
  const { series, fetchedAt, provisionalFrom, pages, windows, requests, requestIds } = answer;
  const zone = isCalendarPeriod(query.period) ? [['Days of', query.timeZone]] : [];
  const { startTime, endTime } = query;
  const isRepeated = query.period === 'SINGLE' && clocksGoBack(query, tz);
  const repeated = isRepeated ? [['Clocks go back', 'the hour that comes twice counts twice']] : [];
  const cut = cutEdges(query, { first: startTime, last: Math.max(startTime, Math.min(endTime, fetchedAt) - 1) });
  return [
    [`Start (${tz})`, time(query.startTime)],
    [`End (${tz})`, time(query.endTime)],
    ...zone,
    ['Rows', cut ?? 'whole'],
    ...repeated,
    [`Fetched at (${tz})`, time(fetchedAt)],
    [`Provisional from (${tz})`, provisionalFrom === undefined ? allFinal : time(provisionalFrom)],
    ['Series', series.length],
    ['Points', series.reduce((sum, { values }) => sum + values.length, 0)],
    ...bases(series, names),
    ['Windows of up to 7 days', windows ?? requestsOf(query, fetchedAt, Infinity)],
    ...strays(series),
    ['Requests to Amazon', requests],
    ['Pages', pages],
    ...requestIds.map((id) => ['Request ID', id]),
  ];
};

/** An answer with the cost of the others that a table needs. */
const withCosts = (answers: readonly Answer[]): Answer => {
  const [first = noAnswer(0)] = answers;
  const total = (count: (answer: Answer) => number): number => answers.reduce((sum, one) => sum + count(one), 0);
  return {
    ...first,
    fetchedAt: Math.min(...answers.map(({ fetchedAt }) => fetchedAt)),
    requests: total(({ requests }) => requests),
    pages: total(({ pages }) => pages),
    requestIds: answers.flatMap(({ requestIds }) => requestIds),
    ...(answers.some(({ windows }) => windows === undefined) ? {} : { windows: total(({ windows = 0 }) => windows) }),
  };
};

/** The ranges that a table needs besides its own. */
const otherRanges = ({ earlier, history, table }: FormulaRequest): Cell[][] => {
  const { tz, serialShift = 0 } = table;
  const rows = (name: string, query: Query | undefined): Cell[][] =>
    query === undefined
      ? []
      : [
          [`${name} start (${tz})`, serialOf(query.startTime, tz) - serialShift],
          [`${name} end (${tz})`, serialOf(query.endTime, tz) - serialShift],
        ];
  return [...rows('Compared with:', earlier?.query), ...rows('Expected from:', history?.query)];
};

/**
 * Like `infoTable`, for a request whose columns need several answers: with their ranges, and the cost of all.
 *
 * @param answers those of `queriesOf`, in that order
 */
export const infoTableOf = (request: FormulaRequest, answers: readonly Answer[]): Cell[][] => {
  const table = infoTable(request.query, withCosts(answers), request.table);
  return [...table.slice(0, 2), ...otherRanges(request), ...table.slice(2)];
};

/** The table of a query that can't be sent yet: its start, and why. */
export const nothingTable = (
  { startTime }: Query,
  reason: string,
  { tz, serialShift = 0 }: Pick<TableOptions, 'tz' | 'serialShift'>,
): Cell[][] => [
  [`Start (${tz})`, serialOf(startTime, tz) - serialShift],
  ['Rows', `none: ${reason}`],
];
