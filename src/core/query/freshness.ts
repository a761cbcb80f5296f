/** When Amazon's numbers stop changing. */
import { type MetricName, metricOf } from '../domain/catalog';
import type { Instant } from '../domain/instant';
import { bucketStart, type Calendar } from '../time/calendar';
import type { Query } from './query';

/** The instant by which a bucket must have ended for its value to be final. */
export const settledUntil = (metric: MetricName, now: Instant): Instant => now - metricOf(metric).lagHours * 3_600_000;

/** The timestamp from which points of the query can still change, or `undefined` if all are final. */
export const provisionalFrom = (
  query: Pick<Query, 'metrics' | 'startTime' | 'endTime' | keyof Calendar>,
  now: Instant,
): Instant | undefined => {
  const { metrics, startTime, endTime } = query;
  const settled = Math.min(...metrics.map((metric) => settledUntil(metric, now)));
  if (Math.min(endTime, now) <= settled) return undefined;
  if (query.period === 'SINGLE') return startTime;
  // The bucket that holds that instant has not settled as a whole.
  return bucketStart(Math.max(settled, startTime), query);
};
