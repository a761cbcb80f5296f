/** Loads the segments of a series from the cache, from requests in flight, and with as few new requests as possible. */
import { LRUCache } from 'lru-cache';
import type { Smapi } from '../../../amazon/smapi/client';
import type { AmazonPeriod } from '../../../core/domain/catalog';
import { FailureError } from '../../../core/domain/failure';
import type { Instant, Window } from '../../../core/domain/instant';
import type { SeriesKey } from '../../../core/query/query';
import { segmentKey } from '../../../core/windows/windows';
import type { EventLoop } from '../../lib/event-loop';
import type { Store } from '../../store/store';
import { serves } from '../segments/freshness';
import type { Generation } from '../segments/generations';
import { type CachedSeries, SegmentCache, seriesPrefix } from '../segments/segment-cache';
import { coarsen, type FetchedPoints, shorterPeriods } from '../segments/segment-codec';
import { type BatchWindow, InFlightSegments, type SharedSeries } from './in-flight';
import { createStoredLimits, PageLimits } from './page-limits';
import type { PendingSegment } from './pending-segment';
import type { QueryRun } from './query-run';
import { Semaphore } from './semaphore';

export interface SegmentLoaderDeps {
  readonly smapi: Smapi;
  readonly store: Store;
  readonly now: () => Instant;
  /** Longest time for one query, in milliseconds. */
  readonly deadlineMs: number;
  /**
   * How long after a day's end Amazon may still correct its numbers, in milliseconds.
   * @default 604_800_000, 7 days
   */
  readonly restateMs?: number;
  /**
   * The most requests to Amazon that run at once for one account.
   * @default 16
   */
  readonly concurrency?: number;
  /**
   * The most segments of one account in the store.
   * @default 100_000
   */
  readonly maxOfAccount?: number;
  /**
   * How long to wait for further queries, to plan them together.
   * @default { quietMs: 20, burstMs: 80, longestMs: 2_000 }
   */
  readonly batchWindow?: BatchWindow;
  /** Called when this relay or another has deleted an account's numbers: other caches must forget the account, too. */
  readonly onForgotten?: (accountId: string) => void;
  /** Called when another relay has refreshed an account's numbers. */
  readonly onRefreshed?: (accountId: string) => void;
  /** Called when the store fails. Answers don't depend on it. */
  readonly onStoreError?: (error: unknown) => void;
}

const defaultRestateMs = 7 * 86_400_000;

/** Failures that concern the owner of a shared fetch only: other queries may try again. */
const isPersonal = (error: unknown): boolean =>
  error instanceof FailureError && ['sign_in_required', 'deadline_exceeded', 'cancelled'].includes(error.failure.code);

/** A series in one of Amazon's periods. */
export interface PeriodKey extends SeriesKey {
  readonly period: AmazonPeriod;
}

/** Loads segments. Methods reject with a FailureError. */
export class SegmentLoader {
  readonly #limits: PageLimits;
  readonly #known: SegmentCache;
  readonly #pendingSegments: InFlightSegments;
  readonly #semaphores = new LRUCache<string, Semaphore>({ max: 1_000 });
  readonly #deps: SegmentLoaderDeps;
  readonly #loop: EventLoop;

