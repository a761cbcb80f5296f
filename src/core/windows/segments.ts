/**
 * The units in which answers are cached, shared and requested. A segment is the part of a query within one UTC day: the
 * whole day, or what the range's edges leave of it. SINGLE has no buckets, so its segments are its windows.
 */
import { amazonBucketMs, type AmazonPeriod, maxWindowMs, type MetricName } from '../domain/catalog';
import { floorToDay, type Instant, type Window } from '../domain/instant';
import { settledUntil } from '../query/freshness';
import type { Points } from './collect';
import { planWindows, splitByPage } from './plan';

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
export const chainsOf = <P extends { readonly window: Window }>(
  segments: readonly P[],
  period: AmazonPeriod,
): readonly (readonly P[])[] => {
  const step = amazonBucketMs(period);
  // A SINGLE answer is one number: two segments requested as one would return another number.
  if (step === undefined) return segments.map((segment) => [segment]);
  const chains: P[][] = [];
  const longestFirst = [...segments].sort(
    ({ window: one }, { window: other }) => one.startTime - other.startTime || other.endTime - one.endTime,
  );
  for (const segment of longestFirst) {
    const { startTime } = segment.window;
    const before = chains.findLast((chain) => chain.at(-1)?.window.endTime === startTime);
    if (before === undefined || startTime % step !== 0) chains.push([segment]);
    else before.push(segment);
  }
  return chains;
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
