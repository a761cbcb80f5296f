/**
 * How buckets that Amazon doesn't have are built from those that it has: quarter-hours, hours, UTC days, and one value
 * for any range of up to a week. Additive metrics are summed from the largest buckets that fit. Other metrics (distinct
 * customers, means, rates) are requested as one value for exactly that bucket.
 */
import { amazonBucketMs, type AmazonPeriod, maxWindowMs, type MetricName, metricOf } from '../domain/catalog';
import { floorToDay, formatInstant, type Instant, type Window } from '../domain/instant';
import { bucketsOf, type Calendar, isCalendarPeriod } from '../time/calendar';
import { badAnswer, checkedSum, lowerBound, type Points } from './points';
import { dayMs, planWindows } from './windows';

/** A range to request from Amazon with one of its periods. */
export interface RollupSource {
  readonly period: AmazonPeriod;
  readonly window: Window;
}

/** How one series is built from Amazon's values. */
export interface Rollup {
  /** The whole buckets that the range touches, in ascending order. Empty if Amazon's buckets are the answer. */
  readonly buckets: readonly Window[];
  /** Whether Amazon's points are the answer as they are. */
  readonly isDirect: boolean;
  /** The requested ranges, in ascending order and without overlaps. */
  readonly sources: readonly RollupSource[];
  /** Buckets for which Amazon can return no value, and why. */
  readonly impossible: readonly { readonly bucket: Window; readonly reason: string }[];
}

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;

const isOn = (step: number, { startTime, endTime }: Window): boolean => startTime % step === 0 && endTime % step === 0;

/**
 * The longest of Amazon's periods below a day on whose edges a bucket begins and ends, or `undefined` if there is none.
 */
const finePeriod = (bucket: Window): 'PT1H' | 'PT15M' | undefined =>
  isOn(hourMs, bucket) ? 'PT1H' : isOn(quarterMs, bucket) ? 'PT15M' : undefined;

/** Whole UTC days within a bucket are requested as days, the rest at its edges as hours. */
const daysAndEdges = (bucket: Window, fine: 'PT1H' | 'PT15M'): readonly RollupSource[] => {
  const { startTime, endTime } = bucket;
  const [first, last] = [-floorToDay(-startTime), floorToDay(endTime)];
  if (last <= first) return [{ period: fine, window: bucket }];
  const source = (from: Instant, to: Instant): readonly RollupSource[] => {
    const window = { startTime: from, endTime: to };
    // In a zone that changes by half an hour, a week or month can begin on a whole hour and end on a half one.
    return from < to ? [{ period: isOn(dayMs, window) ? 'P1D' : (finePeriod(window) ?? fine), window }] : [];
  };
  return [...source(startTime, first), ...source(first, last), ...source(last, endTime)];
};

/** How buckets that begin or end within UTC days are summed: from the days between their edges, or from hours alone. */
type Way = 'days' | 'hours';

const sourcesOf = (bucket: Window, calendar: Calendar, additive: boolean, way: Way): readonly RollupSource[] => {
  const isUtc = isOn(dayMs, bucket);
  if (isUtc && (additive || calendar.period === 'P1D')) return [{ period: 'P1D', window: bucket }];
  const fine = additive ? finePeriod(bucket) : undefined;
  if (fine === undefined) return [{ period: 'SINGLE', window: bucket }];
  // If clocks changed by half an hour, one part of the bucket is cached as hours, the other as quarter-hours.
  const edge = (instant: Instant): string | undefined => finePeriod({ startTime: instant, endTime: instant });
  const isEven = edge(bucket.startTime) === edge(bucket.endTime);
  return way === 'hours' && isEven ? [{ period: fine, window: bucket }] : daysAndEdges(bucket, fine);
};

/** Joins consecutive ranges of one period. A SINGLE is one number, so it stays separate. */
const joined = (sources: readonly RollupSource[]): readonly RollupSource[] => {
  const found: RollupSource[] = [];
  for (const source of sources) {
    const before = found.at(-1);
    if (
      before?.period === source.period &&
      source.period !== 'SINGLE' &&
      before.window.endTime === source.window.startTime
    )
      found[found.length - 1] = { ...before, window: { ...before.window, endTime: source.window.endTime } };
    else found.push(source);
  }
  return found;
};

const requestsOf = (sources: readonly RollupSource[]): number =>
  sources.reduce((sum, { window, period }) => sum + planWindows({ ...window, period }, window.endTime).length, 0);

/** How many points a week of these ranges has. */
const pointsOfWeek = (hours: readonly RollupSource[]): number =>
  maxWindowMs / Math.min(...hours.map(({ period }) => amazonBucketMs(period) ?? maxWindowMs));

/**
 * Whether hours alone cost no more than the edges do, whose days may be cached: a week is one request then, not two. If
 * a page doesn't hold a week of hours, days and edges are always cheaper.
 */
const isCheaper = (hours: readonly RollupSource[], days: readonly RollupSource[], pageSize = 0): boolean =>
  pageSize >= pointsOfWeek(hours) && requestsOf(hours) <= requestsOf(days.filter(({ period }) => period !== 'P1D'));

/** A zone's day holds no whole UTC day, so it is built from hours whatever the page size. */
const hasTwoWays = ({ period }: Calendar): boolean => period !== 'P1D';

/**
 * The number of points that a page must hold for the cheaper way to be possible, or `undefined` if the page size makes
 * no difference.
 */
