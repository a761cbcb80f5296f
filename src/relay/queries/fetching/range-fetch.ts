/**
 * Fetches pieces that follow one another as one range, in as few requests as Amazon allows. A request is sent only
 * while somebody waits for a piece that it serves.
 */
import { firstIndex, mergePoints } from '../../../core/windows/merge';
import type { AmazonPeriod } from '../../../core/domain/catalog';
import type { Page } from '../../../core/windows/collect';
import type { Instant, Window } from '../../../core/domain/instant';
import { requestsFor } from '../../../core/windows/segments';
import { bucketsIn } from '../../../core/windows/plan';
import type { LoopTurns } from '../../lib/event-loop';
import { nobodyWaits, type Carrier, type Flight } from './pending-segment';
import type { Lanes } from './semaphore';
import type { PageLimits } from './page-limits';
import type { Counts } from './progress';
import { fetchWindow } from './window-fetch';

/** How one page is asked; `count` is told of each HTTP request that it took. */
export interface PageCall {
  readonly nextToken: string | undefined;
  readonly maxResults: number;
  readonly signal: AbortSignal;
  readonly count: (more: Counts) => void;
}

export interface ChainSettings {
  readonly skillId: string;
  readonly period: AmazonPeriod;
  /** The page size that the formula asks for, if any. */
  readonly maxResults: number | undefined;
  readonly limits: PageLimits;
  /** Where windows wait for their beginning. */
  readonly lanes: Lanes;
  readonly now: () => Instant;
  readonly loop: LoopTurns;
  readonly ask: (window: Window, call: PageCall) => Promise<Page>;
}

export class Chain implements Carrier {
  /** Windows that still need a request, and those of them that are begun. */
  private readonly open = new Set<Window>();
  private readonly active = new Map<AbortController, Window>();

  /** The flights are at least one, in ascending order, and each begins where the one before it ends. */
  constructor(
    private readonly flights: readonly Flight[],
    private readonly settings: ChainSettings,
  ) {
    for (const flight of flights) flight.carrier = this;
  }

  pending(range: Window): number {
    let count = 0;
    for (const { startTime, endTime } of this.open)
      if (startTime < range.endTime && range.startTime < endTime) count += 1;
    return count;
  }

  cancelUnwanted(): void {
    for (const [controller, window] of this.active) if (!this.isWanted(window)) controller.abort(nobodyWaits());
  }

  /** Asks Amazon for the whole range; every flight lands or fails. Never rejects. */
  async fetch(): Promise<void> {
    const { skillId, limits, period, maxResults } = this.settings;
    let rest: Window = {
      startTime: this.flights[0]?.window.startTime ?? 0,
      endTime: this.flights.at(-1)?.window.endTime ?? 0,
    };
    let begun: Promise<void> | undefined;
    const [first = rest] = requestsFor(rest, period, undefined);
    await limits.learnFirst(skillId, bucketsIn(first, period), maxResults, (learnt) => {
      rest = { startTime: first.endTime, endTime: rest.endTime };
      begun = this.fetchAll([first], learnt);
    });
    await Promise.all([begun, this.fetchAll(requestsFor(rest, period, limits.pageSize(maxResults)))]);
  }

  private async fetchAll(windows: readonly Window[], onPage?: () => void): Promise<void> {
    const { lanes, loop } = this.settings;
    for (const window of windows) {
      if (loop.isSpent) await loop.rest();
      this.open.add(window);
      this.count(window, { windowsPlanned: 1 });
    }
    // What has its lane never rests: others wait for it, and Amazon idles.
    await Promise.all(
      windows.map((window) =>
        lanes.run(() => this.fetchOne(window, onPage), this.of(window).length > 1 ? 'many' : 'few'),
      ),
    );
  }

  /** Fetches one window; its failure is that of the pieces that need it. */
  private async fetchOne(window: Window, onPage?: () => void): Promise<void> {
    const controller = new AbortController();
    this.open.add(window);
    this.active.set(controller, window);
    try {
      if (!this.isWanted(window)) throw nobodyWaits();
      await this.fetchPages(window, controller.signal, onPage);
    } catch (error) {
      for (const flight of this.of(window)) flight.fail(error);
    } finally {
      this.open.delete(window);
      this.active.delete(controller);
      onPage?.();
    }
  }

  private fetchPages(window: Window, signal: AbortSignal, onPage?: () => void): Promise<void> {
    const { limits, period, maxResults: wanted, now, ask } = this.settings;
    const fetchedAt = now();
    const count = (more: Counts): void => this.count(window, more);
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
        for (const flight of this.of(range)) flight.cover(range, ascending, fetchedAt);
      },
      part: (range) => this.fetchOne(range),
    });
  }

  private of(range: Window): readonly Flight[] {
    const { flights } = this;
    const indexWhere = (holds: (window: Window) => boolean): number =>
      firstIndex(flights.length, (index) => holds(flights[index]?.window ?? range));
    return flights.slice(
      indexWhere(({ endTime }) => endTime > range.startTime),
      indexWhere(({ startTime }) => startTime >= range.endTime),
    );
  }

  private isWanted(range: Window): boolean {
    return this.of(range).some((flight) => flight.isWanted);
  }

  private count(range: Window, more: Counts): void {
    const tallies = new Set(this.of(range).flatMap(({ waiting }) => [...waiting]));
    for (const tally of tallies) tally.add(more);
  }
}
