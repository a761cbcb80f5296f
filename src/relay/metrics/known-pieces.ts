/**
 * What Amazon has said already, by piece: settled pieces for long, the others briefly. Kept in the store, so that a
 * restart and other replicas know it, and in a bounded memory before it.
 */
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { MetricName, Period } from '../../core/catalogue';
import { dayAround, isSettled, pieceName } from '../../core/pieces';
import type { Window } from '../../core/plan';
import type { Entry, Store } from '../store/store';
import type { Fetched } from './flight';
import { cutTo, decode, encode } from './piece-record';

export interface KnownPiecesSettings {
  readonly store: Store;
  /** How long a settled piece is kept without being asked for. Default 35 days, in milliseconds. */
  readonly settledMs?: number;
  /** How long a piece is kept that may still change. Default 60,000 ms. */
  readonly provisionalMs?: number;
  /** Bytes that memory holds at most. Default 24,000,000: about 40,000 days of quarter-hours. */
  readonly maxBytes?: number;
  /** Pieces that the store holds at most: about 400 bytes each. Default 500,000. */
  readonly maxStored?: number;
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

const everyone = 'days:';

const customerPrefix = (customer: string): string => `${everyone}${hashed(customer)}:`;

/** The store's name for a series: whose numbers they are, and all arguments that make one series differ from another. */
export const seriesPrefix = (customer: string, series: readonly (string | undefined)[]): string =>
  `${customerPrefix(customer)}${hashed(JSON.stringify(series))}:`;

/** A piece costs about so much besides its text. */
const entryBytes = 200;

const keyOf = ({ prefix }: KnownSeries, window: Window): string => prefix + pieceName(window);

export class KnownPieces {
  /** As texts: numbers would take four times the room. */
  private readonly memory: LRUCache<string, string>;
  private readonly settledMs: number;
  private readonly provisionalMs: number;
  private written: Entry[] = [];
  private sinceTrim = 0;

  constructor(private readonly settings: KnownPiecesSettings) {
    this.settledMs = settings.settledMs ?? 35 * 86_400_000;
    this.provisionalMs = settings.provisionalMs ?? 60_000;
    this.memory = new LRUCache({
      maxSize: settings.maxBytes ?? 24_000_000,
      sizeCalculation: ({ length }) => length + entryBytes,
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
    const text = encode(fetched, window, series.period);
    this.memory.set(key, text, { ttl: ttlMs });
    if (this.written.push({ key, text, ttlMs }) === 1) setImmediate(() => this.flush());
  }

  /** Forgets all numbers of a customer. */
  async forget(customer: string): Promise<void> {
    const prefix = customerPrefix(customer);
    for (const key of this.memory.keys()) if (key.startsWith(prefix)) this.memory.delete(key);
    await this.settings.store.deletePrefix(prefix);
  }

  private remembered(series: KnownSeries, window: Window): Fetched | undefined {
    const find = (piece: Window): Fetched | undefined => {
      const text = this.memory.get(keyOf(series, piece));
      return text === undefined ? undefined : decode(text, piece, series.period);
    };
    const exact = find(window);
    if (exact !== undefined) return exact;
    const day = dayAround(window, series.period);
    const whole = day === undefined ? undefined : find(day);
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
      if (text !== undefined && fetched !== undefined && isSettled(window, series.metric, fetched.fetchedAt))
        this.memory.set(keyOf(series, window), text, { ttl: this.settledMs });
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
    this.sinceTrim += written.length;
    this.save(written).catch((error: unknown) => this.settings.onError?.(error));
  }

  /** Writes, and from time to time drops the pieces that would expire first, beyond what the store shall hold. */
  private async save(written: readonly Entry[]): Promise<void> {
    const { store, maxStored = 500_000 } = this.settings;
    await store.setMany(written);
    if (this.sinceTrim < maxStored / 50) return;
    this.sinceTrim = 0;
    await store.trim(everyone, maxStored);
  }
}
