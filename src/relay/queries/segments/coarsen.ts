/** Sums cached points of shorter buckets to those of longer ones. */
import { amazonBucketMs, type AmazonPeriod, type MetricName, metricOf } from '../../../core/domain/catalog';
import { floorTo, type Instant, type Window } from '../../../core/domain/instant';
import { maxNumber } from '../../../core/windows/points';
import { isOnGrid } from '../../../core/windows/windows';
import type { Fetched } from './segment-codec';

const shorter: Readonly<Record<AmazonPeriod, readonly AmazonPeriod[]>> = {
  SINGLE: [],
  PT15M: [],
  PT1H: ['PT15M'],
  P1D: ['PT1H', 'PT15M'],
};

/** The periods whose buckets add up to those of `period`, longest first; none when the metric isn't additive. */
export const shorterPeriods = (metric: MetricName, period: AmazonPeriod): readonly AmazonPeriod[] =>
  metricOf(metric).additive ? shorter[period] : [];

/**
 * Sums a segment's points to buckets of a longer period.
 *
 * @param from the period of the points
 * @param to the longer period
 * @returns undefined when points are missing or off the grid, or a sum is too large for a cell
 */
export const coarsen = (
  fetched: Fetched,
  window: Window,
  from: AmazonPeriod,
  to: AmazonPeriod,
): Fetched | undefined => {
  const step = amazonBucketMs(to);
  if (step === undefined || !isOnGrid(fetched, window, from)) return undefined;
  const sums = new Map<Instant, number>();
  fetched.timestamps.forEach((timestamp, index) => {
    const bucket = floorTo(timestamp, step);
    sums.set(bucket, (sums.get(bucket) ?? 0) + (fetched.values[index] ?? Number.NaN));
  });
  const values = [...sums.values()];
  // The query itself then fails with a message.
  if (values.some((value) => Math.abs(value) > maxNumber)) return undefined;
  return { timestamps: [...sums.keys()], values, fetchedAt: fetched.fetchedAt };
};
