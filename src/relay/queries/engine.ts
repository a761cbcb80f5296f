/** Answers queries, completely or not at all, within a deadline, and only while a caller waits. */
import { withDeadline } from '../../amazon/http/deadline';
import { signalsOf } from '../../amazon/smapi/client';
import { FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { provisionalFrom } from '../../core/query/freshness';
import { type Answer, type Query, seriesKeys } from '../../core/query/query';
import { isCalendarPeriod } from '../../core/time/calendar';
import { offsetAt } from '../../core/time/excel-time';
import { currentMinute } from '../../core/time/relative-time';
import { querySizeOf } from '../../core/windows/query-size';
import { dayMs } from '../../core/windows/windows';
import { type EventLoop, processLoop } from '../lib/event-loop';
import { type QueryRequest, QueryRun } from './fetching/query-run';
import { SegmentLoader, type SegmentLoaderDeps } from './fetching/segment-loader';
import { Semaphore } from './fetching/semaphore';
import { SeriesFetcher } from './fetching/series-fetcher';
import { MemoryBudget } from './running-queries';

/** Answers queries from the cache and from Amazon. */
export interface Engine {
  /**
   * Answers a query.
   *
   * @returns the complete answer: a series for each metric, intent and locale of the query, in ascending order of time
   * @throws {FailureError} `deadline_exceeded` when Amazon takes too long; the points that have arrived stay cached
   * @throws {FailureError} `cancelled`, or the signal's reason, when the signal aborts
   * @throws {FailureError} the failure of the first request to Amazon that failed, such as `throttled` or `forbidden`
   */
  answer(asked: QueryRequest): Promise<Answer>;
  /**
   * Deletes an account's cached numbers, for all relays that share the store.
   * @throws {StoreError} when the store is unusable
   */
  forget(accountId: string): Promise<void>;
  /**
   * Learns which of an account's numbers other relays have deleted or refreshed. Reads the store once a second at most.
   */
  hear(accountId: string): Promise<void>;
}

export interface EngineDeps extends SegmentLoaderDeps {
  /**
   * The budget for long synchronous work.
   * @default processLoop
   */
  readonly loop?: EventLoop;
}

const deadlineExceeded = (deadlineMs: number): FailureError =>
  new FailureError({
    code: 'deadline_exceeded',
    message: `Amazon didn't return all the data within ${Math.round(deadlineMs / 1000)} seconds.`,
    advice: 'Try again: what has arrived is kept, so the next try continues from there.',
  });

/** The most segments of one query in flight: enough to keep Amazon busy, few enough for memory. */
const segmentsAtOnce = 4_000;

/** A segment in flight takes as much memory as this many points. */
const segmentPoints = 10;
const weightOf = (query: Query, now: Instant): number => {
  const { buckets, segments, series } = querySizeOf(query, now);
  return series * (buckets + segmentPoints * segments);
};

class FetchEngine implements Engine {
  readonly #loader: SegmentLoader;
  readonly #fetcher: SeriesFetcher;
  readonly #room = new MemoryBudget();
  readonly #loop: EventLoop;
  readonly #deps: EngineDeps;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
    this.#loop = deps.loop ?? processLoop;
    this.#loader = new SegmentLoader(deps, this.#loop);
    this.#fetcher = new SeriesFetcher(this.#loader, this.#loop);
  }

  forget(accountId: string): Promise<void> {
    return this.#loader.forget(accountId);
  }

  hear(accountId: string): Promise<void> {
    return this.#loader.hear(accountId);
  }

  answer(asked: QueryRequest): Promise<Answer> {
    const { deadlineMs, now } = this.#deps;
    const late = (): FailureError => deadlineExceeded(deadlineMs);
    return withDeadline(signalsOf(asked), deadlineMs, late, async (signal) => {
      const work = new QueryRun(asked, now(), this.#loop);
      const leave = (): void => work.end();
      signal.addEventListener('abort', leave);
      let leaveRoom: (() => void) | undefined;
      try {
        leaveRoom = await this.#room.enter(asked.accountId, weightOf(asked.query, work.startedAt), signal);
        return await this.#assemble(work);
      } finally {
        signal.removeEventListener('abort', leave);
        // After a failure of one series, the others are useless.
        leave();
        leaveRoom?.();
        // Even a failed query may have refreshed some numbers.
        if (asked.fresh !== undefined) await this.#loader.refreshed(work);
      }
    });
  }

  async #assemble(work: QueryRun): Promise<Answer> {
    const { asked, startedAt, counter } = work;
    const { query } = asked;
    const until = Math.min(query.endTime, currentMinute(startedAt));
    await this.#readClocks(query, until);
    await this.#fetcher.learnPages(work, until);
    const rollups = this.#fetcher.rollups(query, until);
    // Starting all series at once would keep all of their segments in memory at once.
    const semaphore = new Semaphore(
      Math.max(1, Math.floor(segmentsAtOnce / Math.max(1, querySizeOf(query, startedAt).segments))),
    );
    const found = await this.#loop.all(seriesKeys(query), (key) =>
      semaphore.run(() => this.#fetcher.fetch(work, key, rollups(key.metric), until)),
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

  /** Fills the cache of a zone's offsets, one a day, with pauses: for years of days this takes long. */
  async #readClocks({ period, timeZone, startTime }: Query, until: Instant): Promise<void> {
    if (!isCalendarPeriod(period)) return;
    for (let day = startTime - dayMs; day < until + dayMs; day += dayMs) {
      if (this.#loop.isSpent) await this.#loop.rest();
      offsetAt(day, timeZone);
    }
  }
}

/**
 * Creates the engine of a relay.
 *
 * @example
 * ```ts
 * const store = openStore('memory:', Date.now);
 * const engine = createEngine({ smapi, store, now: Date.now, deadlineMs: 120_000 });
 *
 * const range = { startTime: '2026-08-01T00:00:00Z', endTime: '2026-11-01T00:00:00Z', period: 'P1D' };
 * const skill = { skillId: 'amzn1.ask.skill.…', stage: 'live', skillType: 'custom' };
 * const params = new URLSearchParams({ ...skill, ...range, metric: 'totalSessions' });
 * const { series } = await engine.answer({
 *   query: parseQueryParams(params),
 *   accountId: session.account.id,
 *   tokens: accessTokens.of(session),
 *   signal: AbortSignal.timeout(60_000),
 * });
 * for (const { metric, timestamps, values } of series) console.log(metric, timestamps, values);
 * ```
 */
export const createEngine = (deps: EngineDeps): Engine => new FetchEngine(deps);
