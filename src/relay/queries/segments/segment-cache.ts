/**
 * Amazon's numbers by segment: settled segments for weeks, the others for a minute. They are in the store, for other
 * relays and for after a restart, and in a bounded memory in front of it.
 */
import { LRUCache } from 'lru-cache';
import type { AmazonPeriod, MetricName } from '../../../core/domain/catalog';
import type { Instant, Window } from '../../../core/domain/instant';
import { dayAround, isOnGrid, isSettled, segmentKey } from '../../../core/windows/windows';
import type { EventLoop } from '../../lib/event-loop';
import type { Store } from '../../store/store';
import { type Generation, Generations, hashed } from './generations';
import { cutTo, decode, encode, type FetchedPoints } from './segment-codec';
import { SegmentWriter, type SegmentWriterDeps } from './segment-writer';

export interface SegmentCacheDeps extends Pick<SegmentWriterDeps, 'maxStored' | 'maxOfAccount'> {
  readonly store: Store;
  readonly now: () => Instant;
  readonly loop: EventLoop;
  /**
   * How long a settled segment is cached, in milliseconds.
   * @default 3_024_000_000, 35 days
   */
  readonly settledMs?: number;
  /**
   * How long a segment is cached that may still change, in milliseconds.
   * @default 60_000
   */
  readonly provisionalMs?: number;
  /**
   * The most bytes in memory.
   * @default 24_000_000, about 40,000 days of quarter-hours
   */
  readonly maxBytes?: number;
  /** Called when this relay or another has forgotten an account. */
  readonly onForgotten?: (accountId: string) => void;
  /** Called when another relay has refreshed an account's numbers. */
  readonly onRefreshed?: (accountId: string) => void;
  /** Called when the store fails. Answers don't depend on it. */
  readonly onError?: (error: unknown) => void;
}

/** A series in the cache. */
export interface CachedSeries {
  /** Segments are cached only until it is over. */
  readonly generation: Generation;
  /** The prefix of its segments' keys in the store: see {@link seriesPrefix}. */
  readonly prefix: string;
  readonly metric: MetricName;
  readonly period: AmazonPeriod;
}

/** Segments that are read from the store in one call. */
const storedAtOnce = 200;

const everyone = 'days:';

/** Hashes, which each query needs several times. */
const names = new LRUCache<string, string>({ max: 20_000 });
const nameOf = (text: string): string => {
  const name = names.get(text) ?? hashed(text);
  names.set(text, name);
  return name;
};

const accountPrefix = (accountId: string): string => `${everyone}${nameOf(accountId)}:`;

/** The account's part of a segment's key. */
const accountPrefixIn = (key: string): string => key.slice(0, key.indexOf(':', everyone.length) + 1);

/**
 * The prefix of a series' keys in the store.
 * @param series all arguments that tell one series from another, in a fixed order
 */
export const seriesPrefix = (
  accountId: string,
  { name }: Generation,
  series: readonly (string | undefined)[],
): string => `${accountPrefix(accountId)}${name}:${nameOf(JSON.stringify(series))}:`;

/** A segment in memory. */
interface MemoryEntry {
  readonly text: string;
  /** When it was last known to equal the store's. */
  readonly seenAt: Instant;
}

/** A segment of one of the series that are read. */
interface Place {
  readonly series: CachedSeries;
  /** The index of the series. */
  readonly of: number;
  readonly window: Window;
}

/**
 * By how much two relays' clocks may differ, in milliseconds. Numbers from later than that are those of a clock that was
 * wrong, which may have taken an unfinished day for a finished one.
 */
const skewMs = 60_000;

/** The bytes that a segment takes besides its text. */
const entryBytes = 200;

const keyOf = ({ prefix }: CachedSeries, window: Window): string => prefix + segmentKey(window);

/** The cache of segments. */
export class SegmentCache {
  /** As texts: numbers would take four times the memory. */
  readonly #memory: LRUCache<string, MemoryEntry>;
  readonly #settledMs: number;
  readonly #provisionalMs: number;
  readonly #generations: Generations;
  readonly #writer: SegmentWriter;
  readonly #deps: SegmentCacheDeps;

