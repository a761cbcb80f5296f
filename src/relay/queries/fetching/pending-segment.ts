/** A segment in flight: the queries that wait for it, and the parts that have arrived. */
import { amazonBucketMs, type AmazonPeriod } from '../../../core/domain/catalog';
import { FailureError } from '../../../core/domain/failure';
import { floorTo, type Instant, type Window } from '../../../core/domain/instant';
import type { Progress } from '../../../core/query/query';
import { lowerBound, mergePoints, type Points } from '../../../core/windows/points';
import type { FetchedPoints } from '../segments/segment-codec';

/** Increments of a query's counts. */
export interface Counts extends Partial<Progress> {
  readonly requests?: number;
  readonly requestId?: string | undefined;
}

/** The counts of one running query. */
export class ProgressCounter {
  /** Whether the query has ended. */
  isLeft = false;
  requests = 0;
  readonly requestIds: string[] = [];
  progress: Progress = { windowsDone: 0, windowsPlanned: 0, pages: 0, points: 0 };
  readonly #onProgress: (progress: Progress) => void;

  constructor(onProgress: (progress: Progress) => void = () => undefined) {
    this.#onProgress = onProgress;
  }

  /** Adds to the counts and reports the progress. */
  add(more: Counts): void {
    this.requests += more.requests ?? 0;
    if (more.requestId !== undefined) this.requestIds.push(more.requestId);
    const { windowsDone, windowsPlanned, pages, points } = this.progress;
    this.progress = {
      windowsDone: windowsDone + (more.windowsDone ?? 0),
      windowsPlanned: windowsPlanned + (more.windowsPlanned ?? 0),
      pages: pages + (more.pages ?? 0),
      points: points + (more.points ?? 0),
    };
    this.#onProgress(this.progress);
  }
}

/** The milliseconds that two ranges share. */
const overlap = (one: Window, other: Window): number =>
  Math.max(0, Math.min(one.endTime, other.endTime) - Math.max(one.startTime, other.startTime));

/** The fetch that a segment is part of. */
export interface FetchJob {
  /** The number of unanswered requests for a range. */
  pending(range: Window): number;
  /** Aborts the requests that no query needs. */
  cancelUnwanted(): void;
}

/** `cancelled`: no query waits. */
export const queryCancelled = (): FailureError =>
  new FailureError({ code: 'cancelled', message: 'This request was cancelled.', advice: 'Refresh to run it again.' });

/**
 * A segment in flight. A year has hundreds, and many queries may run: each must take little memory besides its points.
 */
export class PendingSegment {
  /** The segment's points, in ascending order. Rejects with the FailureError of the first request that failed. */
  readonly landed: Promise<FetchedPoints>;
  /** The counters of the waiting queries: nearly always one. */
  waiting: readonly ProgressCounter[] = [];
  /** The fetch that brings it; undefined before it starts and after it ends. */
  job: FetchJob | undefined;
  /** The query on whose behalf Amazon is asked. */
  owner: object | undefined;
  #parts: Points[] = [];
  #isSettled = false;
  #uncovered: number;
  #fetchedAt = Number.POSITIVE_INFINITY;
  #resolve: (fetched: FetchedPoints) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;
  readonly #period: AmazonPeriod;
  readonly #onDown: (fetched?: FetchedPoints) => void;

  /** @param onDown called once: with the points when the segment has arrived, without them when it has failed */
  constructor(
    readonly window: Window,
    period: AmazonPeriod,
    onDown: (fetched?: FetchedPoints) => void,
  ) {
    this.#period = period;
    this.#onDown = onDown;
    this.#uncovered = window.endTime - window.startTime;
    this.landed = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  /** Whether any query waits for it. */
  get isWanted(): boolean {
    return this.waiting.some(({ isLeft }) => !isLeft);
  }

  /** Adds a waiting query, whose counter counts the segment's requests from now on. */
  join(counter: ProgressCounter): void {
    if (!this.waiting.includes(counter)) this.waiting = [...this.waiting, counter];
    const windowsPlanned = this.job?.pending(this.window) ?? 0;
    if (windowsPlanned > 0) counter.add({ windowsPlanned });
  }

  /**
   * Removes a waiting query. A segment without any fails as `cancelled`.
   * @returns the fetch that may now have unneeded requests; undefined when other queries still wait
   */
  leave(counter: ProgressCounter): FetchJob | undefined {
    if (this.#isSettled) return undefined;
    this.waiting = this.waiting.filter((one) => one !== counter);
    if (this.isWanted) return undefined;
    const { job } = this;
    this.fail(queryCancelled());
    return job;
  }

  /**
   * Takes over all points of a range. Resolves `landed` once the ranges cover the whole segment.
   *
   * @param range overlaps none of the earlier ranges
   * @param points in ascending order
   */
  cover(range: Window, points: Points, fetchedAt: Instant): void {
    if (this.#isSettled) return;
    this.#parts.push(this.#own(points));
    this.#fetchedAt = Math.min(this.#fetchedAt, fetchedAt);
    this.#uncovered -= overlap(this.window, range);
    if (this.#uncovered > 0) return;
    try {
      const fetched = { ...mergePoints(this.#parts), fetchedAt: this.#fetchedAt };
      this.#down(fetched);
      this.#resolve(fetched);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Rejects `landed`. Does nothing once it has settled. */
  fail(error: unknown): void {
    this.#down();
    this.#reject(error);
  }

  #down(fetched?: FetchedPoints): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    // Frees the fetch even if the segment itself is still referenced.
    this.#parts = [];
    this.job = undefined;
    this.#onDown(fetched);
  }

  /** A range's points that belong to this segment. Amazon may stamp the first bucket before the segment's start. */
  #own(points: Points): Points {
    const step = amazonBucketMs(this.#period);
    if (step === undefined) return points;
    const first = floorTo(this.window.startTime, step);
    const { timestamps, values } = points;
    const indexFrom = (instant: Instant): number =>
      lowerBound(timestamps.length, (index) => (timestamps[index] ?? instant) >= instant);
    const [from, to] = [indexFrom(first), indexFrom(this.window.endTime)];
    return { timestamps: timestamps.slice(from, to), values: values.slice(from, to) };
  }
}
