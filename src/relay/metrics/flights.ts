/**
 * What is on its way from Amazon, so that questions share it even while it is. Questions that arrive together are
 * planned together: their union costs no more than one question over all of it.
 */
import { chainsOf, pieceName } from '../../core/pieces';
import type { Window } from '../../core/plan';
import { Chain, type ChainSettings } from './chain';
import { Flight, type Fetched } from './flight';
import type { KnownSeries } from './known-pieces';

/** A series as questions share it: its name and how it is fetched. */
export interface SharedSeries extends ChainSettings, KnownSeries {
  /** Keeps a piece that has arrived. */
  readonly keep: (window: Window, fetched: Fetched) => void;
}

interface Batch {
  readonly series: SharedSeries;
  readonly flights: Flight[];
}

/** When to plan what has been asked: once nobody has asked for `quietMs`, but `longestMs` after the first at the latest. */
export interface Patience {
  readonly quietMs: number;
  readonly longestMs: number;
}

export class Flights {
  /** By series and piece. */
  private readonly flying = new Map<string, Map<string, Flight>>();
  private readonly batches = new Map<string, Batch>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest = 0;

  constructor(
    private readonly patience: Patience,
    private readonly now: () => number,
  ) {}

  /** The flight of a piece: the one that is under way, or one that will start with the next batch. */
  of(series: SharedSeries, window: Window): { readonly flight: Flight; readonly isNew: boolean } {
    const ofSeries = this.flying.get(series.prefix) ?? new Map<string, Flight>();
    const name = pieceName(window);
    const flying = ofSeries.get(name);
    if (flying !== undefined) return { flight: flying, isNew: false };
    const flight = new Flight(window, series.period, (fetched) => {
      ofSeries.delete(name);
      if (ofSeries.size === 0) this.flying.delete(series.prefix);
      if (fetched !== undefined) series.keep(window, fetched);
    });
    ofSeries.set(name, flight);
    this.flying.set(series.prefix, ofSeries);
    this.enqueue(series, flight);
    return { flight, isNew: true };
  }

  private enqueue(series: SharedSeries, flight: Flight): void {
    const name = `${series.prefix}/${String(series.maxResults)}`;
    const batch = this.batches.get(name) ?? { series, flights: [] };
    batch.flights.push(flight);
    this.batches.set(name, batch);
    this.waitOn();
  }

  private waitOn(): void {
    const { quietMs, longestMs } = this.patience;
    if (this.timer === undefined) {
      this.latest = this.now() + longestMs;
      this.timer = setTimeout(() => this.start(), quietMs);
    } else if (this.latest - this.now() > quietMs) this.timer.refresh();
  }

  private start(): void {
    this.timer = undefined;
    const batches = [...this.batches.values()];
    this.batches.clear();
    for (const { series, flights } of batches) {
      const wanted = flights.filter((flight) => flight.isWanted);
      for (const chain of chainsOf(wanted, series.period)) void new Chain(chain, series).fetch();
    }
  }
}
