/**
 * The segments in flight from Amazon, shared by all queries that need them. Queries that arrive together are planned
 * together: they cost no more requests than one query over their combined range.
 */
import type { Window } from '../../../core/domain/instant';
import { consecutiveSegments, segmentKey } from '../../../core/windows/windows';
import type { EventLoop } from '../../lib/event-loop';
import type { CachedSeries } from '../segments/segment-cache';
import type { FetchedPoints } from '../segments/segment-codec';
import { PendingSegment } from './pending-segment';
import { RangeFetch, type RangeFetchDeps } from './range-fetch';

/** A series that queries share: its key in the cache, and how to fetch it. */
export interface SharedSeries extends RangeFetchDeps, CachedSeries {
  /** The query on whose behalf it is fetched. */
  readonly owner: object;
  readonly accountId: string;
  /** Caches a segment that has arrived. */
  readonly keep: (window: Window, fetched: FetchedPoints) => void;
}

/** A segment that waits for its batch. */
interface QueuedSegment {
  readonly series: SharedSeries;
  readonly pending: PendingSegment;
}

/** The segments in flight. */
export class InFlightSegments {
  /** By series and segment. */
  readonly #inFlight = new Map<string, Map<string, PendingSegment>>();
  /** By account, so that no account's queries delay another's. */
  readonly #batchers = new Map<string, Batcher<QueuedSegment>>();
  readonly #batchWindow: BatchWindow;
  readonly #now: () => number;
  readonly #loop: EventLoop;

  constructor(batchWindow: BatchWindow, now: () => number, loop: EventLoop) {
    this.#batchWindow = batchWindow;
    this.#now = now;
    this.#loop = loop;
  }

  /** The segment in flight for a window; if there is none, a new one, which starts with the next batch. */
  of(series: SharedSeries, window: Window): PendingSegment {
    const ofSeries = this.#inFlight.get(series.prefix) ?? new Map<string, PendingSegment>();
    const name = segmentKey(window);
    const inFlight = ofSeries.get(name);
    // A segment without observers is about to fail.
    if (inFlight?.isWanted === true) return inFlight;
    const pending = new PendingSegment(window, series.period, (fetched) => {
      if (ofSeries.get(name) === pending) ofSeries.delete(name);
      if (ofSeries.size === 0 && this.#inFlight.get(series.prefix) === ofSeries) this.#inFlight.delete(series.prefix);
      if (fetched !== undefined) series.keep(window, fetched);
    });
    ofSeries.set(name, pending);
    this.#inFlight.set(series.prefix, ofSeries);
    this.#enqueue(series, pending);
    return pending;
  }

  /** Whether a segment is in flight and some query waits for it. */
  has(series: SharedSeries, window: Window): boolean {
    return this.#inFlight.get(series.prefix)?.get(segmentKey(window))?.isWanted ?? false;
  }

  #enqueue(series: SharedSeries, pending: PendingSegment): void {
    const { accountId, owner, period } = series;
    // A SINGLE always takes a request of its own, so it needs no batch; the microtask lets its query join it first.
    if (period === 'SINGLE') {
      queueMicrotask(() => send([pending], series));
      return;
    }
    const batcher =
      this.#batchers.get(accountId) ??
      new Batcher<QueuedSegment>(this.#batchWindow, this.#now, (waiting) => {
        this.#batchers.delete(accountId);
        void start(waiting, this.#loop);
      });
    this.#batchers.set(accountId, batcher);
    batcher.add({ series, pending }, owner);
  }
}

const send = (segments: readonly PendingSegment[], series: SharedSeries): void => {
  for (const pending of segments) pending.owner = series.owner;
  void new RangeFetch(segments, series).fetch();
};

/** Fetches consecutive segments of each series together. */
const start = async (waiting: readonly QueuedSegment[], loop: EventLoop): Promise<void> => {
  const batches = new Map<string, { series: SharedSeries; pendingSegments: PendingSegment[] }>();
  for (const { series, pending } of waiting) {
    if (loop.isSpent) await loop.rest();
    const name = `${series.prefix}/${String(series.maxResults)}`;
    const batch = batches.get(name) ?? { series, pendingSegments: [] };
    batch.pendingSegments.push(pending);
    batches.set(name, batch);
  }
  for (const { series, pendingSegments } of batches.values()) {
    if (loop.isSpent) await loop.rest();
    const wanted = pendingSegments.filter((pending) => pending.isWanted);
    for (const consecutive of consecutiveSegments(wanted, series.period)) send(consecutive, series);
  }
};

/** When a batch is complete, in milliseconds. */
export interface BatchWindow {
  /** The quiet time that ends a batch of one query's items. */
  readonly quietMs: number;
  /** The quiet time that ends a batch of several queries: a workbook recalculates, and more queries will come. */
  readonly burstMs: number;
  /** The longest time from the first item on. */
  readonly longestMs: number;
}

/** Collects items until none has come for a while, and hands them over as one batch. */
export class Batcher<T> {
  #items: T[] = [];
  #firstOwner: object | undefined;
  #first = 0;
  #isBurst = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #patience: BatchWindow;
  readonly #now: () => number;
  readonly #handoff: (items: readonly T[]) => void;

  constructor(patience: BatchWindow, now: () => number, handoff: (items: readonly T[]) => void) {
    this.#patience = patience;
    this.#now = now;
    this.#handoff = handoff;
  }

  /**
   * Adds an item to the current batch.
   * @param owner the query that the item belongs to: many items of one query don't make a burst
   */
  add(item: T, owner: object): void {
    this.#items.push(item);
    if (this.#timer === undefined) this.#begin(owner);
    else this.#goOn(this.#timer, owner);
  }

  #begin(owner: object): void {
    this.#firstOwner = owner;
    this.#first = this.#now();
    this.#isBurst = false;
    this.#wait(this.#patience.quietMs);
  }

  #goOn(timer: ReturnType<typeof setTimeout>, owner: object): void {
    const { burstMs, longestMs } = this.#patience;
    const passed = this.#now() - this.#first;
    if (passed + burstMs >= longestMs) return;
    if (this.#isBurst || owner === this.#firstOwner) {
      timer.refresh();
      return;
    }
    this.#isBurst = true;
    clearTimeout(timer);
    this.#wait(burstMs);
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      const items = this.#items;
      this.#items = [];
      this.#timer = undefined;
      this.#handoff(items);
    }, ms);
  }
}
