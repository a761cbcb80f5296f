/**
 * What is on its way from Amazon, so that questions share it even while it is. Questions that arrive together are
 * planned together: their union costs no more than one question over all of it.
 */
import type { Window } from '../../../core/domain/instant';
import { chainsOf, pieceName } from '../../../core/windows/segments';
import type { LoopTurns } from '../../lib/event-loop';
import { Chain, type ChainSettings } from './range-fetch';
import { Flight } from './pending-segment';
import type { Fetched } from '../segments/segment-codec';
import { Gathering, type Patience } from './batcher';
import type { KnownSeries } from '../segments/segment-cache';

/** A series as questions share it: its name and how it is fetched. */
export interface SharedSeries extends ChainSettings, KnownSeries {
  /** The question that asks for it. */
  readonly asker: object;
  readonly customer: string;
  /** Keeps a piece that has arrived. */
  readonly keep: (window: Window, fetched: Fetched) => void;
}

/** A piece that waits to be planned together with others. */
interface Waiting {
  readonly series: SharedSeries;
  readonly flight: Flight;
}

export class Flights {
  /** By series and piece. */
  private readonly flying = new Map<string, Map<string, Flight>>();
  /** By customer: what others ask shall make nobody wait. */
  private readonly gatherings = new Map<string, Gathering<Waiting>>();

  constructor(
    private readonly patience: Patience,
    private readonly now: () => number,
    private readonly loop: LoopTurns,
  ) {}

  /** The flight of a piece: the one that is under way, or one that will start with the next batch. */
  of(series: SharedSeries, window: Window): Flight {
    const ofSeries = this.flying.get(series.prefix) ?? new Map<string, Flight>();
    const name = pieceName(window);
    const flying = ofSeries.get(name);
    // One that everybody has left is about to fail.
    if (flying?.isWanted === true) return flying;
    const flight = new Flight(window, series.period, (fetched) => {
      if (ofSeries.get(name) === flight) ofSeries.delete(name);
      if (ofSeries.size === 0 && this.flying.get(series.prefix) === ofSeries) this.flying.delete(series.prefix);
      if (fetched !== undefined) series.keep(window, fetched);
    });
    ofSeries.set(name, flight);
    this.flying.set(series.prefix, ofSeries);
    this.enqueue(series, flight);
    return flight;
  }

  /** Whether a piece is on its way already. */
  has(series: SharedSeries, window: Window): boolean {
    return this.flying.get(series.prefix)?.get(pieceName(window))?.isWanted ?? false;
  }

  private enqueue(series: SharedSeries, flight: Flight): void {
    const { customer, asker, period } = series;
    // One number over its range is a request of its own, whatever else is asked. It starts once somebody has joined it.
    if (period === 'SINGLE') {
      queueMicrotask(() => send([flight], series));
      return;
    }
    const gathering =
      this.gatherings.get(customer) ??
      new Gathering<Waiting>(this.patience, this.now, (waiting) => {
        this.gatherings.delete(customer);
        void start(waiting, this.loop);
      });
    this.gatherings.set(customer, gathering);
    gathering.add({ series, flight }, asker);
  }
}

const send = (chain: readonly Flight[], series: SharedSeries): void => {
  for (const flight of chain) flight.asker = series.asker;
  void new Chain(chain, series).fetch();
};

/** Fetches the pieces of each series together, where they follow one another. */
const start = async (waiting: readonly Waiting[], loop: LoopTurns): Promise<void> => {
  const batches = new Map<string, { series: SharedSeries; flights: Flight[] }>();
  for (const { series, flight } of waiting) {
    if (loop.isSpent) await loop.rest();
    const name = `${series.prefix}/${String(series.maxResults)}`;
    const batch = batches.get(name) ?? { series, flights: [] };
    batch.flights.push(flight);
    batches.set(name, batch);
  }
  for (const { series, flights } of batches.values()) {
    if (loop.isSpent) await loop.rest();
    const wanted = flights.filter((flight) => flight.isWanted);
    for (const chain of chainsOf(wanted, series.period)) send(chain, series);
  }
};
