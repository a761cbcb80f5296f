/**
 * What is on its way from Amazon, so that queries share it even while it is. Queries that arrive together are
 * planned together: their union costs no more than one query over all of it.
 */
import type { Window } from '../../../core/domain/instant';
import { chainsOf, segmentKey } from '../../../core/windows/segments';
import type { EventLoop } from '../../lib/event-loop';
import { RangeFetch, type RangeFetchDeps } from './range-fetch';
import { PendingSegment } from './pending-segment';
import type { Fetched } from '../segments/segment-codec';
import { Batcher, type BatchWindow } from './batcher';
import type { CachedSeries } from '../segments/segment-cache';

/** A series as queries share it: its name and how it is fetched. */
export interface SharedSeries extends RangeFetchDeps, CachedSeries {
  /** The query that asks for it. */
  readonly owner: object;
  readonly accountId: string;
  /** Keeps a segment that has arrived. */
  readonly keep: (window: Window, fetched: Fetched) => void;
}

/** A segment that waits to be planned together with others. */
interface Waiting {
  readonly series: SharedSeries;
  readonly pending: PendingSegment;
}

export class InFlightSegments {
  /** By series and segment. */
  private readonly inFlight = new Map<string, Map<string, PendingSegment>>();
  /** By account: what others ask shall make nobody wait. */
  private readonly batchers = new Map<string, Batcher<Waiting>>();

  constructor(
    private readonly patience: BatchWindow,
    private readonly now: () => number,
    private readonly loop: EventLoop,
  ) {}

  /** The pending segment of a segment: the one that is under way, or one that will start with the next batch. */
  of(series: SharedSeries, window: Window): PendingSegment {
    const ofSeries = this.inFlight.get(series.prefix) ?? new Map<string, PendingSegment>();
    const name = segmentKey(window);
    const inFlight = ofSeries.get(name);
    // One that everybody has left is about to fail.
    if (inFlight?.isWanted === true) return inFlight;
    const pending = new PendingSegment(window, series.period, (fetched) => {
      if (ofSeries.get(name) === pending) ofSeries.delete(name);
      if (ofSeries.size === 0 && this.inFlight.get(series.prefix) === ofSeries) this.inFlight.delete(series.prefix);
      if (fetched !== undefined) series.keep(window, fetched);
    });
    ofSeries.set(name, pending);
    this.inFlight.set(series.prefix, ofSeries);
    this.enqueue(series, pending);
    return pending;
  }

  /** Whether a segment is on its way already. */
  has(series: SharedSeries, window: Window): boolean {
    return this.inFlight.get(series.prefix)?.get(segmentKey(window))?.isWanted ?? false;
  }

  private enqueue(series: SharedSeries, pending: PendingSegment): void {
    const { accountId, owner, period } = series;
    // One number over its range is a request of its own, whatever else is asked. It starts once somebody has joined it.
    if (period === 'SINGLE') {
      queueMicrotask(() => send([pending], series));
      return;
    }
    const batcher =
      this.batchers.get(accountId) ??
      new Batcher<Waiting>(this.patience, this.now, (waiting) => {
        this.batchers.delete(accountId);
        void start(waiting, this.loop);
      });
    this.batchers.set(accountId, batcher);
    batcher.add({ series, pending }, owner);
  }
}

const send = (chain: readonly PendingSegment[], series: SharedSeries): void => {
  for (const pending of chain) pending.owner = series.owner;
  void new RangeFetch(chain, series).fetch();
};

/** Fetches the segments of each series together, where they follow one another. */
const start = async (waiting: readonly Waiting[], loop: EventLoop): Promise<void> => {
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
    for (const chain of chainsOf(wanted, series.period)) send(chain, series);
  }
};
