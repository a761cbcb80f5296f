/** Reads a call of SKILLTOTAL: one number for each metric, intent and locale, in the shape of the arguments. */
import { partsOfAll } from '../domain/derived';
import { FailureError, invalidQuery, type Problem } from '../domain/failure';
import type { Instant } from '../domain/instant';
import { metricNamed } from '../formula/argument-reader';
import {
  broadcastShape,
  cellFor,
  type Grid,
  gridOf,
  isBlank,
  mapShape,
  passErrors,
  shapeOf,
} from '../formula/cell-input';
import { type ColumnKey, type Facet, facetsOf, withFacets } from '../formula/columns';
import type { FormulaRequest } from '../formula/parse-formula';
import { withQueries } from '../formula/slices';
import type { Answer, Query } from '../query/query';
import { intentOf, localeOf } from '../query/validation';
import { columnSeries, queriesOf, type SeriesCell } from '../series/column-series';
import type { SerialShift } from '../time/excel-time';
import { type Cell, noData } from './metrics-table';
import { readSingle, type SingleArguments } from './single-range';

/** Arguments of SKILLTOTAL, unchecked. Null, undefined and blanks count as omitted. */
export type TotalArguments = SingleArguments;

/** What a call of SKILLTOTAL requests, and where its numbers go. */
export interface TotalRequest {
  /** Their answers hold what the cells show, and nothing else. */
  readonly queries: readonly Query[];
  /** What these queries are for: each request needs as many of their answers as it has queries. */
  readonly requests: readonly FormulaRequest[];
  /** The total that each cell shows, or what is compared with it. `undefined` is a blank. */
  readonly cells: Grid<ColumnKey>;
  /** Why nothing can be requested yet, although nothing is wrong: the range has only just begun. */
  readonly nothingYet?: string;
}

const nameOf = ({ metric, intent, locale, facet }: ColumnKey): string => [metric, intent, locale, facet].join(' ');

const namesIn = <T>(value: unknown, read: (text: string) => T | undefined): Grid<T> =>
  gridOf(value).map((row) => row.map((cell) => (cell === undefined ? undefined : read(String(cell)))));

/** The totals in the common shape of the ranges. If they have none, that is a problem. */
const cellsOf = (args: TotalArguments, problems: Problem[]): Grid<ColumnKey> => {
  const metrics = namesIn(args.metric, metricNamed);
  const [intents, locales] = [namesIn(args.intent, intentOf), namesIn(args.locale, localeOf)];
  const [allIntents, allLocales] = [isBlank(intents), isBlank(locales)];
  const ranges = [metrics, ...(allIntents ? [] : [intents]), ...(allLocales ? [] : [locales])];
  const shape = broadcastShape(ranges);
  if (shape === undefined) {
    const value = ranges
      .map(shapeOf)
      .map(({ rows, columns }) => `${rows}×${columns} cells`)
      .join(', ');
    problems.push({
      argument: 'metric, intent, locale',
      value,
      accepted: 'ranges of one size, or one in a column and another in a row',
      message: `The ranges of metric, intent and locale don't fit together (${value}). Use ranges of one size, or one column and one row.`,
    });
    return [];
  }
  return mapShape(shape, (row, column) => {
    const metric = cellFor(metrics, row, column);
    const intent = allIntents ? undefined : cellFor(intents, row, column);
    const locale = allLocales ? undefined : cellFor(locales, row, column);
    const isTotal = (allIntents || intent !== undefined) && (allLocales || locale !== undefined);
    if (metric === undefined || !isTotal) return undefined;
    return { metric, ...(intent === undefined ? {} : { intent }), ...(locale === undefined ? {} : { locale }) };
  });
};

/** An intent and a locale, and the metrics that are needed for both together. */
interface Pair {
  readonly metrics: readonly string[];
  readonly intent: string | undefined;
  readonly locale: string | undefined;
}

/** What a query asks of one pair. */
const narrowed = (query: Query, { metrics, intent, locale }: Pair): Query => ({
  ...query,
  metrics: query.metrics.filter((metric) => metrics.includes(metric)),
  intents: query.intents.filter((one) => one === intent),
  locales: query.locales.filter((one) => one === locale),
});

