/** Tells where an answer came from, as SKILLMETRICSINFO shows it. */
import { isCalendarPeriod, clocksGoBack } from '../time/calendar';
import { cutEdges } from './cut-edges';
import { requestsOf } from '../windows/estimate';
import { serialOf } from '../time/excel-time';
import type { TableOptions } from '../formula/parse-formula';
import { metricLabel } from '../domain/catalog';
import type { Answer, Query, Series } from '../query/question';
import { describeSources } from '../windows/rollup';
import type { Cell } from './metrics-table';

type InfoOptions = Pick<TableOptions, 'tz' | 'names' | 'serialShift'>;

/** What stands for the time from which values may still change, where none may. */
const allFinal = 'none: all values are final';

/** How each metric's rows were asked of Amazon. */
const bases = (series: readonly Series[], names: TableOptions['names']): Cell[][] => {
  const found = new Map(series.map(({ metric, sources }) => [metric, describeSources(sources)]));
  return [...found].map(([metric, how]) => [`Source: ${names === 'people' ? metricLabel(metric) : metric}`, how]);
};

/** Nothing says that Amazon stamps points with the beginnings of their buckets: where it does not, nobody knows what they hold. */
const strays = (series: readonly Series[]): Cell[][] => {
  const count = series.reduce((sum, { offGrid = 0 }) => sum + offGrid, 0);
  return count === 0 ? [] : [["Times off the edges of Amazon's buckets", count]];
};

/**
 * A table of two columns, what and how much: range, freshness and cost of an answer, how its rows were made, then Amazon's
 * ids of its requests, a row each. Times are Excel serials in `tz`. An answer of what is known already costs no request.
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

/** What there is to tell of a query that cannot be asked yet. */
export const nothingTable = (
  { startTime }: Query,
  reason: string,
  { tz, serialShift = 0 }: Pick<TableOptions, 'tz' | 'serialShift'>,
): Cell[][] => [
  [`Start (${tz})`, serialOf(startTime, tz) - serialShift],
  ['Rows', `none: ${reason}`],
];