  constructor(deps: SegmentCacheDeps) {
    this.#deps = deps;
    this.#writer = new SegmentWriter({ ...deps, everyone });
    this.#settledMs = deps.settledMs ?? 35 * 86_400_000;
    this.#provisionalMs = deps.provisionalMs ?? 60_000;
    this.#memory = new LRUCache({
      maxSize: deps.maxBytes ?? 24_000_000,
      sizeCalculation: ({ text }) => text.length + entryBytes,
      perf: { now: deps.now },
      ttlResolution: 0,
    });
    this.#generations = new Generations({
      ...deps,
      // A day longer than any segment.
      keepMs: this.#settledMs + 86_400_000,
      onOver: (accountId) => {
        this.#drop(accountPrefix(accountId));
        deps.onForgotten?.(accountId);
      },
      onRefreshed: (accountId) => deps.onRefreshed?.(accountId),
    });
  }

  /** The current generation of an account. */
  generation(accountId: string): Promise<Generation> {
    return this.#generations.current(accountId);
  }

  /**
   * Reads segments of several series. A segment that memory holds for the first series isn't read for the others. A
   * store that fails counts as empty.
   *
   * @param serves whether a cached segment may serve the caller
   * @returns for each series, in their order, the cached segments by their key
   */
  async read(
    allSeries: readonly CachedSeries[],
    windows: readonly Window[],
    serves: (window: Window, fetched: FetchedPoints) => boolean = () => true,
  ): Promise<readonly ReadonlyMap<string, FetchedPoints>[]> {
    const { loop } = this.#deps;
    const known = allSeries.map(() => new Map<string, FetchedPoints>());
    const keep = ({ series, of, window }: Place, fetched: FetchedPoints | undefined): boolean => {
      if (fetched === undefined || fetched.fetchedAt < series.generation.allSince) return false;
      if (fetched.fetchedAt > this.#deps.now() + skewMs) return false;
      if (!serves(window, fetched)) return false;
      known[of]?.set(segmentKey(window), fetched);
      return true;
    };
    const missing: Place[] = [];
    for (const window of windows) {
      if (loop.isSpent) await loop.rest();
      for (const [of, series] of allSeries.entries()) {
        const place = { series, of, window };
        if (!keep(place, this.#remembered(series, window))) missing.push(place);
        else if (of === 0) break;
      }
    }
    for (let from = 0; from < missing.length; from += storedAtOnce) {
      const some = missing.slice(from, from + storedAtOnce);
      const stored = await this.#stored(some);
      some.forEach((place, index) => keep(place, stored[index]));
      if (loop.isSpent) await loop.rest();
    }
    return known;
  }

  /** Caches a segment, unless its account has been forgotten since it was requested. Reports a store that fails. */
  write(series: CachedSeries, window: Window, fetched: FetchedPoints): void {
    const { guard, isOver } = series.generation;
    if (isOver) return;
    const isFinal = isSettled(window, series.metric, fetched.fetchedAt) && isOnGrid(fetched, window, series.period);
    const ttlMs = isFinal ? this.#settledMs : this.#provisionalMs;
    const key = keyOf(series, window);
    const text = encode(fetched, window, series.period);
    this.#remember(key, text, ttlMs);
    this.#writer.add(accountPrefixIn(key), { key, text, ttlMs, guard });
  }

  /** Tells the other relays of a refresh: see {@link Generations.refreshed}. Never rejects. */
  async refreshed(accountId: string, allSince?: Instant): Promise<void> {
    // The store must hold the new numbers before other relays read them.
    await this.#writer.flush();
    await this.#generations.refreshed(accountId, allSince);
  }

  /**
   * Deletes all numbers of an account, here and in the store.
   * @throws {StoreError} when the store is unusable
   */
  async forget(accountId: string): Promise<void> {
    const prefix = accountPrefix(accountId);
    this.#drop(prefix);
    await this.#generations.next(accountId);
    await this.#deps.store.deletePrefix(prefix);
  }

  #remember(key: string, text: string, ttl: number): void {
    this.#memory.set(key, { text, seenAt: this.#deps.now() }, { ttl });
  }

  #drop(prefix: string): void {
    for (const key of this.#memory.keys()) if (key.startsWith(prefix)) this.#memory.delete(key);
  }

  #remembered(series: CachedSeries, window: Window): FetchedPoints | undefined {
    const find = (segment: Window): FetchedPoints | undefined => {
      const found = this.#memory.get(keyOf(series, segment));
      if (found === undefined || found.seenAt <= series.generation.heardAt) return undefined;
      return decode(found.text, segment, series.period);
    };
    const exact = find(window);
    if (exact !== undefined) return exact;
    const day = dayAround(window, series.period);
    const whole = day === undefined ? undefined : find(day);
    return whole === undefined ? undefined : cutTo(window, whole, series.period);
  }

  async #stored(places: readonly Place[]): Promise<readonly (FetchedPoints | undefined)[]> {
    const wanted = places.map((place) => ({ ...place, day: dayAround(place.window, place.series.period) }));
    const keys = wanted.flatMap(({ series, window, day }) => [keyOf(series, window), keyOf(series, day ?? window)]);
    const texts = await this.#texts([...new Set(keys)]);
    return wanted.map(({ series, window, day }) => {
      const exact = this.#found(series, window, texts);
      if (exact !== undefined || day === undefined) return exact;
      const whole = this.#found(series, day, texts);
      return whole === undefined ? undefined : cutTo(window, whole, series.period);
    });
  }

  /** Finds a segment among the store's texts. A settled one goes into memory. */
  #found(series: CachedSeries, window: Window, texts: ReadonlyMap<string, string>): FetchedPoints | undefined {
    const key = keyOf(series, window);
    // Memory stays valid if the store is unreachable or has trimmed the segment.
    const text = texts.get(key) ?? this.#memory.get(key)?.text;
    const fetched = text === undefined ? undefined : decode(text, window, series.period);
    const isFinal =
      fetched !== undefined &&
      isSettled(window, series.metric, fetched.fetchedAt) &&
      isOnGrid(fetched, window, series.period);
    if (text !== undefined && isFinal && !series.generation.isOver) this.#remember(key, text, this.#settledMs);
    return fetched;
  }

  async #texts(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    try {
      const texts = await this.#deps.store.getMany(keys);
      return new Map(keys.flatMap((key, index) => (texts[index] === undefined ? [] : [[key, texts[index]]])));
    } catch (error) {
      this.#deps.onError?.(error);
      return new Map();
    }
  }
}
