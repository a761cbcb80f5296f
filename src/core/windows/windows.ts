/**
 * Cuts a query's range into what Amazon can answer, and into the units in which answers are cached and shared. A window
 * is one request. A segment is the part of a query within one UTC day: the whole day, or what the range's edges leave of
 * it. SINGLE has no buckets, so its segments are its windows.
 */
import { amazonBucketMs, type AmazonPeriod, maxWindowMs, type MetricName } from '../domain/catalog';
import { floorTo, floorToDay, type Instant, type Window } from '../domain/instant';
import { settledUntil } from '../query/freshness';
import type { Points } from './points';

/** The latest end for a window that begins at `startTime`, so that no bucket is cut in two. */
const cutAfter = (startTime: Instant, period: AmazonPeriod): Instant => {
  const step = amazonBucketMs(period);
  const latest = startTime + maxWindowMs;
  return step === undefined ? floorToDay(latest) : floorTo(latest, step);
};

/**
 * Windows of at most seven days that cover the range, cut on UTC bucket edges. The first keeps its exact start, the
 * last its exact end. Time after `now` isn't requested, so the list is empty for a range that hasn't begun.
 *
 * @example
 * ```ts
 * const [startTime, endTime] = [Date.UTC(2026, 7, 1), Date.UTC(2026, 7, 10)];
 * planWindows({ startTime, endTime, period: 'P1D' }, Date.now());
 * // two windows: 1 to 8 August, and 8 to 10 August
 * ```
 */
export const planWindows = (
  { startTime, endTime, period }: Window & { readonly period: AmazonPeriod },
  now: Instant,
): readonly Window[] => {
  const last = Math.min(endTime, now);
  const windows: Window[] = [];
  for (let start = startTime; start < last;) {
    const end = last - start <= maxWindowMs ? last : cutAfter(start, period);
    windows.push({ startTime: start, endTime: end });
    start = end;
  }
  return windows;
};

/** The number of buckets of the period that a window touches. SINGLE has one bucket. */
export const bucketsIn = ({ startTime, endTime }: Window, period: AmazonPeriod): number => {
  const step = amazonBucketMs(period);
  return step === undefined ? 1 : Math.ceil(endTime / step) - Math.floor(startTime / step);
};

/**
 * Cuts a window into parts that each fit on one page of `pageSize` points. Used for the rest of a window when its first
 * page shows that Amazon returns fewer points on a page than the window holds. SINGLE stays whole.
 */
export const splitByPage = (window: Window, period: AmazonPeriod, pageSize: number): readonly Window[] => {
  const step = amazonBucketMs(period);
  if (step === undefined) return [window];
  const parts: Window[] = [];
  for (let start = window.startTime; start < window.endTime;) {
    const end = Math.min(window.endTime, floorTo(start, step) + step * pageSize);
    parts.push({ startTime: start, endTime: end });
    start = end;
  }
  return parts;
};

/** The part of a window after the bucket that holds a timestamp, or `undefined` if nothing is left. */
export const afterBucket = (window: Window, timestamp: Instant, period: AmazonPeriod): Window | undefined => {
  const step = amazonBucketMs(period);
  if (step === undefined) return undefined;
  const startTime = floorTo(timestamp, step) + step;
  return startTime < window.endTime ? { startTime, endTime: window.endTime } : undefined;
};

/** Length of a UTC day in milliseconds. */
export const dayMs = 86_400_000;

/** The segments of a range with one period, in ascending order, without time after `now`. */
export const segmentsOf = (range: Window & { readonly period: AmazonPeriod }, now: Instant): readonly Window[] => {
  if (amazonBucketMs(range.period) === undefined) return planWindows(range, now);
  const last = Math.min(range.endTime, now);
  const segments: Window[] = [];
  for (let startTime = range.startTime; startTime < last;) {
    const endTime = Math.min(last, floorToDay(startTime) + dayMs);
    segments.push({ startTime, endTime });
    startTime = endTime;
  }
  return segments;
};

/** A key for a segment, unique within its series: the day's number since 1970, or start and end of a part of a day. */
export const segmentKey = ({ startTime, endTime }: Window): string =>
  endTime - startTime === dayMs && startTime % dayMs === 0
    ? String(startTime / dayMs)
    : `${(startTime / 1000).toString(36)}-${(endTime / 1000).toString(36)}`;

/** Whether Amazon's values of a segment were final when they were requested. */
export const isSettled = ({ endTime }: Window, metric: MetricName, fetchedAt: Instant): boolean =>
  endTime <= settledUntil(metric, fetchedAt);

/**
 * The number of points with timestamps off the grid of the period's buckets. A point at the segment's own start, which
 * cuts a bucket, doesn't count.
 */
export const offGrid = ({ timestamps }: Points, { startTime }: Window, period: AmazonPeriod): number => {
  const step = amazonBucketMs(period);
  if (step === undefined) return 0;
  return timestamps.filter((timestamp) => timestamp % step !== 0 && timestamp !== startTime).length;
};

/** Whether every point is stamped with the beginning of a bucket. */
export const isOnGrid = (points: Points, segment: Window, period: AmazonPeriod): boolean =>
  offGrid(points, segment, period) === 0;

/**
 * The UTC day around a segment, if all buckets of the segment are whole. That day's points are then the segment's, too.
 * Otherwise `undefined`.
 */
export const dayAround = ({ startTime, endTime }: Window, period: AmazonPeriod): Window | undefined => {
  const step = amazonBucketMs(period);
  if (step === undefined || startTime % step !== 0 || endTime % step !== 0) return undefined;
  const day = floorToDay(startTime);
  return { startTime: day, endTime: day + dayMs };
};

/** Groups segments that follow one another on a bucket's edge, so that each group can be requested as one range. */
export const consecutiveSegments = <P extends { readonly window: Window }>(
  segments: readonly P[],
  period: AmazonPeriod,
): readonly (readonly P[])[] => {
  const step = amazonBucketMs(period);
  // A SINGLE answer is one number: two segments requested as one would return another number.
  if (step === undefined) return segments.map((segment) => [segment]);
  const groups: P[][] = [];
  const longestFirst = [...segments].sort(
    ({ window: one }, { window: other }) => one.startTime - other.startTime || other.endTime - one.endTime,
  );
  for (const segment of longestFirst) {
    const { startTime } = segment.window;
    const before = groups.findLast((group) => group.at(-1)?.window.endTime === startTime);
    if (before === undefined || startTime % step !== 0) groups.push([segment]);
    else before.push(segment);
  }
  return groups;
};

/**
 * The requests that answer a range: at most seven days each, and no more buckets than fit on a page.
 *
 * @param pageSize points on a page, or `undefined` if unknown
 */
export const requestsFor = (range: Window, period: AmazonPeriod, pageSize: number | undefined): readonly Window[] => {
  const step = amazonBucketMs(period);
  return step !== undefined && pageSize !== undefined && pageSize * step <= maxWindowMs
    ? splitByPage(range, period, pageSize)
    : planWindows({ ...range, period }, range.endTime);
};
