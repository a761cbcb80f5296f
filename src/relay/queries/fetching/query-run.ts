import { RetryBudget } from '../../../amazon/http/retry-budget';
import type { Grant } from '../../../amazon/smapi/client';
import type { Instant } from '../../../core/domain/instant';
import type { Progress, Question } from '../../../core/query/question';
import type { LoopTurns } from '../../lib/event-loop';
import { nobodyWaits, type Carrier, type Flight } from './pending-segment';
import type { Freshness } from '../segments/freshness';
import { Tally } from './progress';

export interface Asked {
  readonly question: Question;
  /** The account on whose behalf Amazon is asked. */
  readonly customer: string;
  readonly grant: Grant;
  /** `tail` asks Amazon again for points that may have changed, `all` for everything. */
  readonly fresh?: 'tail' | 'all';
  /** What was asked since then is fresh; without it only what is asked for this very question. */
  readonly since?: Instant;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** One question under way. */
export class Work {
  readonly tally: Tally;
  readonly retries = new RetryBudget();
  private readonly waitsFor = new Set<Flight>();
  private over = false;

  constructor(
    readonly asked: Asked,
    readonly askedAt: Instant,
    private readonly loop: LoopTurns,
  ) {
    this.tally = new Tally((progress) => {
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
  mustGoOn(): void {
    if (this.over) throw nobodyWaits();
  }

  waitFor(flight: Flight): void {
    this.waitsFor.add(flight);
    flight.join(this.tally);
  }

  /** Waits for nothing any more. From now on nothing more is sent for it; what it holds is let go over some turns. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.tally.isLeft = true;
    void this.leaveAll();
  }

  private async leaveAll(): Promise<void> {
    const carriers = new Set<Carrier>();
    for (const flight of this.waitsFor) {
      if (this.loop.isSpent) await this.loop.rest();
      const carrier = flight.leave(this.tally);
      if (carrier !== undefined) carriers.add(carrier);
    }
    for (const carrier of carriers) carrier.cancelUnwanted();
  }
}
