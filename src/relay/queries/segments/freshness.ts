/** Which of the numbers that are known may serve an answer that is to be fresh. */
import type { MetricName } from '../../../core/domain/catalog';
import type { Instant, Window } from '../../../core/domain/instant';
import { isSettled } from '../../../core/windows/segments';

/** How fresh an answer is to be. */
export interface Freshness {
  /** What was asked since then is fresh. */
  readonly since: Instant;
  /** Whether even numbers are asked for again that Amazon corrects no more. */
  readonly all: boolean;
}

/**
 * Whether the numbers of a segment serve. Amazon may correct them for a while after they have settled (`restateMs` after the
 * segment's end): until they have been asked later than that, a fresh answer asks them again.
 */
export const serves = (
  segment: Window,
  metric: MetricName,
  fetchedAt: Instant,
  fresh: Freshness | undefined,
  restateMs: number,
): boolean => {
  if (fresh === undefined || fetchedAt >= fresh.since) return true;
  return !fresh.all && isSettled(segment, metric, fetchedAt) && fetchedAt >= segment.endTime + restateMs;
};
