/** When Amazon's numbers stop changing. */
import { bucketMs, metricOf, type MetricName } from './catalogue';
import { floorTo, type Instant } from './instant';
import type { Question } from './question';

/** Values of buckets that end by then are final. */
export const settledUntil = (metric: MetricName, now: Instant): Instant => now - metricOf(metric).lagHours * 3_600_000;

/** The timestamp from which on points of the question may still change, or undefined where all are final. */
export const provisionalFrom = (
  { metrics, startTime, endTime, period }: Pick<Question, 'metrics' | 'startTime' | 'endTime' | 'period'>,
  now: Instant,
): Instant | undefined => {
  const settled = Math.min(...metrics.map((metric) => settledUntil(metric, now)));
  if (Math.min(endTime, now) <= settled) return undefined;
  const step = bucketMs(period);
  if (step === undefined) return startTime;
  return Math.max(floorTo(settled, step), floorTo(startTime, step));
};
