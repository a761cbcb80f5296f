/** When Amazon's numbers stop changing. */
import { bucketStart, type Calendar } from '../time/calendar';
import { metricOf, type MetricName } from '../domain/catalog';
import type { Instant } from '../domain/instant';
import type { Query } from './question';

/** Values of buckets that end by then are final. */
export const settledUntil = (metric: MetricName, now: Instant): Instant => now - metricOf(metric).lagHours * 3_600_000;

/** The timestamp from which on points of the query may still change, or undefined where all are final. */
export const provisionalFrom = (
  query: Pick<Query, 'metrics' | 'startTime' | 'endTime' | keyof Calendar>,
  now: Instant,
): Instant | undefined => {
  const { metrics, startTime, endTime } = query;
  const settled = Math.min(...metrics.map((metric) => settledUntil(metric, now)));
  if (Math.min(endTime, now) <= settled) return undefined;
  if (query.period === 'SINGLE') return startTime;
  // The bucket that holds that moment has not settled as a whole.
  return bucketStart(Math.max(settled, startTime), query);
};
