/** Gives the segments of a series: from what is known, what is on its way, and as few new requests to Amazon as possible. */
import { LRUCache } from 'lru-cache';
import type { AmazonPeriod } from '../../../core/domain/catalog';
import type { Smapi } from '../../../amazon/smapi/client';
import { FailureError } from '../../../core/domain/failure';
import type { Instant, Window } from '../../../core/domain/instant';
import { segmentKey } from '../../../core/windows/segments';
import type { SeriesKey } from '../../../core/query/question';
import type { EventLoop } from '../../lib/event-loop';
import type { Store } from '../../store/store';
import { coarsen, shorterPeriods } from '../segments/coarsen';
import type { PendingSegment } from './pending-segment';
import type { Fetched } from '../segments/segment-codec';
import { InFlightSegments, type SharedSeries } from './in-flight';
import { serves } from '../segments/freshness';
import type { BatchWindow } from './batcher';
import type { Generation } from '../segments/generations';
import { SegmentCache, seriesPrefix, type CachedSeries } from '../segments/segment-cache';
import { Semaphore } from './semaphore';
import { createStoredLimits, PageLimits } from './page-limits';
import type { QueryRun } from './query-run';

export interface SegmentLoaderDeps {
  readonly smapi: Smapi;
  readonly store: Store;
  readonly now: () => Instant;
  /** Longest time for one query, in milliseconds. */
  readonly deadlineMs: number;
  /** How long after its end a day may be corrected by Amazon, in milliseconds. Default 7 days. */
  readonly restateMs?: number;
  /** Requests to Amazon that may run at once for one account. Default 16. */
  readonly concurrency?: number;
  /** How long queries that arrive together are awaited. Default 20 ms of quiet, 80 ms in a burst, 2 s at the longest. */
  readonly patience?: BatchWindow;
  /** Told when an account has been forgotten, here or by another relay: what else is known of it goes, too. */
  readonly onForgotten?: (accountId: string) => void;
  /** Told when another relay has asked an account's numbers anew. */
  readonly onRefreshed?: (accountId: string) => void;
  /** Told when the store fails; answers do not depend on it. */
  readonly onStoreError?: (error: unknown) => void;
}

const defaultRestateMs = 7 * 86_400_000;

/** Failures of the one who asked first, from which those who share the fetch need not suffer. */
const isPersonal = (error: unknown): boolean =>
  error instanceof FailureError && ['sign_in_required', 'deadline_exceeded', 'cancelled'].includes(error.failure.code);

/** A series as Amazon has it: in one of its periods. */
export interface PeriodKey extends SeriesKey {
  readonly period: AmazonPeriod;
}

export class SegmentLoader {
  private readonly limits: PageLimits;
  private readonly known: SegmentCache;
  private readonly pendingSegments: InFlightSegments;
  private readonly semaphore = new LRUCache<string, Semaphore>({ max: 1_000 });

  constructor(
    private readonly deps: SegmentLoaderDeps,
    private readonly loop: EventLoop,
  ) {
    const { now, store, onStoreError, onForgotten, onRefreshed, patience } = deps;
    this.limits = new PageLimits(now, createStoredLimits(store, onStoreError));
    this.known = new SegmentCache({
      store,
      now,
      loop,
      ...(onStoreError === undefined ? {} : { onError: onStoreError }),
      ...(onForgotten === undefined ? {} : { onForgotten }),
      ...(onRefreshed === undefined ? {} : { onRefreshed }),
    });
    this.pendingSegments = new InFlightSegments(patience ?? { quietMs: 20, burstMs: 80, longestMs: 2_000 }, now, loop);
  }

  /** Forgets what is known of an account's skills. */
  forget(accountId: string): Promise<void> {
    return this.known.forget(accountId);
  }

  /** Hears what other relays have forgotten of an account, or asked anew; at most once a second. */
  async hear(accountId: string): Promise<void> {
    await this.known.generation(accountId);
  }

  /** Tells the other relays that numbers of an account have been asked anew: all of them, or those that Amazon may have corrected. */
  refreshed({ asked: { accountId, fresh, since } }: QueryRun): Promise<void> {
    return this.known.refreshed(accountId, fresh === 'all' ? since : undefined);
  }

  /** How many points a page of Amazon's holds at least; undefined where that is not known. */
  pageSize(maxResults: number | undefined): number | undefined {
    return this.limits.fitting(maxResults);
  }

  /** Whether it is known that a page of Amazon's holds so many points, or that it does not. */
  knowsPages(points: number, maxResults: number | undefined): boolean {
    return this.limits.knows(points, maxResults);
  }

