/**
 * What Amazon has said already, by piece: settled pieces for long, the others briefly. Kept in the store, so that a
 * restart and other replicas know it, and in a bounded memory before it.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { MetricName, Period } from '../../core/catalogue';
import { dayAround, isSettled, pieceName } from '../../core/pieces';
import type { Window } from '../../core/plan';
import type { Store } from '../store/store';
import type { Fetched } from './flight';
import { cutTo, decode, encode } from './piece-record';

export interface KnownPiecesSettings {
  readonly store: Store;
  /** How long a settled piece is kept without being asked for. Default 35 days, in milliseconds. */
  readonly settledMs?: number;
  /** How long a piece is kept that may still change. Default 60,000 ms. */
  readonly provisionalMs?: number;
  /** Points that memory holds at most. Default 4,000,000. */
  readonly maxPoints?: number;
  /** Told when the store fails: the answer does not depend on it. */
  readonly onError?: (error: unknown) => void;
}

/** A series whose pieces are kept. */
export interface KnownSeries {
  /** Where its pieces stand in the store: see seriesPrefix. */
  readonly prefix: string;
  readonly metric: MetricName;
  readonly period: Period;
}

const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

const customerPrefix = (customer: string): string => `days:${hashed(customer)}:`;

/** The store's name for a series: whose numbers they are, and all arguments that make one series differ from another. */
export const seriesPrefix = (customer: string, series: readonly (string | undefined)[]): string =>
  `${customerPrefix(customer)}${hashed(JSON.stringify(series))}:`;

const keyOf = ({ prefix }: KnownSeries, window: Window): string => prefix + pieceName(window);

export class KnownPieces {
  private readonly memory: LRUCache<string, Fetched>;
  private readonly settledMs: number;
  private readonly provisionalMs: number;
  private written: { key: string; text: string; ttlMs: number }[] = [];

  constructor(private readonly settings: KnownPiecesSettings) {
    this.settledMs = settings.settledMs ?? 35 * 86_400_000;
    this.provisionalMs = settings.provisionalMs ?? 60_000;
    this.memory = new LRUCache({
      maxSize: settings.maxPoints ?? 4_000_000,
      // A piece costs about as much as sixteen points besides its points.
      sizeCalculation: ({ values }) => values.length + 16,
    });
  }

  /** Those of the pieces that are known, by name. `settledOnly` leaves out what may have changed. */
  async read(
    series: KnownSeries,
    windows: readonly Window[],
    settledOnly: boolean,
  ): Promise<ReadonlyMap<string, Fetched>> {
    const known = new Map<string, Fetched>();
    const missing: Window[] = [];
    const keep = (window: Window, fetched: Fetched | undefined): boolean => {
      if (fetched === undefined) return false;
      if (settledOnly && !isSettled(window, series.metric, fetched.fetchedAt)) return false;
      known.set(pieceName(window), fetched);
      return true;
    };
    for (const window of windows) if (!keep(window, this.remembered(series, window))) missing.push(window);
    const stored = await this.stored(series, missing);
    missing.forEach((window, index) => keep(window, stored[index]));
    return known;
  }

  /** Keeps a piece; a failing store is told of and otherwise borne. */
  write(series: KnownSeries, window: Window, fetched: Fetched): void {
    const ttlMs = isSettled(window, series.metric, fetched.fetchedAt) ? this.settledMs : this.provisionalMs;
    const key = keyOf(series, window);
    this.memory.set(key, fetched, { ttl: ttlMs });
    if (this.written.push({ key, text: encode(fetched, window, series.period), ttlMs }) === 1)
      setImmediate(() => this.flush());
  }

  /** Forgets all numbers of a customer. */
  async forget(customer: string): Promise<void> {
    const prefix = customerPrefix(customer);
    for (const key of this.memory.keys()) if (key.startsWith(prefix)) this.memory.delete(key);
    await this.settings.store.deletePrefix(prefix);
  }

  private remembered(series: KnownSeries, window: Window): Fetched | undefined {
    const exact = this.memory.get(keyOf(series, window));
    if (exact !== undefined) return exact;
    const day = dayAround(window, series.period);
    const whole = day === undefined ? undefined : this.memory.get(keyOf(series, day));
    return whole === undefined ? undefined : cutTo(window, whole, series.period);
  }

  private async stored(series: KnownSeries, windows: readonly Window[]): Promise<readonly (Fetched | undefined)[]> {
    if (windows.length === 0) return [];
    const wanted = windows.map((window) => ({ window, day: dayAround(window, series.period) ?? window }));
    const keys = wanted.flatMap(({ window, day }) => [keyOf(series, window), keyOf(series, day)]);
    const unique = [...new Set(keys)];
    const texts = await this.texts(unique);
    const find = (window: Window): Fetched | undefined => {
      const text = texts.get(keyOf(series, window));
      const fetched = text === undefined ? undefined : decode(text, window, series.period);
      if (fetched !== undefined && isSettled(window, series.metric, fetched.fetchedAt))
        this.memory.set(keyOf(series, window), fetched, { ttl: this.settledMs });
      return fetched;
    };
    return wanted.map(({ window, day }) => {
      const exact = find(window);
      if (exact !== undefined || day === window) return exact;
      const whole = find(day);
      return whole === undefined ? undefined : cutTo(window, whole, series.period);
    });
  }

  private async texts(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    try {
      const texts = await this.settings.store.getMany(keys);
      return new Map(keys.flatMap((key, index) => (texts[index] === undefined ? [] : [[key, texts[index]]])));
    } catch (error) {
      this.settings.onError?.(error);
      return new Map();
    }
  }

  private flush(): void {
    const { written } = this;
    this.written = [];
    this.settings.store.setMany(written).catch((error: unknown) => this.settings.onError?.(error));
  }
}