const requestFor = (request: FormulaRequest, pair: Pair, columns: readonly ColumnKey[]): FormulaRequest =>
  withQueries({ ...request, table: { ...request.table, columns } }, (query) => narrowed(query, pair));

/**
 * One request if every metric is needed for every intent and locale. Otherwise one for each pair of intent and locale.
 */
const requestsFor = (request: FormulaRequest, cells: Grid<ColumnKey>): readonly FormulaRequest[] => {
  const wanted = [...new Map(cells.flat().flatMap((key) => (key === undefined ? [] : [[nameOf(key), key]]))).values()];
  const { metrics, intents, locales } = request.query;
  const pairOf = ({ intent, locale }: ColumnKey): string => [intent, locale].join(' ');
  const groups = new Map<string, ColumnKey[]>();
  for (const key of wanted) groups.set(pairOf(key), [...(groups.get(pairOf(key)) ?? []), key]);
  const partsIn = (keys: readonly ColumnKey[]): readonly string[] => partsOfAll(keys.map(({ metric }) => metric));
  const isFull =
    groups.size === Math.max(1, intents.length) * Math.max(1, locales.length) &&
    [...groups.values()].every((keys) => partsIn(keys).length === metrics.length);
  if (isFull) return [{ ...request, table: { ...request.table, columns: wanted } }];
  return [...groups.values()].flatMap((keys) => {
    const [first] = keys;
    if (first === undefined) return [];
    const { intent, locale } = first;
    return [requestFor(request, { metrics: partsIn(keys), intent, locale }, keys)];
  });
};

/** Beside each total, what it is compared with. */
const besideEach = (cells: Grid<ColumnKey>, facets: readonly Facet[]): Grid<ColumnKey> =>
  cells.map((row) =>
    row.flatMap((key): readonly (ColumnKey | undefined)[] =>
      key === undefined ? [undefined, ...facets.map(() => undefined)] : withFacets(key, facets),
    ),
  );

/**
 * Reads a call of SKILLTOTAL. If metric, intent and locale are ranges, each cell is a total, combined as Excel would:
 * ranges of one size cell by cell, a column and a row crosswise.
 *
 * @param now the instant from which relative times count
 * @param serialShift added to date serials; see `SerialShift`
 * @throws {FailureError} `invalid_query`, listing every problem at once
 */
export const parseTotal = (args: TotalArguments, now: Instant, serialShift: SerialShift = 0): TotalRequest => {
  passErrors(args);
  const { request, problems: found } = readSingle('SKILLTOTAL', args, now, serialShift);
  const problems = [...found];
  const cells = besideEach(cellsOf(args, problems), facetsOf(request.table));
  if (problems.length > 0) throw new FailureError(invalidQuery(problems));
  const { nothingYet } = request.table;
  const requests = requestsFor(request, cells);
  return {
    queries: requests.flatMap(queriesOf),
    requests,
    cells,
    ...(nothingYet === undefined ? {} : { nothingYet }),
  };
};

/**
 * The numbers of a call, in its shape. A total for which Amazon has nothing is blank, and one that can't be requested
 * yet is `#N/A`.
 *
 * @throws {FailureError} `not_found`, if there is no total at all
 */
export const totalTable = ({ cells, requests, nothingYet }: TotalRequest, answers: readonly Answer[]): Cell[][] => {
  if (nothingYet !== undefined)
    return cells.map((row) => row.map((key) => (key === undefined ? '' : { unavailable: nothingYet })));
  const totals = new Map<string, SeriesCell>();
  let used = 0;
  for (const request of requests) {
    const own = answers.slice(used, (used += queriesOf(request).length));
    columnSeries(request, own).forEach((values, index) => {
      const [total] = values?.values() ?? [];
      const key = request.table.columns[index];
      if (key !== undefined && total !== undefined) totals.set(nameOf(key), total);
    });
  }
  if (totals.size === 0) throw noData();
  return cells.map((row) => row.map((key) => (key === undefined ? undefined : totals.get(nameOf(key))) ?? ''));
};
