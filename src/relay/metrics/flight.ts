/** One piece on its way: who waits for it, and how much of it has arrived. */
import { bucketMs, type Period } from '../../core/catalogue';
import type { Points } from '../../core/collect';
import { FailureError } from '../../core/failure';
import { floorTo, type Instant } from '../../core/instant';
import { mergePoints } from '../../core/merge';
import type { Window } from '../../core/plan';
import type { Tally } from './tally';

/** The points of one piece, and when they were asked. */
export interface Fetched extends Points {
  readonly fetchedAt: Instant;
}

/** Milliseconds that two ranges have in common. */
const overlap = (one: Window, other: Window): number =>
  Math.max(0, Math.min(one.endTime, other.endTime) - Math.max(one.startTime, other.startTime));

/** What brings a flight in. */
export interface Carrier {
  /** Requests that are still to be answered for a range. */
  pending(range: Window): number;
  /** Ends the requests that serve nobody any more. */
  cancelUnwanted(): void;
}

const nobodyWaits = (): FailureError =>
  new FailureError({ code: 'cancelled', message: 'Nobody waits for this answer any more.', advice: 'Ask again.' });

export class Flight {
  /** Rejects with the FailureError of the request that failed. */
  readonly landed: Promise<Fetched>;
  readonly waiting = new Set<Tally>();
  carrier: Carrier | undefined;
  private readonly parts: Points[] = [];
  private uncovered: number;
  private fetchedAt = Number.POSITIVE_INFINITY;
  private resolve: (fetched: Fetched) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(
    readonly window: Window,
    private readonly period: Period,
  ) {
    this.uncovered = window.endTime - window.startTime;
    this.landed = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    // A piece that everybody has left fails unheard.
    this.landed.catch(() => undefined);
  }

  get isWanted(): boolean {
    return this.waiting.size > 0;
  }

  /** Somebody waits for it, and sees from here on what it costs. */
  join(tally: Tally): void {
    this.waiting.add(tally);
    const windowsPlanned = this.carrier?.pending(this.window) ?? 0;
    if (windowsPlanned > 0) tally.add({ windowsPlanned });
  }

  /** Somebody waits no longer. Where nobody does, it fails, and what was under way for it alone is cancelled. */
  leave(tally: Tally): void {
    this.waiting.delete(tally);
    if (this.isWanted) return;
    this.fail(nobodyWaits());
    this.carrier?.cancelUnwanted();
  }

  overlaps(range: Window): boolean {
    return overlap(this.window, range) > 0;
  }

  /** All points of a range have arrived; ranges never come twice. */
  cover(range: Window, points: Points, fetchedAt: Instant): void {
    this.parts.push(this.own(points));
    this.fetchedAt = Math.min(this.fetchedAt, fetchedAt);
    this.uncovered -= overlap(this.window, range);
    if (this.uncovered > 0) return;
    try {
      this.resolve({ ...mergePoints(this.parts), fetchedAt: this.fetchedAt });
    } catch (error) {
      this.reject(error);
    }
  }

  fail(error: unknown): void {
    this.reject(error);
  }

  /** The points of this piece among those of a range; the first bucket may be stamped before the piece begins. */
  private own(points: Points): Points {
    const step = bucketMs(this.period);
    if (step === undefined) return points;
    const first = floorTo(this.window.startTime, step);
    const mine = points.timestamps.map((timestamp) => timestamp >= first && timestamp < this.window.endTime);
    return {
      timestamps: points.timestamps.filter((_, index) => mine[index]),
      values: points.values.filter((_, index) => mine[index]),
    };
  }
}
