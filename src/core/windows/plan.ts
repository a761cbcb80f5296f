/** Cuts what is asked into requests that Amazon can answer. */
import { amazonBucketMs, maxWindowMs, type AmazonPeriod } from '../domain/catalog';
import { floorTo, floorToDay, type Instant, type Window } from '../domain/instant';

/** The latest edge at which a window that begins at `startTime` may end, so that no bucket is cut in two. */
const cutAfter = (startTime: Instant, period: AmazonPeriod): Instant => {
  const step = amazonBucketMs(period);
  const latest = startTime + maxWindowMs;
  return step === undefined ? floorToDay(latest) : floorTo(latest, step);
};

/**
 * Windows of at most seven days on UTC bucket edges that cover the range; the first keeps its exact start, the last its
 * exact end. What lies after `now` is not asked: the list is empty where nothing has begun.
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

/** How many buckets of the period a window touches; SINGLE is one bucket. */
export const bucketsIn = ({ startTime, endTime }: Window, period: AmazonPeriod): number => {
  const step = amazonBucketMs(period);
  return step === undefined ? 1 : Math.ceil(endTime / step) - Math.floor(startTime / step);
};

/**
 * Cuts a window so that each part fits on one page of `pageSize` points: what is left after a first page has shown
 * that Amazon gives fewer points a page than the window holds.
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

/** What of a window lies after a bucket, or undefined where nothing does. */
export const afterBucket = (window: Window, timestamp: Instant, period: AmazonPeriod): Window | undefined => {
  const step = amazonBucketMs(period);
  if (step === undefined) return undefined;
  const startTime = floorTo(timestamp, step) + step;
  return startTime < window.endTime ? { startTime, endTime: window.endTime } : undefined;
};