  constructor(deps: SegmentLoaderDeps, loop: EventLoop) {
    this.#deps = deps;
    this.#loop = loop;
    const { now, store, maxOfAccount, onStoreError, onForgotten, onRefreshed, batchWindow: patience } = deps;
    this.#limits = new PageLimits(now, createStoredLimits(store, onStoreError));
    this.#known = new SegmentCache({
      store,
      now,
      loop,
      ...(maxOfAccount === undefined ? {} : { maxOfAccount }),
      ...(onStoreError === undefined ? {} : { onError: onStoreError }),
      ...(onForgotten === undefined ? {} : { onForgotten }),
      ...(onRefreshed === undefined ? {} : { onRefreshed }),
    });
    this.#pendingSegments = new InFlightSegments(patience ?? { quietMs: 20, burstMs: 80, longestMs: 2_000 }, now, loop);
  }

  /**
   * Deletes an account's numbers, for all relays that share the store.
   * @throws {StoreError} when the store is unusable
   */
  forget(accountId: string): Promise<void> {
    return this.#known.forget(accountId);
  }

  /**
   * Learns which of an account's numbers other relays have deleted or refreshed. Reads the store once a second at most.
   */
  async hear(accountId: string): Promise<void> {
    await this.#known.generation(accountId);
  }

  /** Tells other relays that a query has refreshed an account's numbers: all, or those that may have changed. */
  refreshed({ asked: { accountId, fresh, since } }: QueryRun): Promise<void> {
    return this.#known.refreshed(accountId, fresh === 'all' ? since : undefined);
  }

  /** The points that are known to fit on a page of Amazon; undefined when no page has been seen yet. */
  pageSize(maxResults: number | undefined): number | undefined {
    return this.#limits.fitting(maxResults);
  }

  /** Whether it is known if this many points fit on a page of Amazon. */
  knowsPages(points: number, maxResults: number | undefined): boolean {
    return this.#limits.knows(points, maxResults);
  }

  /**
   * Loads segments of a series. Some may be sums of cached points with a shorter period.
   *
   * @param segments in ascending order
   * @returns the points of each segment, in the order of the segments
   * @throws {FailureError} the failure of the first segment that failed; `cancelled` when the query is over
   */
  async segments(work: QueryRun, key: PeriodKey, segments: readonly Window[]): Promise<readonly FetchedPoints[]> {
    const generation = await this.#known.generation(work.asked.accountId);
    const shared = this.#shared(work, key, generation);
    // A segment in flight can't be in the cache.
    const missing = segments.filter((segment) => !this.#pendingSegments.has(shared, segment));
    const known = await this.#knownOf(work, key, generation, missing);
    // The query may have ended during the look into the store.
    work.throwIfOver();
    return this.#loop.all(segments, (segment) => {
      const fetched = known.get(segmentKey(segment));
      return fetched === undefined ? this.#fetchSegment(work, shared, segment) : Promise.resolve(fetched);
    });
  }

  async #knownOf(
    work: QueryRun,
    key: PeriodKey,
    generation: Generation,
    segments: readonly Window[],
  ): Promise<ReadonlyMap<string, FetchedPoints>> {
    const { fresh, since } = work.asked;
    if (fresh === 'all' && since === undefined) return new Map();
    const shorter = shorterPeriods(key.metric, key.period);
    const allSeries = [key.period, ...shorter].map((period) => this.#series(work, { ...key, period }, generation));
    const [exact = new Map<string, FetchedPoints>(), ...inParts] = await this.#known.read(
      allSeries,
      segments,
      (window, { fetchedAt }) => this.#serves(work, key, window, fetchedAt),
    );
    const known = new Map(exact);
    for (const segment of segments) {
      const name = segmentKey(segment);
      if (known.has(name)) continue;
      for (const [index, period] of shorter.entries()) {
        const parts = inParts[index]?.get(name);
        const sum = parts && coarsen(parts, segment, period, key.period);
        if (sum === undefined) continue;
        known.set(name, sum);
        break;
      }
    }
    return known;
  }

  #serves(work: QueryRun, { metric }: SeriesKey, segment: Window, fetchedAt: Instant): boolean {
    return serves(segment, metric, fetchedAt, work.fresh, this.#deps.restateMs ?? defaultRestateMs);
  }

  /**
   * Waits for a segment. If another query owns its fetch, tries once more when the fetch fails for a reason of that
   * query's, or is older than this query allows.
   */
  async #fetchSegment(work: QueryRun, shared: SharedSeries, segment: Window): Promise<FetchedPoints> {
    const pending = this.#board(work, shared, segment);
    try {
      const fetched = await pending.landed;
      const isFresh = work.asked.since === undefined || this.#serves(work, shared, segment, fetched.fetchedAt);
      return isFresh || pending.owner === work ? fetched : await this.#board(work, shared, segment).landed;
    } catch (error) {
      if (work.isOver || pending.owner === work || !isPersonal(error)) throw error;
      return this.#board(work, shared, segment).landed;
    }
  }

  #board(work: QueryRun, shared: SharedSeries, segment: Window): PendingSegment {
    work.throwIfOver();
    const pending = this.#pendingSegments.of(shared, segment);
    work.waitFor(pending);
    return pending;
  }

  /** One for each skill: if Amazon hangs on one skill, the others go on. */
  #semaphoreOf(accountId: string, skillId: string): Semaphore {
    const { concurrency = 16 } = this.#deps;
    const key = `${accountId} ${skillId}`;
    // Twice as many as can run, so that the limiter always has a next request.
    const semaphore = this.#semaphores.get(key) ?? new Semaphore(2 * concurrency);
    this.#semaphores.set(key, semaphore);
    return semaphore;
  }

  /** The place of a series in the cache. */
  #series({ asked }: QueryRun, key: PeriodKey, generation: Generation): CachedSeries {
    const { metric, period, intent, locale } = key;
    const { skillId, stage, skillType } = asked.query;
    const prefix = seriesPrefix(asked.accountId, generation, [
      skillId,
      metric,
      period,
      stage,
      skillType,
      intent,
      locale,
    ]);
    return { generation, prefix, metric, period };
  }

  /** The series as all queries of the account share it, fetched on behalf of this one. */
  #shared(work: QueryRun, { period, ...key }: PeriodKey, generation: Generation): SharedSeries {
    const { smapi, now, deadlineMs } = this.#deps;
    const { asked, startedAt, retries } = work;
    const { skillId, stage, skillType, maxResults } = asked.query;
    const call = { tokens: asked.tokens, accountId: asked.accountId, deadline: startedAt + deadlineMs, retries };
    const series = this.#series(work, { ...key, period }, generation);
    return {
      ...series,
      owner: work,
      accountId: asked.accountId,
      keep: (window, fetched) => this.#known.write(series, window, fetched),
      maxResults,
      limits: this.#limits,
      semaphore: this.#semaphoreOf(asked.accountId, skillId),
      skillId,
      now,
      loop: this.#loop,
      ask: (window, { nextToken, maxResults: size, signal, count }) => {
        const token = nextToken === undefined ? {} : { nextToken };
        const request = { skillId, ...key, ...window, period, stage, skillType, maxResults: size, ...token };
        const onRequest = (requestId: string | undefined): void => count({ requests: 1, requestId });
        return smapi.metrics(request, { ...call, signal, onRequest });
      },
    };
  }
}
