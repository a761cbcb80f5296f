/** One segment on its way: who waits for it, and how much of it has arrived. */
import { lowerBound, mergePoints } from '../../../core/windows/merge';
import { amazonBucketMs, type AmazonPeriod } from '../../../core/domain/catalog';
import type { Points } from '../../../core/windows/collect';
import { FailureError } from '../../../core/domain/failure';
import { floorTo, type Instant, type Window } from '../../../core/domain/instant';
import type { Fetched } from '../segments/segment-codec';
import type { ProgressCounter } from './progress';

/** Milliseconds that two ranges have in common. */
const overlap = (one: Window, other: Window): number =>
  Math.max(0, Math.min(one.endTime, other.endTime) - Math.max(one.startTime, other.startTime));

/** What brings a pending segment in. */
export interface FetchJob {
  /** Requests that are still to be answered for a range. */
  pending(range: Window): number;
  /** Ends the requests that serve nobody any more. */
  cancelUnwanted(): void;
}

export const queryCancelled = (): FailureError =>
  new FailureError({ code: 'cancelled', message: 'This request was cancelled.', advice: 'Refresh to run it again.' });

/** A year has hundreds, and many queries may be under way: each is to cost little besides its points. */
export class PendingSegment {
  /** Rejects with the FailureError of the request that failed. */
  readonly landed: Promise<Fetched>;
  /** Nearly always one. */
  waiting: readonly ProgressCounter[] = [];
  job: FetchJob | undefined;
  /** The query in whose name Amazon is asked for it. */
  owner: object | undefined;
  private parts: Points[] = [];
  private isSettled = false;
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
  join(counter: ProgressCounter): void {
    if (!this.waiting.includes(counter)) this.waiting = [...this.waiting, counter];
    const windowsPlanned = this.job?.pending(this.window) ?? 0;
    if (windowsPlanned > 0) counter.add({ windowsPlanned });
  }

  /** Somebody waits no longer. Where nobody does, it fails, and what brings it may have requests that serve nobody. */
  leave(counter: ProgressCounter): FetchJob | undefined {
    if (this.isSettled) return undefined;
    this.waiting = this.waiting.filter((one) => one !== counter);
    if (this.isWanted) return undefined;
    const { job } = this;
    this.fail(queryCancelled());
    return job;
  }

  /** All points of a range have arrived, in ascending order; ranges never come twice. */
  cover(range: Window, points: Points, fetchedAt: Instant): void {
    if (this.isSettled) return;
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
    if (this.isSettled) return;
    this.isSettled = true;
    // Whoever still holds it need not hold what brought it.
    this.parts = [];
    this.job = undefined;
    this.onDown(fetched);
  }

  /** The points of this segment among those of a range; the first bucket may be stamped before the segment begins. */
  private own(points: Points): Points {
    const step = amazonBucketMs(this.period);
    if (step === undefined) return points;
    const first = floorTo(this.window.startTime, step);
    const { timestamps, values } = points;
    const indexFrom = (instant: Instant): number =>
      lowerBound(timestamps.length, (index) => (timestamps[index] ?? instant) >= instant);
    const [from, to] = [indexFrom(first), indexFrom(this.window.endTime)];
    return { timestamps: timestamps.slice(from, to), values: values.slice(from, to) };
  }
}
