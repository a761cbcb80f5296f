/**
 * The units in which answers are known, shared and asked. A piece is what a question wants of one UTC day: the whole
 * day, or what the range's edges leave of it. SINGLE has no buckets, so its pieces are its windows.
 */
import { amazonBucketMs, maxWindowMs, type MetricName, type AmazonPeriod } from '../domain/catalog';
import type { Points } from './collect';
import { settledUntil } from '../query/freshness';
import { floorToDay, type Instant, type Window } from '../domain/instant';
import { planWindows, splitByPage } from './plan';

/** Length of a UTC day in milliseconds. */
export const dayMs = 86_400_000;

/** The pieces of a range that is asked with one period, in ascending order, without what lies after `now`. */
export const piecesOf = (range: Window & { readonly period: AmazonPeriod }, now: Instant): readonly Window[] => {
  if (amazonBucketMs(range.period) === undefined) return planWindows(range, now);
  const last = Math.min(range.endTime, now);
  const pieces: Window[] = [];
  for (let startTime = range.startTime; startTime < last;) {
    const endTime = Math.min(last, floorToDay(startTime) + dayMs);
    pieces.push({ startTime, endTime });
    startTime = endTime;
  }
  return pieces;
};

/** A piece's name among those of its series. */
export const pieceName = ({ startTime, endTime }: Window): string =>
  endTime - startTime === dayMs && startTime % dayMs === 0
    ? String(startTime / dayMs)
    : `${(startTime / 1000).toString(36)}-${(endTime / 1000).toString(36)}`;

/** Whether Amazon's values of a piece were final when it was asked. */
export const isSettled = ({ endTime }: Window, metric: MetricName, fetchedAt: Instant): boolean =>
  endTime <= settledUntil(metric, fetchedAt);

/** How many points are stamped off the grid of their period's buckets; one at the piece's own start, which cuts a bucket, is not. */
export const offGrid = ({ timestamps }: Points, { startTime }: Window, period: AmazonPeriod): number => {
  const step = amazonBucketMs(period);
  if (step === undefined) return 0;
  return timestamps.filter((timestamp) => timestamp % step !== 0 && timestamp !== startTime).length;
};

/** Whether every point is stamped with the beginning of a bucket. */
export const isOnGrid = (points: Points, piece: Window, period: AmazonPeriod): boolean =>
  offGrid(points, piece, period) === 0;

/** The whole day that holds a piece whose buckets are all whole, so that the day's points are the piece's too. */
export const dayAround = ({ startTime, endTime }: Window, period: AmazonPeriod): Window | undefined => {
  const step = amazonBucketMs(period);
  if (step === undefined || startTime % step !== 0 || endTime % step !== 0) return undefined;
  const day = floorToDay(startTime);
  return { startTime: day, endTime: day + dayMs };
};

/** Groups pieces that follow one another on a bucket's edge, so that each group can be asked as one range. */
export const chainsOf = <P extends { readonly window: Window }>(
  pieces: readonly P[],
  period: AmazonPeriod,
): readonly (readonly P[])[] => {
  const step = amazonBucketMs(period);
  // A SINGLE answer is one number: two pieces asked as one would be another number.
  if (step === undefined) return pieces.map((piece) => [piece]);
  const chains: P[][] = [];
  const longestFirst = [...pieces].sort(
    ({ window: one }, { window: other }) => one.startTime - other.startTime || other.endTime - one.endTime,
  );
  for (const piece of longestFirst) {
    const { startTime } = piece.window;
    const before = chains.findLast((chain) => chain.at(-1)?.window.endTime === startTime);
    if (before === undefined || startTime % step !== 0) chains.push([piece]);
    else before.push(piece);
  }
  return chains;
};

/** The requests that answer a range: at most seven days each, and no more buckets than a page gives, where that is known. */
export const requestsFor = (range: Window, period: AmazonPeriod, pageSize: number | undefined): readonly Window[] => {
  const step = amazonBucketMs(period);
  return step !== undefined && pageSize !== undefined && pageSize * step <= maxWindowMs
    ? splitByPage(range, period, pageSize)
    : planWindows({ ...range, period }, range.endTime);
};
