/** How much one query may ask for, told before any of it is planned. */
import { countBuckets, isCalendarPeriod } from '../time/calendar';
import { amazonBucketMs, maxWindowMs, metricOf } from '../domain/catalog';
import { offsetAt } from '../time/excel-time';
import type { Failure } from '../domain/failure';
import type { Instant, Window } from '../domain/instant';
import { dayMs } from './segments';
import type { Query } from '../query/question';

/** Values in one answer, at most: more cells than Excel takes of a function, whatever its version. */
export const maxPoints = 2_500_000;

/** Days of all series in one answer, at most: each is kept, shared and asked by itself. */
export const maxSegments = 100_000;

interface Asked {
  /** Values that are asked of Amazon for each series, at most: a day of a zone is made of 24 hours. */
  readonly buckets: number;
  /** UTC days in each series; of what is asked as one value, the weeks. */
  readonly segments: number;
}

export interface QuerySize extends Asked {
  readonly series: number;
}

const hourMs = 3_600_000;

/** Values that make up a day of a zone, whose midnights may be in the middle of an hour. */
const valuesOfDay = ({ startTime, endTime }: Window, timeZone: string): number =>
  [startTime, startTime + dayMs * 182, endTime].every((instant) => offsetAt(instant, timeZone) % hourMs === 0)
    ? 24
    : 96;

/** What is asked of Amazon for each series of what adds up, or of what does not; see rollupOf. */
const askedFor = (range: Window, query: Query, additive: boolean): Asked => {
  const { period, timeZone } = query;
  const { startTime, endTime } = range;
  const within = (step: number): number => Math.ceil(endTime / step) - Math.floor(startTime / step);
  const days = within(dayMs);
  if (period === 'SINGLE') {
    const weeks = Math.ceil((endTime - startTime) / maxWindowMs);
    const isSum = additive && startTime % hourMs === 0 && endTime % hourMs === 0;
    // Two weeks cost no more in hours than in days and what is left at their edges.
    return isSum ? { buckets: Math.min(within(hourMs), days + 336), segments: days } : { buckets: 1, segments: weeks };
  }
  if (!isCalendarPeriod(period)) return { buckets: within(amazonBucketMs(period) ?? dayMs), segments: days };
  if (timeZone === 'UTC' && (additive || period === 'P1D')) return { buckets: days, segments: days };
  const own = countBuckets(range, query);
  if (!additive) return { buckets: own, segments: own };
  const fine = valuesOfDay(range, timeZone);
  // Longer ones are made of UTC days, and of hours at their edges alone.
  return period === 'P1D' || period === 'P1W'
    ? { buckets: fine * days, segments: days }
    : { buckets: days + fine * (own + 1), segments: days + own };
};

/** How much a query asks for. What lies after `now` is not asked. */
export const sizeOf = (query: Query, now: Instant): QuerySize => {
  const { startTime, metrics, intents, locales } = query;
  const range = { startTime, endTime: Math.max(startTime, Math.min(query.endTime, now)) };
  const asked = metrics.map((metric) => askedFor(range, query, metricOf(metric).additive));
  return {
    buckets: Math.max(...asked.map(({ buckets }) => buckets)),
    segments: Math.max(...asked.map(({ segments }) => segments)),
    series: metrics.length * Math.max(1, intents.length) * Math.max(1, locales.length),
  };
};

/** A count as it is read: 2,500,000. Intl would take tens of milliseconds for its first. */
export const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const failure = (asked: string, allowed: number, of: string): Failure => ({
  code: 'too_large',
  message: `This asks for ${asked}. One query can ask for at most ${countText(allowed)} ${of}.`,
  advice: 'Request a shorter range, a longer period, or fewer metrics, intents or locales.',
});

/** Why a query is larger than any that is answered; undefined where it is not. */
export const tooLarge = (query: Query, now: Instant): Failure | undefined => {
  const { buckets, segments, series } = sizeOf(query, now);
  const each = (count: number, what: string): string =>
    `${countText(count * series)} ${what} (${countText(count)} for each of ${countText(series)} columns)`;
  if (buckets * series > maxPoints) return failure(each(buckets, 'values'), maxPoints, 'values');
  if (segments * series > maxSegments) return failure(each(segments, 'days of data'), maxSegments, 'days of data');
  return undefined;
};
