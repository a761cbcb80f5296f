/** Counts what an answer costs while it is made, and tells how far it has come. */
import type { Progress } from '../../../core/query/question';

/** More of everything that is counted. */
export interface Counts extends Partial<Progress> {
  readonly requests?: number;
  readonly requestId?: string | undefined;
}

export class ProgressCounter {
  /** Nobody waits any more for what is counted here. */
  isLeft = false;
  requests = 0;
  readonly requestIds: string[] = [];
  progress: Progress = { windowsDone: 0, windowsPlanned: 0, pages: 0, points: 0 };

  constructor(private readonly onProgress: (progress: Progress) => void = () => undefined) {}

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
    this.onProgress(this.progress);
  }
}
