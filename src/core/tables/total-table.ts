/** Reads a call of SKILLTOTAL: one number for each metric, intent and locale, in the shape of the arguments. */
import { FailureError, invalidQuery, type Problem } from '../domain/failure';
import { formatInstant, type Instant } from '../domain/instant';
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
  shown,
} from '../formula/cell-input';
import { type FormulaArguments, readFormula } from '../formula/parse-formula';
import { type Answer, type Query, type SeriesKey, seriesKeys } from '../query/query';
import { intentOf, localeOf, reasonsAgainstSingle } from '../query/validation';
import type { SerialShift } from '../time/excel-time';
import { type Cell, noData } from './metrics-table';

/** Arguments of SKILLTOTAL, unchecked. Null, undefined and blanks count as omitted. */
export type TotalArguments = Omit<FormulaArguments, 'period' | 'headers'>;

/** What a call of SKILLTOTAL requests, and where its numbers go. */
export interface TotalRequest {
  /** Their answers hold the total of each cell, and no others. */
  readonly queries: readonly Query[];
  /** The total that each cell shows. `undefined` is a blank. */
  readonly cells: Grid<SeriesKey>;
  /** Why nothing can be requested yet, although nothing is wrong: the range has only just begun. */
  readonly nothingYet?: string;
}

const nameOf = ({ metric, intent, locale }: SeriesKey): string => [metric, intent, locale].join(' ');

const namesIn = <T>(value: unknown, read: (text: string) => T | undefined): Grid<T> =>
  gridOf(value).map((row) => row.map((cell) => (cell === undefined ? undefined : read(String(cell)))));

/** The totals in the common shape of the ranges. If they have none, that is a problem. */
const cellsOf = (args: TotalArguments, problems: Problem[]): Grid<SeriesKey> => {
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

/**
 * One query if every metric is needed for every intent and locale. Otherwise one for each pair of intent and locale.
 */
const queriesFor = (query: Query, cells: Grid<SeriesKey>): readonly Query[] => {
  const wanted = new Map<string, SeriesKey>();
  for (const key of cells.flat()) if (key !== undefined) wanted.set(nameOf(key), key);
  if (wanted.size === seriesKeys(query).length) return [query];
  const groups = new Map<string, Query>();
  for (const { metric, intent, locale } of wanted.values()) {
    const name = [intent, locale].join(' ');
    const metrics = [...(groups.get(name)?.metrics ?? []), metric];
    const intents = query.intents.filter((one) => one === intent);
    const locales = query.locales.filter((one) => one === locale);
    groups.set(name, { ...query, metrics, intents, locales });
  }
  return [...groups.values()];
};

/** SKILLTOTAL has no period, so a range that isn't one number is a problem of its end. */
const rangeProblems = (query: Query, args: TotalArguments): readonly Problem[] =>
  reasonsAgainstSingle(query).map(({ accepted, message }) => ({
    argument: 'endTime',
    value: shown(args.endTime) || formatInstant(query.endTime),
    accepted: `${accepted}; ask a week at a time, or SKILLMETRICS for daily values`,
    message: `${message} Enter a shorter range, or use SKILLMETRICS for daily values.`,
  }));

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
  const { request, problems: found } = readFormula({ ...args, period: 'SINGLE', headers: 0 }, now, serialShift);
  const { query } = request;
  const problems = [...found.filter(({ argument }) => argument !== 'period'), ...rangeProblems(query, args)];
  const cells = cellsOf(args, problems);
  if (problems.length > 0) throw new FailureError(invalidQuery(problems));
  const { nothingYet } = request.table;
  return {
    queries: queriesFor(query, cells),
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
export const totalTable = ({ cells, nothingYet }: TotalRequest, answers: readonly Answer[]): Cell[][] => {
  if (nothingYet !== undefined)
    return cells.map((row) => row.map((key) => (key === undefined ? '' : { unavailable: nothingYet })));
  const totals = new Map(answers.flatMap(({ series }) => series.map((one) => [nameOf(one), one.values[0]] as const)));
  if (![...totals.values()].some((total) => total !== undefined)) throw noData();
  return cells.map((row) => row.map((key) => (key === undefined ? undefined : totals.get(nameOf(key))) ?? ''));
};
