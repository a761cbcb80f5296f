/** Answers queries: whole, within their time, and for as long as somebody waits. */
import { signalsOf } from '../../amazon/smapi/client';
import { withDeadline } from '../../amazon/http/deadline';
import { FailureError } from '../../core/domain/failure';
import type { Points } from '../../core/windows/collect';
import { provisionalFrom } from '../../core/query/freshness';
import type { Instant } from '../../core/domain/instant';
import { isCalendarPeriod } from '../../core/time/calendar';
import { maxWindowMs, type AmazonPeriod, type MetricName } from '../../core/domain/catalog';
import { offsetAt } from '../../core/time/excel-time';
import { seriesOf } from '../../core/windows/merge';
import { dayMs, isSettled, offGrid, segmentsOf } from '../../core/windows/segments';
import { planWindows } from '../../core/windows/plan';
import { seriesKeys, type Answer, type Query, type Series, type SeriesKey } from '../../core/query/question';
import {
  decisivePageSize,
  rolledUp,
  rollupOf,
  type Rollup,
  type Source,
  type SourcePoints,
} from '../../core/windows/rollup';
import { sizeOf } from '../../core/windows/query-size';
import { currentMinute } from '../../core/formula/time-input';
import { processLoop, type EventLoop } from '../lib/event-loop';
import type { Fetched } from './segments/segment-codec';
import { Semaphore } from './fetching/semaphore';
import { MemoryBudget } from './memory-budget';
import { SegmentLoader, type SegmentLoaderDeps } from './fetching/segment-loader';
import { QueryRun, type QueryRequest } from './fetching/query-run';

export interface Engine {
  /** The whole answer, or a FailureError: never a part. */
  answer(asked: QueryRequest): Promise<Answer>;
  /** Forgets what is known of an account's skills. */
  forget(accountId: string): Promise<void>;
  /** Hears what other relays have forgotten of an account, or asked anew. Cheap: it looks at most once a second. */
  hear(accountId: string): Promise<void>;
}

export interface EngineDeps extends SegmentLoaderDeps {
  /** Default: that of the process. */
  readonly loop?: EventLoop;
}

const deadlineExceeded = (deadlineMs: number): FailureError =>
  new FailureError({
    code: 'deadline_exceeded',
    message: `Amazon didn't return all the data within ${Math.round(deadlineMs / 1000)} seconds.`,
    advice: 'Try again: what has arrived is kept, so the next try continues from there.',
  });

/** Segments of one query that are on their way at once: enough to keep Amazon busy, few enough to make. */
const segmentsAtOnce = 4_000;

/** The points of a series in its segments, which follow one another: there may be a million. */
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

/** What a query takes of its asker's room: a segment under way costs as much as so many points. */
const segmentPoints = 10;
const weightOf = (query: Query, now: Instant): number => {
  const { buckets, segments, series } = sizeOf(query, now);
  return series * (buckets + segmentPoints * segments);
};

class FetchEngine implements Engine {
  private readonly loader: SegmentLoader;
  private readonly room = new MemoryBudget();
  private readonly loop: EventLoop;

  constructor(private readonly deps: EngineDeps) {
    this.loop = deps.loop ?? processLoop;
    this.loader = new SegmentLoader(deps, this.loop);
  }

  forget(accountId: string): Promise<void> {
    return this.loader.forget(accountId);
  }

  hear(accountId: string): Promise<void> {
    return this.loader.hear(accountId);
  }

  answer(asked: QueryRequest): Promise<Answer> {
    const { deadlineMs, now } = this.deps;
    const late = (): FailureError => deadlineExceeded(deadlineMs);
    return withDeadline(signalsOf(asked), deadlineMs, late, async (signal) => {
      const work = new QueryRun(asked, now(), this.loop);
      const leave = (): void => work.end();
      signal.addEventListener('abort', leave);
      let leaveRoom: (() => void) | undefined;
      try {
        leaveRoom = await this.room.enter(asked.accountId, weightOf(asked.query, work.startedAt), signal);
        return await this.assemble(work);
      } finally {
        signal.removeEventListener('abort', leave);
        // Where one series has failed, the others are of no use.
        leave();
        leaveRoom?.();
        // Of what has come, even where the rest has not.
        if (asked.fresh !== undefined) await this.loader.refreshed(work);
      }
    });
  }