  /** What each segment of a series holds, in their order: some may come as sums of what is known of shorter buckets. */
  async segments(work: QueryRun, key: PeriodKey, segments: readonly Window[]): Promise<readonly Fetched[]> {
    const generation = await this.known.generation(work.asked.accountId);
    const shared = this.shared(work, key, generation);
    // What is on its way was not known a moment ago.
    const missing = segments.filter((segment) => !this.pendingSegments.has(shared, segment));
    const known = await this.knownOf(work, key, generation, missing);
    // Whoever has left while the store was asked wants nothing from Amazon.
    work.throwIfOver();
    return this.loop.all(segments, (segment) => {
      const fetched = known.get(segmentKey(segment));
      return fetched === undefined ? this.fetchSegment(work, shared, segment) : Promise.resolve(fetched);
    });
  }

  private async knownOf(
    work: QueryRun,
    key: PeriodKey,
    generation: Generation,
    segments: readonly Window[],
  ): Promise<ReadonlyMap<string, Fetched>> {
    const { fresh, since } = work.asked;
    if (fresh === 'all' && since === undefined) return new Map();
    const shorter = shorterPeriods(key.metric, key.period);
    const allSeries = [key.period, ...shorter].map((period) => this.series(work, { ...key, period }, generation));
    const [exact = new Map<string, Fetched>(), ...inParts] = await this.known.read(
      allSeries,
      segments,
      (window, { fetchedAt }) => this.serves(work, key, window, fetchedAt),
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

  private serves(work: QueryRun, { metric }: SeriesKey, segment: Window, fetchedAt: Instant): boolean {
    return serves(segment, metric, fetchedAt, work.fresh, this.deps.restateMs ?? defaultRestateMs);
  }

  /**
   * Where what is asked in another's name fails for a reason of theirs, it is tried once more; so it is where that was
   * asked before the moment since which the answer is to be fresh.
   */
  private async fetchSegment(work: QueryRun, shared: SharedSeries, segment: Window): Promise<Fetched> {
    const pending = this.board(work, shared, segment);
    try {
      const fetched = await pending.landed;
      const isFresh = work.asked.since === undefined || this.serves(work, shared, segment, fetched.fetchedAt);
      return isFresh || pending.owner === work ? fetched : await this.board(work, shared, segment).landed;
    } catch (error) {
      if (work.isOver || pending.owner === work || !isPersonal(error)) throw error;
      return this.board(work, shared, segment).landed;
    }
  }

  private board(work: QueryRun, shared: SharedSeries, segment: Window): PendingSegment {
    work.throwIfOver();
    const pending = this.pendingSegments.of(shared, segment);
    work.waitFor(pending);
    return pending;
  }

  /** Of each skill, so that one over which Amazon hangs holds up no other. */
  private semaphoreOf(accountId: string, skillId: string): Semaphore {
    const { concurrency = 16 } = this.deps;
    const key = `${accountId} ${skillId}`;
    // Twice as many as can run: whoever ends finds another one waiting at the gate.
    const semaphore = this.semaphore.get(key) ?? new Semaphore(2 * concurrency);
    this.semaphore.set(key, semaphore);
    return semaphore;
  }

  /** Where a series stands among all that is known. */
  private series({ asked }: QueryRun, key: PeriodKey, generation: Generation): CachedSeries {
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

  /** The series as all queries of this account share it, asked in the name of this one. */
  private shared(work: QueryRun, { period, ...key }: PeriodKey, generation: Generation): SharedSeries {
    const { smapi, now, deadlineMs } = this.deps;
    const { asked, startedAt, retries } = work;
    const { skillId, stage, skillType, maxResults } = asked.query;
    const call = { tokens: asked.tokens, accountId: asked.accountId, deadline: startedAt + deadlineMs, retries };
    const series = this.series(work, { ...key, period }, generation);
    return {
      ...series,
      owner: work,
      accountId: asked.accountId,
      keep: (window, fetched) => this.known.write(series, window, fetched),
      maxResults,
      limits: this.limits,
      semaphore: this.semaphoreOf(asked.accountId, skillId),
      skillId,
      now,
      loop: this.loop,
      ask: (window, { nextToken, maxResults: size, signal, count }) => {
        const token = nextToken === undefined ? {} : { nextToken };
        const request = { skillId, ...key, ...window, period, stage, skillType, maxResults: size, ...token };
        const onRequest = (requestId: string | undefined): void => count({ requests: 1, requestId });
        return smapi.metrics(request, { ...call, signal, onRequest });
      },
    };
  }
}
