/** Counts the requests of a running query and reports its progress. */
import type { Progress } from '../../../core/query/query';

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