export const decisivePageSize = (range: Window, calendar: Calendar, metric: MetricName): number | undefined => {
  if (!hasTwoWays(calendar)) return undefined;
  const [hours, days] = [rollupOf(range, calendar, metric, Infinity), rollupOf(range, calendar, metric, 0)];
  return hours.sources.length < days.sources.length ? pointsOfWeek(hours.sources) : undefined;
};

const sourceWords: Record<AmazonPeriod, string> = {
  SINGLE: 'one value each',
  PT15M: 'quarter-hours',
  PT1H: 'hours',
  P1D: 'UTC days',
};

/**
 * How the points of a series were requested from Amazon, in a few words: `summed from UTC days and hours`.
 *
 * @param sources Amazon's periods, or `undefined` if the points are Amazon's own
 */
export const describeSources = (sources: readonly AmazonPeriod[] | undefined): string => {
  if (sources === undefined) return "Amazon's own values";
  const parts = sources.map((period) => sourceWords[period]);
  return `${sources.includes('SINGLE') ? 'asked as' : 'summed from'} ${parts.join(' and ')}`;
};

const tooLong = (metric: MetricName, { startTime, endTime }: Window): string =>
  `${metric} can be had for at most 7 days at once, and this bucket has ${(endTime - startTime) / hourMs} hours`;

/**
 * How the series of a metric is built. The range is exactly the query's: a bucket that its edges cut is built from the
 * part within the range.
 *
 * @param pageSize points on one of Amazon's pages, if known
 *
 * @example
 * ```ts
 * const range = { startTime: Date.UTC(2026, 7, 1), endTime: Date.UTC(2026, 8, 1) };
 * rollupOf(range, { period: 'P1M', timeZone: 'UTC', week: 'mon' }, 'totalSessions').sources;
 * // [{ period: 'P1D', window: range }]: August is summed from its days
 * ```
 */
export const rollupOf = (range: Window, calendar: Calendar, metric: MetricName, pageSize?: number): Rollup => {
  const { period } = calendar;
  const { additive } = metricOf(metric);
  const direct = (asked: AmazonPeriod): Rollup => ({
    buckets: [],
    isDirect: true,
    sources: [{ period: asked, window: range }],
    impossible: [],
  });
  if (!isCalendarPeriod(period) && !(period === 'SINGLE' && additive && isOn(hourMs, range))) return direct(period);
  const buckets = bucketsOf(range, calendar);
  if (period === 'P1D' && buckets.every((bucket) => isOn(dayMs, bucket))) return direct(period);
  const isImpossible = (bucket: Window): boolean => !additive && bucket.endTime - bucket.startTime > maxWindowMs;
  const within = ({ period: asked, window }: RollupSource): RollupSource => ({
    period: asked,
    window: {
      startTime: Math.max(window.startTime, range.startTime),
      endTime: Math.min(window.endTime, range.endTime),
    },
  });
  const sourcesBy = (way: Way): readonly RollupSource[] =>
    joined(
      buckets
        .filter((bucket) => !isImpossible(bucket))
        .flatMap((bucket) => sourcesOf(bucket, calendar, additive, way))
        .map(within)
        .filter(({ window }) => window.startTime < window.endTime),
    );
  const days = sourcesBy('days');
  const hours = hasTwoWays(calendar) ? sourcesBy('hours') : days;
  const sources = hours !== days && isCheaper(hours, days, pageSize) ? hours : days;
  const impossible = buckets.filter(isImpossible).map((bucket) => ({ bucket, reason: tooLong(metric, bucket) }));
  return { buckets, isDirect: false, sources, impossible };
};

/** The points that arrived for one requested range. */
export interface SourcePoints {
  readonly source: RollupSource;
  readonly points: Points;
}

/**
 * The series that the sources of a rollup make up: one point for each bucket, stamped with its beginning. A bucket for
 * which Amazon has nothing has no point.
 *
 * @throws {FailureError} `bad_answer`, for a second value of a metric that isn't additive
 * @throws {FailureError} `too_large`, if a sum is beyond Excel's numbers
 */
export const rolledUp = (metric: MetricName, buckets: readonly Window[], parts: readonly SourcePoints[]): Points => {
  const { additive } = metricOf(metric);
  const sums = new Map<number, number>();
  const indexAt = (instant: Instant): number =>
    lowerBound(buckets.length, (index) => (buckets[index]?.endTime ?? instant) > instant);
  for (const { source, points } of parts) {
    const { startTime } = source.window;
    const isSingle = amazonBucketMs(source.period) === undefined;
    points.timestamps.forEach((timestamp, at) => {
      // Amazon can stamp a bucket with its edge before the range's start, and doesn't document how it stamps SINGLE.
      const index = indexAt(isSingle ? startTime : Math.max(timestamp, startTime));
      const before = sums.get(index);
      if (before !== undefined && !additive)
        throw badAnswer(`it gives ${metric} two values from ${formatInstant(startTime)} on`);
      sums.set(index, (before ?? 0) + (points.values[at] ?? Number.NaN));
    });
  }
  const timestamps: Instant[] = [];
  const values: number[] = [];
  buckets.forEach((bucket, index) => {
    const sum = sums.get(index);
    if (sum === undefined) return;
    timestamps.push(bucket.startTime);
    values.push(checkedSum(metric, bucket.startTime, sum));
  });
  return { timestamps, values };
};
