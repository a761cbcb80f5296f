/** Decides which cached numbers may serve a refresh. */
import type { MetricName } from '../../../core/domain/catalog';
import type { Instant, Window } from '../../../core/domain/instant';
import { isSettled } from '../../../core/windows/windows';

/** The freshness that a query requires. */
export interface Freshness {
  /** Numbers fetched since then are fresh enough. */
  readonly since: Instant;
  /** Whether all older numbers must be fetched again, even those that Amazon no longer corrects. */
  readonly all: boolean;
}

/**
 * Whether the cached numbers of a segment may serve. Amazon may correct settled numbers until `restateMs` milliseconds
 * after the segment's end; a refresh fetches numbers again that were fetched before that.
 *
 * @param fresh undefined: all cached numbers serve
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
