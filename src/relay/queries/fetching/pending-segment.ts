/** One piece on its way: who waits for it, and how much of it has arrived. */
import { firstIndex, mergePoints } from '../../../core/windows/merge';
import { amazonBucketMs, type AmazonPeriod } from '../../../core/domain/catalog';
import type { Points } from '../../../core/windows/collect';
import { FailureError } from '../../../core/domain/failure';
import { floorTo, type Instant, type Window } from '../../../core/domain/instant';
import type { Fetched } from '../segments/segment-codec';
import type { Tally } from './progress';

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

export const nobodyWaits = (): FailureError =>
  new FailureError({ code: 'cancelled', message: 'This request was cancelled.', advice: 'Refresh to run it again.' });

/** A year has hundreds, and many questions may be under way: each is to cost little besides its points. */
export class Flight {
  /** Rejects with the FailureError of the request that failed. */
  readonly landed: Promise<Fetched>;
  /** Nearly always one. */
  waiting: readonly Tally[] = [];
  carrier: Carrier | undefined;
  /** The question in whose name Amazon is asked for it. */
  asker: object | undefined;
  private parts: Points[] = [];
  private isDown = false;
  private uncovered: number;
  private fetchedAt = Number.POSITIVE_INFINITY;
  private resolve: (fetched: Fetched) => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  /** `onDown` is told once, when it has landed or failed. */
  constructor(
    readonly window: Window,
    private readonly period: AmazonPeriod,
    private readonly onDown: (fetched?: Fetched) => void,
  ) {
    this.uncovered = window.endTime - window.startTime;
    this.landed = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  get isWanted(): boolean {
    return this.waiting.some(({ isLeft }) => !isLeft);
  }

  /** Somebody waits for it, and sees from here on what it costs. */
  join(tally: Tally): void {
    if (!this.waiting.includes(tally)) this.waiting = [...this.waiting, tally];
    const windowsPlanned = this.carrier?.pending(this.window) ?? 0;
    if (windowsPlanned > 0) tally.add({ windowsPlanned });
  }

  /** Somebody waits no longer. Where nobody does, it fails, and what brings it may have requests that serve nobody. */
  leave(tally: Tally): Carrier | undefined {
    if (this.isDown) return undefined;
    this.waiting = this.waiting.filter((one) => one !== tally);
    if (this.isWanted) return undefined;
    const { carrier } = this;
    this.fail(nobodyWaits());
    return carrier;
  }

  /** All points of a range have arrived, in ascending order; ranges never come twice. */
  cover(range: Window, points: Points, fetchedAt: Instant): void {
    if (this.isDown) return;
    this.parts.push(this.own(points));
    this.fetchedAt = Math.min(this.fetchedAt, fetchedAt);
    this.uncovered -= overlap(this.window, range);
    if (this.uncovered > 0) return;
    try {
      const fetched = { ...mergePoints(this.parts), fetchedAt: this.fetchedAt };
      this.down(fetched);
      this.resolve(fetched);
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error: unknown): void {
    this.down();
    this.reject(error);
  }

  private down(fetched?: Fetched): void {
    if (this.isDown) return;
    this.isDown = true;
    // Whoever still holds it need not hold what brought it.
    this.parts = [];
    this.carrier = undefined;
    this.onDown(fetched);
  }

  /** The points of this piece among those of a range; the first bucket may be stamped before the piece begins. */
  private own(points: Points): Points {
    const step = amazonBucketMs(this.period);
    if (step === undefined) return points;
    const first = floorTo(this.window.startTime, step);
    const { timestamps, values } = points;
    const indexFrom = (instant: Instant): number =>
      firstIndex(timestamps.length, (index) => (timestamps[index] ?? instant) >= instant);
    const [from, to] = [indexFrom(first), indexFrom(this.window.endTime)];
    return { timestamps: timestamps.slice(from, to), values: values.slice(from, to) };
  }
}