  private async assemble(work: QueryRun): Promise<Answer> {
    const { asked, startedAt, counter } = work;
    const { query } = asked;
    const until = Math.min(query.endTime, currentMinute(startedAt));
    await this.readClocks(query, until);
    await this.learnPages(work, until);
    const rollups = this.rollups(query, until);
    // The next ones begin when others are done: what is begun all at once is there all at once, for nothing is answered before.
    const semaphore = new Semaphore(
      Math.max(1, Math.floor(segmentsAtOnce / Math.max(1, sizeOf(query, startedAt).segments))),
    );
    const found = await this.loop.all(seriesKeys(query), (key) =>
      semaphore.run(() => this.series(work, key, rollups(key.metric), until)),
    );
    const fetchedAt = Math.min(startedAt, ...found.map((one) => one.fetchedAt));
    const provisional = provisionalFrom(query, fetchedAt);
    return {
      series: found.map(({ series }) => series),
      fetchedAt,
      ...(provisional === undefined ? {} : { provisionalFrom: provisional }),
      requests: counter.requests,
      pages: counter.progress.pages,
      windows: found.reduce((sum, { windows }) => sum + windows, 0),
      requestIds: counter.requestIds,
    };
  }

  /** A zone's clocks are read once for each day, which takes a while for years of them; then its buckets are found at once. */
  private async readClocks({ period, timeZone, startTime }: Query, until: Instant): Promise<void> {
    if (!isCalendarPeriod(period)) return;
    for (let day = startTime - dayMs; day < until + dayMs; day += dayMs) {
      if (this.loop.isSpent) await this.loop.rest();
      offsetAt(day, timeZone);
    }
  }

  /**
   * Weeks and months of a zone cost the fewest requests as hours where a page holds a week of them, else as days and the
   * hours at their edges. Where nobody knows yet, their first week tells: whatever comes is of use.
   */
  private async learnPages(work: QueryRun, until: Instant): Promise<void> {
    const { query } = work.asked;
    const { startTime, maxResults } = query;
    if (!isCalendarPeriod(query.period)) return;
    const range = { startTime, endTime: until };
    for (const key of seriesKeys(query)) {
      const points = decisivePageSize(range, query, key.metric);
      if (points === undefined) continue;
      if (this.loader.knowsPages(points, maxResults)) return;
      const [first] = rollupOf(range, query, key.metric, Infinity).sources;
      if (first === undefined) return;
      const week = { startTime, endTime: Math.min(until, startTime + maxWindowMs), period: first.period };
      await this.loader.segments(work, { ...key, period: first.period }, segmentsOf(week, until));
      return;
    }
  }

  /** How the series of each metric is made, found out once: it is the same for all intents and locales. */
  private rollups(query: Query, until: Instant): (metric: MetricName) => Rollup {
    const { startTime, maxResults } = query;
    const known = new Map<MetricName, Rollup>();
    return (metric) => {
      const pageSize = this.loader.pageSize(maxResults);
      const rollup = known.get(metric) ?? rollupOf({ startTime, endTime: until }, query, metric, pageSize);
      known.set(metric, rollup);
      return rollup;
    };
  }

  /** One series up to a moment, its windows, and when that part of it was asked that may still change. */
  private async series(work: QueryRun, key: SeriesKey, rollup: Rollup, until: Instant): Promise<Found> {
    const { startTime } = work.asked.query;
    const parts = await this.parts(work, key, rollup.sources, until);
    const moving = parts.filter(({ source, points }) => !isSettled(source.window, key.metric, points.fetchedAt));
    const { timestamps, values } = rollup.isDirect
      ? await directly(key, startTime, parts, this.loop)
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

  /** What Amazon has of the sources, segment by segment in their order. */
  private async parts(
    work: QueryRun,
    key: SeriesKey,
    sources: readonly Source[],
    until: Instant,
  ): Promise<readonly FetchedPart[]> {
    const periods = [...new Set(sources.map(({ period }) => period))];
    const ofPeriod = async (period: AmazonPeriod): Promise<readonly FetchedPart[]> => {
      const windows = sources.filter((source) => source.period === period).map(({ window }) => window);
      const segments = windows.flatMap((window) => segmentsOf({ ...window, period }, until));
      const fetched = await this.loader.segments(work, { ...key, period }, segments);
      return segments.flatMap((window, index) => {
        const points = fetched[index];
        return points === undefined ? [] : [{ source: { period, window }, points }];
      });
    };
    return (await Promise.all(periods.map(ofPeriod))).flat();
  }
}

interface Found {
  readonly series: Series;
  readonly windows: number;
  readonly fetchedAt: Instant;
}

interface FetchedPart extends SourcePoints {
  readonly points: Fetched;
}

/** Amazon's own points as the answer. */
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

export const createEngine = (deps: EngineDeps): Engine => new FetchEngine(deps);
