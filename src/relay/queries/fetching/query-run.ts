import { RetryBudget } from '../../../amazon/http/retry-budget';
import type { TokenSource } from '../../../amazon/smapi/client';
import type { Instant } from '../../../core/domain/instant';
import type { Progress, Query } from '../../../core/query/question';
import type { EventLoop } from '../../lib/event-loop';
import { queryCancelled, type FetchJob, type PendingSegment } from './pending-segment';
import type { Freshness } from '../segments/freshness';
import { ProgressCounter } from './progress';

export interface QueryRequest {
  readonly query: Query;
  /** The account on whose behalf Amazon is asked. */
  readonly accountId: string;
  readonly tokens: TokenSource;
  /** `tail` asks Amazon again for points that may have changed, `all` for everything. */
  readonly fresh?: 'tail' | 'all';
  /** What was asked since then is fresh; without it only what is asked for this very query. */
  readonly since?: Instant;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** One query under way. */
export class QueryRun {
  readonly counter: ProgressCounter;
  readonly retries = new RetryBudget();
  private readonly waitsFor = new Set<PendingSegment>();
  private over = false;

  constructor(
    readonly asked: QueryRequest,
    readonly startedAt: Instant,
    private readonly loop: EventLoop,
  ) {
    this.counter = new ProgressCounter((progress) => {
      if (!this.over) asked.onProgress?.(progress);
    });
  }

  /** How fresh the answer is to be; undefined where whatever is known will do. */
  get fresh(): Freshness | undefined {
    const { fresh, since = Infinity } = this.asked;
    return fresh === undefined ? undefined : { since, all: fresh === 'all' };
  }

  /** Answered, failed or left. */
  get isOver(): boolean {
    return this.over;
  }

  /** Throws `cancelled` where nobody waits for the answer any more: then nothing more may be asked for it. */
  throwIfOver(): void {
    if (this.over) throw queryCancelled();
  }

  waitFor(pending: PendingSegment): void {
    this.waitsFor.add(pending);
    pending.join(this.counter);
  }

  /** Waits for nothing any more. From now on nothing more is sent for it; what it holds is let go over some turns. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.counter.isLeft = true;
    void this.leaveAll();
  }

  private async leaveAll(): Promise<void> {
    const jobs = new Set<FetchJob>();
    for (const pending of this.waitsFor) {
      if (this.loop.isSpent) await this.loop.rest();
      const job = pending.leave(this.counter);
      if (job !== undefined) jobs.add(job);
    }
    for (const job of jobs) job.cancelUnwanted();
  }
}
