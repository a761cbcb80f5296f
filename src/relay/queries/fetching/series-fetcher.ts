/** Makes each series of a query from Amazon's segments: which ones, of which period, and how they add up. */
import { type AmazonPeriod, maxWindowMs, type MetricName } from '../../../core/domain/catalog';
import type { Instant } from '../../../core/domain/instant';
import { type Query, type Series, type SeriesKey, seriesKeys } from '../../../core/query/query';
import { isCalendarPeriod } from '../../../core/time/calendar';
import { type Points, seriesOf } from '../../../core/windows/points';
import {
  decisivePageSize,
  rolledUp,
  type Rollup,
  rollupOf,
  type RollupSource,
  type SourcePoints,
} from '../../../core/windows/rollup';
import { isSettled, offGrid, planWindows, segmentsOf } from '../../../core/windows/windows';
import type { EventLoop } from '../../lib/event-loop';
import type { FetchedPoints } from '../segments/segment-codec';
import type { QueryRun } from './query-run';
import type { SegmentLoader } from './segment-loader';

/** A series, and what it took. */
export interface FetchedSeries {
  readonly series: Series;
  /** How many of Amazon's windows it takes. */
  readonly windows: number;
  /** When the oldest part that may still change was fetched; Infinity where none may. */
  readonly fetchedAt: Instant;
}

interface FetchedPart extends SourcePoints {
  readonly points: FetchedPoints;
}

/** Joins the points of consecutive segments. There may be a million. */
const joined = async (segments: readonly Points[], loop: EventLoop): Promise<Points> => {
  const timestamps: Instant[] = [];
  const values: number[] = [];
  for (const segment of segments) {
    if (loop.isSpent) await loop.rest();
    timestamps.push(...segment.timestamps);
    values.push(...segment.values);
  }
  return { timestamps, values };
};

/** The series of a query for one of Amazon's own periods: Amazon's points as they are. */
const directly = async (
  { metric }: SeriesKey,
  startTime: Instant,
  parts: readonly FetchedPart[],
  loop: EventLoop,
): Promise<Points> => {
  const points = parts.map((part) => part.points);
  return parts[0]?.source.period === 'SINGLE'
    ? seriesOf({ metric, period: 'SINGLE', startTime }, points)
    : joined(points, loop);
};

/** Fetches the series of queries, by the rollup that costs the fewest requests. */
export class SeriesFetcher {
  readonly #loader: SegmentLoader;
  readonly #loop: EventLoop;

  constructor(loader: SegmentLoader, loop: EventLoop) {
    this.#loader = loader;
    this.#loop = loop;
  }

  /**
   * Finds out, by the query's first week, whether a page of Amazon holds a week of hours. If so, calendar periods cost
   * the fewest requests as hours; else as days, with hours at their edges. The query needs the first week either way.
   */
  async learnPages(work: QueryRun, until: Instant): Promise<void> {
    const { query } = work.asked;
    const { startTime, maxResults } = query;
    if (!isCalendarPeriod(query.period)) return;
    const range = { startTime, endTime: until };
    for (const key of seriesKeys(query)) {
      const points = decisivePageSize(range, query, key.metric);
      if (points === undefined) continue;
      if (this.#loader.knowsPages(points, maxResults)) return;
      const [first] = rollupOf(range, query, key.metric, Infinity).sources;
      if (first === undefined) return;
      const week = { startTime, endTime: Math.min(until, startTime + maxWindowMs), period: first.period };
      await this.#loader.segments(work, { ...key, period: first.period }, segmentsOf(week, until));
      return;
    }
  }

  /** Plans how each metric's series is made, once for all intents and locales. */
  rollups(query: Query, until: Instant): (metric: MetricName) => Rollup {
    const { startTime, maxResults } = query;
    const known = new Map<MetricName, Rollup>();
    return (metric) => {
      const pageSize = this.#loader.pageSize(maxResults);
      const rollup = known.get(metric) ?? rollupOf({ startTime, endTime: until }, query, metric, pageSize);
      known.set(metric, rollup);
      return rollup;
    };
  }

  /**
   * Fetches one series, in ascending order of time.
   * @throws {FailureError} the failure of the first of its requests that failed
   */
  async fetch(work: QueryRun, key: SeriesKey, rollup: Rollup, until: Instant): Promise<FetchedSeries> {
    const { startTime } = work.asked.query;
    const parts = await this.#parts(work, key, rollup.sources, until);
    const moving = parts.filter(({ source, points }) => !isSettled(source.window, key.metric, points.fetchedAt));
    const { timestamps, values } = rollup.isDirect
      ? await directly(key, startTime, parts, this.#loop)
      : rolledUp(key.metric, rollup.buckets, parts);
    const sources = [...new Set(rollup.sources.map(({ period }) => period))];
    const strays = parts.reduce((sum, { source, points }) => sum + offGrid(points, source.window, source.period), 0);
    const impossible = rollup.impossible.map(({ bucket, reason }) => ({ timestamp: bucket.startTime, reason }));
    return {
      series: {
        ...key,
        timestamps,
        values,
        ...(rollup.isDirect ? {} : { sources }),
        ...(strays === 0 ? {} : { offGrid: strays }),
        ...(impossible.length === 0 ? {} : { impossible }),
      },
      windows: rollup.sources.reduce(
        (sum, { window, period }) => sum + planWindows({ ...window, period }, until).length,
        0,
      ),
      fetchedAt: Math.min(...moving.map(({ points }) => points.fetchedAt)),
    };
  }

  /** Fetches the sources, segment by segment, in their order. */
  async #parts(
    work: QueryRun,
    key: SeriesKey,
    sources: readonly RollupSource[],
    until: Instant,
  ): Promise<readonly FetchedPart[]> {
    const periods = [...new Set(sources.map(({ period }) => period))];
    const ofPeriod = async (period: AmazonPeriod): Promise<readonly FetchedPart[]> => {
      const windows = sources.filter((source) => source.period === period).map(({ window }) => window);
      const segments = windows.flatMap((window) => segmentsOf({ ...window, period }, until));
      const fetched = await this.#loader.segments(work, { ...key, period }, segments);
      return segments.flatMap((window, index) => {
        const points = fetched[index];
        return points === undefined ? [] : [{ source: { period, window }, points }];
      });
    };
    return (await Promise.all(periods.map(ofPeriod))).flat();
  }
}
