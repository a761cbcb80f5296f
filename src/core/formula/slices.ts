/** The queries behind a table besides its own: days for ratios of days, the earlier range, and the weeks before. */
import { withHistory } from '../analysis/expected';
import { type ColumnMetric, derivedOf, isDerivedName, partsOf, skillTypesOf } from '../domain/derived';
import { failureOf, type Problem } from '../domain/failure';
import type { Instant } from '../domain/instant';
import { listText, skillTypeWords } from '../query/phrases';
import type { Query } from '../query/query';
import { problemsOf } from '../query/validation';
import { bucketStart, countBuckets, isCalendarPeriod } from '../time/calendar';
import { currentMinute } from '../time/relative-time';
import { type Comparison, earlierRange, type Shift, shiftOf } from '../time/shift';
import type { Options } from './options';

/** A range of a table, with the queries that its columns need. */
export interface Slice {
  readonly query: Query;
  /** The days of the same range, for ratios whose upper part is the mean of days. */
  readonly daily?: Query;
}

/** The range with which a table is compared, and how far it lies back. */
export interface EarlierSlice extends Slice {
  readonly shift: Shift;
}

/** What a table shows besides the values of its own query. */
export interface Slices {
  readonly daily?: Query;
  readonly earlier?: EarlierSlice;
  /** The weeks before the range, from which expected values are calculated. */
  readonly history?: Slice;
}

const changed = <T extends Slice>(slice: T, change: (query: Query) => Query): T => ({
  ...slice,
  query: change(slice.query),
  ...(slice.daily === undefined ? {} : { daily: change(slice.daily) }),
});

/** A request, or a part of one, with all of its queries changed in the same way. */
export const withQueries = <T extends Slice & Slices>(request: T, change: (query: Query) => Query): T => {
  const { earlier, history } = request;
  return {
    ...changed(request, change),
    ...(earlier === undefined ? {} : { earlier: changed(earlier, change) }),
    ...(history === undefined ? {} : { history: changed(history, change) }),
  };
};

const isOfDays = (name: ColumnMetric): boolean => isDerivedName(name) && derivedOf(name).ofDays === true;

/** The zone whose days a query means. */
const zoneOf = ({ period, timeZone }: Query, { tz, days }: Options): string =>
  isCalendarPeriod(period) ? timeZone : days === 'utc' ? 'UTC' : tz;

const sliceOf = (query: Query, names: readonly ColumnMetric[], options: Options): Slice => {
  const metrics = [...new Set(names.filter(isOfDays).flatMap(partsOf))];
  const calendar = { period: 'P1D', timeZone: zoneOf(query, options), week: 'mon' } as const;
  return metrics.length === 0 ? { query } : { query, daily: { ...query, ...calendar, metrics, edges: 'whole' } };
};

/** Metrics that can't be calculated for the skill's type. */
export const skillTypeProblems = (names: readonly ColumnMetric[], skillType: Query['skillType']): readonly Problem[] =>
  names
    .filter(isDerivedName)
    .filter((name) => !skillTypesOf(name).includes(skillType))
    .map((name) => {
      const types = skillTypesOf(name);
      const own = listText(
        types.map((type) => skillTypeWords[type]),
        'and',
      );
      return {
        argument: 'metric',
        value: name,
        accepted: `for skill type ${types.join(' or ')}`,
        message: `${name} needs ${listText(partsOf(name), 'and')}, which only ${own} skills have. Check metric and skillType.`,
      };
    });

/** Says for which of the columns a metric is needed that wasn't asked for by itself. */
export const namingColumns = (problem: Problem, names: readonly ColumnMetric[]): Problem => {
  const { message } = problem;
  if (message === undefined) return problem;
  const needing = names.find((name) => {
    const parts = partsOf(name).filter((part) => !names.includes(part));
    return isDerivedName(name) && parts.some((part) => message.includes(part));
  });
  return needing === undefined
    ? problem
    : { ...problem, message: `${needing} is calculated from ${listText(partsOf(needing), 'and')}. ${message}` };
};

const week = 7;

/** The mean of days is compared with the customers of their week, so the range must be weeks. */
const weekProblems = (query: Query, names: readonly ColumnMetric[], options: Options): readonly Problem[] => {
  const name = names.find(isOfDays);
  if (name === undefined || query.period === 'P1W') return [];
  const says = `${name} compares the customers of each day with those of their week.`;
  if (query.period !== 'SINGLE')
    return [{ argument: 'period', value: query.period, accepted: 'P1W', message: `${says} Use period P1W.` }];
  const { startTime, endTime } = query;
  const calendar = { period: 'P1D', timeZone: zoneOf(query, options), week: 'mon' } as const;
  const isWhole = [startTime, endTime].every((edge) => bucketStart(edge, calendar) === edge);
  if (isWhole && countBuckets(query, calendar) === week) return [];
  return [{ argument: 'endTime', value: '', accepted: 'seven whole days', message: `${says} Enter seven whole days.` }];
};

const compareProblem = (compare: Comparison, accepted: string, message: string): Problem => ({
  argument: 'options compare',
  value: compare,
  accepted,
  message,
});

const earlierOf = (
  query: Query,
  names: readonly ColumnMetric[],
  options: Options,
  now: Instant,
  problems: Problem[],
): EarlierSlice | undefined => {
  const { compare } = options;
  if (compare === undefined) return undefined;
  // Of a running range, only the time that has passed is compared.
  const until = query.period === 'SINGLE' ? Math.min(query.endTime, currentMinute(now)) : query.endTime;
  const range = { startTime: query.startTime, endTime: Math.max(until, query.startTime + 1) };
  const shift = shiftOf(compare, range, query, zoneOf(query, options));
  if (shift === undefined) {
    const message = `Rows of ${query.period} can't be compared with those a ${compare} before. Use compare=previous or compare=year.`;
    problems.push(compareProblem(compare, 'previous or year', message));
    return undefined;
  }
  const earlier = { ...query, ...earlierRange(range, shift, query, query.edges) };
  const [wrong] = problemsOf(earlier, now);
  if (wrong !== undefined && problemsOf(query, now).length === 0)
    problems.push(
      compareProblem(
        compare,
        wrong.accepted,
        `The earlier range can't be requested. ${wrong.message ?? wrong.accepted}`,
      ),
    );
  return { ...sliceOf(earlier, names, options), shift };
};

const historyOf = (
  query: Query,
  names: readonly ColumnMetric[],
  options: Options,
  problems: Problem[],
): Slice | undefined => {
  if (options.expected === '0') return undefined;
  try {
    const { startTime } = withHistory(query, { ...query, timeZone: zoneOf(query, options) });
    const before: Query = { ...query, startTime, endTime: bucketStart(query.startTime, query), edges: 'whole' };
    return sliceOf({ ...before, startTime: bucketStart(startTime, query) }, names, options);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'invalid_query') throw error;
    problems.push(...failure.problems);
    return undefined;
  }
};

/**
 * The queries that a table needs besides its own. What is wrong is added to `problems`.
 *
 * @param names the metrics of the table's columns
 */
export const slicesOf = (
  query: Query,
  names: readonly ColumnMetric[],
  options: Options,
  now: Instant,
  problems: Problem[],
): Slices => {
  problems.push(...weekProblems(query, names, options));
  const { daily } = sliceOf(query, names, options);
  const earlier = earlierOf(query, names, options, now, problems);
  const history = historyOf(query, names, options, problems);
  return {
    ...(daily === undefined ? {} : { daily }),
    ...(earlier === undefined ? {} : { earlier }),
    ...(history === undefined ? {} : { history }),
  };
};
