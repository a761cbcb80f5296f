/**
 * What is on its way from Amazon, so that questions share it even while it is. Questions that arrive together are
 * planned together: their union costs no more than one question over all of it.
 */
import { chainsOf, pieceName } from '../../core/pieces';
import type { Window } from '../../core/plan';
import { Chain, type ChainSettings } from './chain';
import { Flight } from './flight';
import type { KnownSeries } from './known-pieces';

/** A series as questions share it: its name and how it is fetched. */
export type SharedSeries = ChainSettings & KnownSeries;

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
  private readonly flying = new Map<string, Flight>();
  private readonly batches = new Map<string, Batch>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private latest = 0;

  constructor(
    private readonly patience: Patience,
    private readonly now: () => number,
  ) {}

  /** The flight of a piece: the one that is under way, or one that will start with the next batch. */
  of(series: SharedSeries, window: Window): { readonly flight: Flight; readonly isNew: boolean } {
    const name = `${series.prefix}/${pieceName(window)}`;
    const flying = this.flying.get(name);
    if (flying !== undefined) return { flight: flying, isNew: false };
    const flight = new Flight(window, series.period);
    const gone = (): void => {
      this.flying.delete(name);
    };
    flight.landed.then(gone, gone);
    this.flying.set(name, flight);
    this.enqueue(series, flight);
    return { flight, isNew: true };
  }

  private enqueue(series: SharedSeries, flight: Flight): void {
    const name = `${series.prefix}/${String(series.maxResults)}`;
    const batch = this.batches.get(name) ?? { series, flights: [] };
    batch.flights.push(flight);
    if (this.batches.size === 0) this.latest = this.now() + this.patience.longestMs;
    this.batches.set(name, batch);
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(this.patience.quietMs, this.latest - this.now()));
    this.timer = setTimeout(() => this.start(), wait);
  }

  private start(): void {
    const batches = [...this.batches.values()];
    this.batches.clear();
    for (const { series, flights } of batches) {
      const wanted = flights.filter((flight) => flight.isWanted);
      for (const chain of chainsOf(wanted, series.period)) void new Chain(chain, series).fetch();
    }
  }
}
