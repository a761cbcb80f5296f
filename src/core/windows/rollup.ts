/**
 * How a bucket that Amazon does not answer is made of those that it does. Amazon has quarter-hours, hours and UTC days,
 * and one value of any range up to a week. What adds up is summed from the largest of its buckets that fit; what does
 * not (distinct customers, means, rates) is asked as one value of the very bucket.
 */
import { lowerBound, checkedSum } from './merge';
import { bucketsOf, isCalendarPeriod, type Calendar } from '../time/calendar';
import { amazonBucketMs, maxWindowMs, metricOf, type AmazonPeriod, type MetricName } from '../domain/catalog';
import { badAnswer, type Points } from './collect';
import { floorToDay, formatInstant, type Instant, type Window } from '../domain/instant';
import { dayMs } from './segments';
import { planWindows } from './plan';

/** A range to be asked of Amazon with one of its periods. */
export interface Source {
  readonly period: AmazonPeriod;
  readonly window: Window;
}

export interface Rollup {
  /** The whole buckets that the range touches, in ascending order; none are listed where Amazon's are the answer. */
  readonly buckets: readonly Window[];
  /** Amazon's buckets are the buckets: its points are the answer as they stand. */
  readonly isDirect: boolean;
  /** What is asked, in ascending order, without overlaps. */
  readonly sources: readonly Source[];
  /** Buckets of which Amazon can give no value, and why. */
  readonly impossible: readonly { readonly bucket: Window; readonly reason: string }[];
}

const hourMs = 3_600_000;
const quarterMs = hourMs / 4;

const isOn = (step: number, { startTime, endTime }: Window): boolean => startTime % step === 0 && endTime % step === 0;

/** The longest of Amazon's periods shorter than a day on whose edges a bucket begins and ends; undefined for none. */
const finePeriod = (bucket: Window): 'PT1H' | 'PT15M' | undefined =>
  isOn(hourMs, bucket) ? 'PT1H' : isOn(quarterMs, bucket) ? 'PT15M' : undefined;

/** Days that lie wholly in a bucket come as days, and what its edges leave of others in hours. */
const daysAndEdges = (bucket: Window, fine: 'PT1H' | 'PT15M'): readonly Source[] => {
  const { startTime, endTime } = bucket;
  const [first, last] = [-floorToDay(-startTime), floorToDay(endTime)];
  if (last <= first) return [{ period: fine, window: bucket }];
  const source = (from: Instant, to: Instant): readonly Source[] => {
    const window = { startTime: from, endTime: to };
    // In a zone that changes by half an hour, a week or month may begin on a whole hour and end on none.
    return from < to ? [{ period: isOn(dayMs, window) ? 'P1D' : (finePeriod(window) ?? fine), window }] : [];
  };
  return [...source(startTime, first), ...source(first, last), ...source(last, endTime)];
};

/** How buckets that begin or end within UTC days are summed: with the days between their edges, or in hours alone. */
type Way = 'days' | 'hours';

const sourcesOf = (bucket: Window, calendar: Calendar, additive: boolean, way: Way): readonly Source[] => {
  const isUtc = isOn(dayMs, bucket);
  if (isUtc && (additive || calendar.period === 'P1D')) return [{ period: 'P1D', window: bucket }];
  const fine = additive ? finePeriod(bucket) : undefined;
  if (fine === undefined) return [{ period: 'SINGLE', window: bucket }];
  // Where clocks have changed by half an hour, days of one half of the bucket are known as hours, of the other as quarter-hours.
  const edge = (instant: Instant): string | undefined => finePeriod({ startTime: instant, endTime: instant });
  const isEven = edge(bucket.startTime) === edge(bucket.endTime);
  return way === 'hours' && isEven ? [{ period: fine, window: bucket }] : daysAndEdges(bucket, fine);
};

/** Ranges of one period that follow one another as one; a SINGLE is one number, and stays alone. */
const joined = (sources: readonly Source[]): readonly Source[] => {
  const found: Source[] = [];
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

const requestsOf = (sources: readonly Source[]): number =>
  sources.reduce((sum, { window, period }) => sum + planWindows({ ...window, period }, window.endTime).length, 0);

/** How many points come for a week of what is asked in hours. */
const pointsOfWeek = (hours: readonly Source[]): number =>
  maxWindowMs / Math.min(...hours.map(({ period }) => amazonBucketMs(period) ?? maxWindowMs));

/**
 * Whether hours alone cost no more than the edges do, whose days may be known: a week is one request then, instead of two.
 * Where a page holds no week of them, days and edges are always the cheaper way.
 */
const isCheaper = (hours: readonly Source[], days: readonly Source[], pageSize = 0): boolean =>
  pageSize >= pointsOfWeek(hours) && requestsOf(hours) <= requestsOf(days.filter(({ period }) => period !== 'P1D'));

/** A day of a zone holds no whole day of UTC: it is made of hours whatever pages hold. */
const hasTwoWays = ({ period }: Calendar): boolean => period !== 'P1D';

/** How many points a page must hold for the cheaper way to be possible; undefined where the size of pages makes no difference. */
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

/** How the points of a series were asked of Amazon, in a few words; `sources` are left out where they are Amazon's own. */
export const describeSources = (sources: readonly AmazonPeriod[] | undefined): string => {
  if (sources === undefined) return "Amazon's own values";
  const parts = sources.map((period) => sourceWords[period]);
  return `${sources.includes('SINGLE') ? 'asked as' : 'summed from'} ${parts.join(' and ')}`;
};

const tooLong = (metric: MetricName, { startTime, endTime }: Window): string =>
  `${metric} can be had for at most 7 days at once, and this bucket has ${(endTime - startTime) / hourMs} hours`;

/**
 * How the series of a metric is made. The range is that of the query, its edges exact: a bucket that they cut is made
 * of what they leave of it. `pageSize`, where known, is how many points a page of Amazon's holds.
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
  const within = ({ period: asked, window }: Source): Source => ({
    period: asked,
    window: {
      startTime: Math.max(window.startTime, range.startTime),
      endTime: Math.min(window.endTime, range.endTime),
    },
  });
  const sourcesBy = (way: Way): readonly Source[] =>
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

/** What came for a range that was asked. */
export interface SourcePoints {
  readonly source: Source;
  readonly points: Points;
}

/**
 * The series that the sources of a rollup make up: one point a bucket, stamped with its beginning; a bucket of which
 * Amazon has nothing has none. Throws FailureErrors: `bad_answer` for a second value of what does not add up, and
 * `too_large` for a sum beyond Excel's numbers.
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
      // A bucket may be stamped with its edge before the range's start, and nothing says how SINGLE is stamped.
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
