/**
 * Fetches consecutive segments as one range, in as few requests as Amazon allows. A request is sent only while some
 * query waits for a segment that it serves.
 */
import type { AmazonPeriod } from '../../../core/domain/catalog';
import type { Instant, Window } from '../../../core/domain/instant';
import { lowerBound, mergePoints, type Page } from '../../../core/windows/points';
import { bucketsIn, requestsFor } from '../../../core/windows/windows';
import type { EventLoop } from '../../lib/event-loop';
import { fetchWindow } from './follow-pages';
import type { PageLimits } from './page-limits';
import type { Counts } from './pending-segment';
import { type FetchJob, type PendingSegment, queryCancelled } from './pending-segment';
import type { Semaphore } from './semaphore';

/** A call for one page. */
export interface PageCall {
  /** Undefined for the first page. */
  readonly nextToken: string | undefined;
  readonly maxResults: number;
  readonly signal: AbortSignal;
  /** Called for each HTTP request that the page took. */
  readonly count: (more: Counts) => void;
}

export interface RangeFetchDeps {
  readonly skillId: string;
  readonly period: AmazonPeriod;
  /** The page size in the formula; undefined when it names none. */
  readonly maxResults: number | undefined;
  readonly limits: PageLimits;
  /** Bounds the windows that are fetched at once. */
  readonly semaphore: Semaphore;
  readonly now: () => Instant;
  readonly loop: EventLoop;
  /** Asks Amazon for a page of a window. Rejects with a FailureError. */
  readonly ask: (window: Window, call: PageCall) => Promise<Page>;
}

/** The fetch of one range. */
export class RangeFetch implements FetchJob {
  /** Windows that still need a request. */
  readonly #open = new Set<Window>();
  /** Those of them with a request under way. */
  readonly #active = new Map<AbortController, Window>();
  readonly #pendingSegments: readonly PendingSegment[];
  readonly #deps: RangeFetchDeps;

  /** @param pendingSegments at least one, in ascending order, each starting at the end of the one before */
  constructor(pendingSegments: readonly PendingSegment[], deps: RangeFetchDeps) {
    this.#pendingSegments = pendingSegments;
    this.#deps = deps;
    for (const pending of pendingSegments) pending.job = this;
  }

  pending(range: Window): number {
    let count = 0;
    for (const { startTime, endTime } of this.#open)
      if (startTime < range.endTime && range.startTime < endTime) count += 1;
    return count;
  }

  cancelUnwanted(): void {
    for (const [controller, window] of this.#active) if (!this.#isWanted(window)) controller.abort(queryCancelled());
  }

  /** Fetches the whole range: every segment arrives or fails. Never rejects. */
  async fetch(): Promise<void> {
    const { skillId, limits, period, maxResults } = this.#deps;
    let rest: Window = {
      startTime: this.#pendingSegments[0]?.window.startTime ?? 0,
      endTime: this.#pendingSegments.at(-1)?.window.endTime ?? 0,
    };
    let begun: Promise<void> | undefined;
    const [first = rest] = requestsFor(rest, period, undefined);
    await limits.learnFirst(skillId, bucketsIn(first, period), maxResults, (learnt) => {
      rest = { startTime: first.endTime, endTime: rest.endTime };
      begun = this.#fetchAll([first], learnt);
    });
    await Promise.all([begun, this.#fetchAll(requestsFor(rest, period, limits.pageSize(maxResults)))]);
  }

  async #fetchAll(windows: readonly Window[], onPage?: () => void): Promise<void> {
    const { semaphore, loop } = this.#deps;
    for (const window of windows) {
      if (loop.isSpent) await loop.rest();
      this.#open.add(window);
      this.#count(window, { windowsPlanned: 1 });
    }
    // Work inside the semaphore never rests: other windows wait for it.
    await Promise.all(
      windows.map((window) =>
        semaphore.run(() => this.#fetchOne(window, onPage), this.#of(window).length > 1 ? 'many' : 'few'),
      ),
    );
  }

  /** Fetches one window. If it fails, its segments fail. */
  async #fetchOne(window: Window, onPage?: () => void): Promise<void> {
    const controller = new AbortController();
    this.#open.add(window);
    this.#active.set(controller, window);
    try {
      if (!this.#isWanted(window)) throw queryCancelled();
      await this.#fetchPages(window, controller.signal, onPage);
    } catch (error) {
      for (const pending of this.#of(window)) pending.fail(error);
    } finally {
      this.#open.delete(window);
      this.#active.delete(controller);
      onPage?.();
    }
  }

  #fetchPages(window: Window, signal: AbortSignal, onPage?: () => void): Promise<void> {
    const { limits, period, maxResults: wanted, now, ask } = this.#deps;
    const fetchedAt = now();
    const count = (more: Counts): void => this.#count(window, more);
    return fetchWindow(window, period, {
      page: async (range, nextToken) => {
        const page = await limits.request(wanted, (maxResults) => ask(range, { nextToken, maxResults, signal, count }));
        limits.learn(page.timestamps.length, page.nextToken !== undefined, wanted);
        count({ pages: 1, points: page.timestamps.length });
        onPage?.();
        return page;
      },
      planned: (windowsPlanned) => count({ windowsPlanned }),
      done: () => count({ windowsDone: 1 }),
      covered: (range, points) => {
        const ascending = mergePoints([points]);
        for (const pending of this.#of(range)) pending.cover(range, ascending, fetchedAt);
      },
      part: (range) => this.#fetchOne(range),
    });
  }

  #of(range: Window): readonly PendingSegment[] {
    const pendingSegments = this.#pendingSegments;
    const indexWhere = (holds: (window: Window) => boolean): number =>
      lowerBound(pendingSegments.length, (index) => holds(pendingSegments[index]?.window ?? range));
    return pendingSegments.slice(
      indexWhere(({ endTime }) => endTime > range.startTime),
      indexWhere(({ startTime }) => startTime >= range.endTime),
    );
  }

  #isWanted(range: Window): boolean {
    return this.#of(range).some((pending) => pending.isWanted);
  }

  #count(range: Window, more: Counts): void {
    const counters = new Set(this.#of(range).flatMap(({ waiting }) => [...waiting]));
    for (const counter of counters) counter.add(more);
  }
}
