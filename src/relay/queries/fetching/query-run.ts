import { RetryBudget } from '../../../amazon/http/retry';
import type { TokenSource } from '../../../amazon/smapi/client';
import type { Instant } from '../../../core/domain/instant';
import type { Progress, Query } from '../../../core/query/query';
import type { EventLoop } from '../../lib/event-loop';
import type { Freshness } from '../segments/freshness';
import { type FetchJob, type PendingSegment, ProgressCounter, queryCancelled } from './pending-segment';

/** A query, with the caller who waits for its answer. */
export interface QueryRequest {
  readonly query: Query;
  /** The account on whose behalf Amazon is asked. */
  readonly accountId: string;
  readonly tokens: TokenSource;
  /** `tail` fetches points again that may have changed, `all` fetches everything again. Absent: cached points serve. */
  readonly fresh?: 'tail' | 'all';
  /** With `fresh`: points fetched since then are fresh enough. Absent: only those fetched for this very query are. */
  readonly since?: Instant;
  /** Aborts when the caller no longer waits. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A running query. */
export class QueryRun {
  readonly counter: ProgressCounter;
  readonly retries = new RetryBudget();
  readonly #waitsFor = new Set<PendingSegment>();
  #over = false;
  readonly #loop: EventLoop;

  constructor(
    readonly asked: QueryRequest,
    readonly startedAt: Instant,
    loop: EventLoop,
  ) {
    this.#loop = loop;
    this.counter = new ProgressCounter((progress) => {
      if (!this.#over) asked.onProgress?.(progress);
    });
  }

  /** The required freshness; undefined when any cached points serve. */
  get fresh(): Freshness | undefined {
    const { fresh, since = Infinity } = this.asked;
    return fresh === undefined ? undefined : { since, all: fresh === 'all' };
  }

  /** Whether the query is answered, failed or cancelled. */
  get isOver(): boolean {
    return this.#over;
  }

  /**
   * Guards further requests to Amazon.
   * @throws {FailureError} `cancelled` when the query is over
   */
  throwIfOver(): void {
    if (this.#over) throw queryCancelled();
  }

  /** Joins a segment in flight. */
  waitFor(pending: PendingSegment): void {
    this.#waitsFor.add(pending);
    pending.join(this.counter);
  }

  /** Ends the query: no further requests are sent for it. It leaves its segments over several turns of the loop. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.counter.isLeft = true;
    void this.#leaveAll();
  }

  async #leaveAll(): Promise<void> {
    const jobs = new Set<FetchJob>();
    for (const pending of this.#waitsFor) {
      if (this.#loop.isSpent) await this.#loop.rest();
      const job = pending.leave(this.counter);
      if (job !== undefined) jobs.add(job);
    }
    for (const job of jobs) job.cancelUnwanted();
  }
}
