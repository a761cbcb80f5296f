/** Cuts a query's range into requests that Amazon can answer. */
import { amazonBucketMs, type AmazonPeriod, maxWindowMs } from '../domain/catalog';
import { floorTo, floorToDay, type Instant, type Window } from '../domain/instant';

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
