/** Numbers of longer buckets from those of shorter ones that are known already. */
import { amazonBucketMs, metricOf, type AmazonPeriod, type MetricName } from '../../../core/domain/catalog';
import { floorTo, type Instant, type Window } from '../../../core/domain/instant';
import { isOnGrid } from '../../../core/windows/segments';
import { maxNumber } from '../../../core/windows/merge';
import type { Fetched } from './segment-codec';

const shorter: Readonly<Record<AmazonPeriod, readonly AmazonPeriod[]>> = {
  SINGLE: [],
  PT15M: [],
  PT1H: ['PT15M'],
  P1D: ['PT1H', 'PT15M'],
};

/** The periods whose buckets can be summed to those of another, longest first; none for what does not add up. */
export const shorterPeriods = (metric: MetricName, period: AmazonPeriod): readonly AmazonPeriod[] =>
  metricOf(metric).additive ? shorter[period] : [];

/** A segment with its points summed to buckets of a longer period; undefined where they do not make it up. */
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
  // The answer itself fails in words.
  if (values.some((value) => Math.abs(value) > maxNumber)) return undefined;
  return { timestamps: [...sums.keys()], values, fetchedAt: fetched.fetchedAt };
};
