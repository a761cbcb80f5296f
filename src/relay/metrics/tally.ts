/** Counts what an answer costs while it is made, and tells how far it has come. */
import type { Progress } from '../../core/question';

export class Tally {
  requests = 0;
  readonly requestIds: string[] = [];
  private progress: Progress = { windowsDone: 0, windowsPlanned: 0, pages: 0, points: 0 };

  constructor(private readonly onProgress: (progress: Progress) => void) {}

  get pages(): number {
    return this.progress.pages;
  }

  /** An HTTP request to Amazon has ended, well or not. */
  readonly request = (requestId: string | undefined): void => {
    this.requests += 1;
    if (requestId !== undefined) this.requestIds.push(requestId);
  };

  planned(windows: number): void {
    this.add({ windowsPlanned: windows });
  }

  windowDone(): void {
    this.add({ windowsDone: 1 });
  }

  page(points: number): void {
    this.add({ pages: 1, points });
  }

  private add(more: Partial<Progress>): void {
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
