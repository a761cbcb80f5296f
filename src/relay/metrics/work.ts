import { RetryBudget } from '../../amazon/retry-budget';
import type { Grant } from '../../amazon/smapi';
import type { Instant } from '../../core/instant';
import type { Progress, Question } from '../../core/question';
import { nobodyWaits, type Flight } from './flight';
import { Tally } from './tally';

export interface Asked {
  readonly question: Question;
  /** The account on whose behalf Amazon is asked. */
  readonly customer: string;
  readonly grant: Grant;
  /** `tail` asks Amazon again for points that may have changed, `all` for everything. */
  readonly fresh?: 'tail' | 'all';
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
  ) {
    this.tally = new Tally((progress) => {
      if (!this.over) asked.onProgress?.(progress);
    });
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

  /** Waits for nothing any more. */
  end(): void {
    this.over = true;
    for (const flight of this.waitsFor) flight.leave(this.tally);
  }
}
