/** Limits the size of a query, before any of it is planned. */
import { amazonBucketMs, maxWindowMs, metricOf } from '../domain/catalog';
import type { Failure } from '../domain/failure';
import type { Instant, Window } from '../domain/instant';
import type { Query } from '../query/query';
import { countBuckets, isCalendarPeriod } from '../time/calendar';
import { offsetAt } from '../time/excel-time';
import { dayMs } from './windows';

/** Maximum number of values in one answer: more cells than any version of Excel accepts from a function. */
export const maxPoints = 2_500_000;

/** Maximum number of days in one answer, over all series. Each is requested, cached and shared separately. */
export const maxSegments = 100_000;

/** How much a query requests for each series. */
interface Asked {
  /** Maximum number of values requested from Amazon: a day of a time zone takes 24 hours. */
  readonly buckets: number;
  /** UTC days; for a metric requested as single values, weeks. */
  readonly segments: number;
}

/** The size of a query. */
export interface QuerySize extends Asked {
  /** The number of series, which multiplies the rest. */
  readonly series: number;
}

const hourMs = 3_600_000;

/** Values that make up a day of a zone, whose midnights may be in the middle of a UTC hour. */
const valuesOfDay = ({ startTime, endTime }: Window, timeZone: string): number =>
  [startTime, startTime + dayMs * 182, endTime].every((instant) => offsetAt(instant, timeZone) % hourMs === 0)
    ? 24
    : 96;

/** What is requested from Amazon for one series, depending on whether the metric is additive. See `rollupOf`. */
const askedFor = (range: Window, query: Query, additive: boolean): Asked => {
  const { period, timeZone } = query;
  const { startTime, endTime } = range;
  const within = (step: number): number => Math.ceil(endTime / step) - Math.floor(startTime / step);
  const days = within(dayMs);
  if (period === 'SINGLE') {
    const weeks = Math.ceil((endTime - startTime) / maxWindowMs);
    const isSum = additive && startTime % hourMs === 0 && endTime % hourMs === 0;
    // Two weeks in hours cost no more than in days, with the hours at their edges.
    return isSum ? { buckets: Math.min(within(hourMs), days + 336), segments: days } : { buckets: 1, segments: weeks };
  }
  if (!isCalendarPeriod(period)) return { buckets: within(amazonBucketMs(period) ?? dayMs), segments: days };
  if (timeZone === 'UTC' && (additive || period === 'P1D')) return { buckets: days, segments: days };
  const own = countBuckets(range, query);
  if (!additive) return { buckets: own, segments: own };
  const fine = valuesOfDay(range, timeZone);
  // Longer buckets are built from UTC days, with hours only at their edges.
  return period === 'P1D' || period === 'P1W'
    ? { buckets: fine * days, segments: days }
    : { buckets: days + fine * (own + 1), segments: days + own };
};

/** The size of a query. Time after `now` isn't requested. */
export const querySizeOf = (query: Query, now: Instant): QuerySize => {
  const { startTime, metrics, intents, locales } = query;
  const range = { startTime, endTime: Math.max(startTime, Math.min(query.endTime, now)) };
  const asked = metrics.map((metric) => askedFor(range, query, metricOf(metric).additive));
  return {
    buckets: Math.max(...asked.map(({ buckets }) => buckets)),
    segments: Math.max(...asked.map(({ segments }) => segments)),
    series: metrics.length * Math.max(1, intents.length) * Math.max(1, locales.length),
  };
};

/** A count with separators: `2,500,000`. The first use of Intl would take tens of milliseconds. */
export const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const failure = (asked: string, allowed: number, of: string): Failure => ({
  code: 'too_large',
  message: `This asks for ${asked}. One query can ask for at most ${countText(allowed)} ${of}.`,
  advice: 'Request a shorter range, a longer period, or fewer metrics, intents or locales.',
});

/** The `too_large` failure of a query beyond the limits, or `undefined` if it is within them. */
export const tooLarge = (query: Query, now: Instant): Failure | undefined => {
  const { buckets, segments, series } = querySizeOf(query, now);
  const each = (count: number, what: string): string =>
    `${countText(count * series)} ${what} (${countText(count)} for each of ${countText(series)} columns)`;
  if (buckets * series > maxPoints) return failure(each(buckets, 'values'), maxPoints, 'values');
  if (segments * series > maxSegments) return failure(each(segments, 'days of data'), maxSegments, 'days of data');
  return undefined;
};
