/**
 * What Amazon has said already, by segment: settled segments for long, the others briefly. Kept in the store, so that a
 * restart and other replicas know it, and in a bounded memory before it.
 */
import { LRUCache } from 'lru-cache';
import type { AmazonPeriod, MetricName } from '../../../core/domain/catalog';
import type { Instant, Window } from '../../../core/domain/instant';
import { dayAround, isOnGrid, isSettled, segmentKey } from '../../../core/windows/segments';
import type { EventLoop } from '../../lib/event-loop';
import type { Entry, Store } from '../../store/store';
import { Generations, hashed, type Generation } from './generations';
import { cutTo, decode, encode, type Fetched } from './segment-codec';

export interface SegmentCacheDeps {
  readonly store: Store;
  readonly now: () => Instant;
  readonly loop: EventLoop;
  /** How long a settled segment is kept without being asked for. Default 35 days, in milliseconds. */
  readonly settledMs?: number;
  /** How long a segment is kept that may still change. Default 60,000 ms. */
  readonly provisionalMs?: number;
  /** Bytes that memory holds at most. Default 24,000,000: about 40,000 days of quarter-hours. */
  readonly maxBytes?: number;
  /** Segments that the store holds at most: about 400 bytes each. Default 500,000. */
  readonly maxStored?: number;
  /** Told when an account has been forgotten. */
  readonly onForgotten?: (accountId: string) => void;
  /** Told when another relay has asked an account's numbers anew. */
  readonly onRefreshed?: (accountId: string) => void;
  /** Told when the store fails: the answer does not depend on it. */
  readonly onError?: (error: unknown) => void;
}

/** A series whose segments are kept. */
export interface CachedSeries {
  /** What is asked in it is kept only as long as it is not over. */
  readonly generation: Generation;
  /** Where its segments stand in the store: see seriesPrefix. */
  readonly prefix: string;
  readonly metric: MetricName;
  readonly period: AmazonPeriod;
}

/** Segments that are asked of the store in one call. */
const storedAtOnce = 200;

const everyone = 'days:';

/** Each query needs some of them several times. */
const names = new LRUCache<string, string>({ max: 20_000 });
const nameOf = (text: string): string => {
  const name = names.get(text) ?? hashed(text);
  names.set(text, name);
  return name;
};

const accountPrefix = (accountId: string): string => `${everyone}${nameOf(accountId)}:`;

/** The store's name for a series: whose numbers they are, and all arguments that make one series differ from another. */
export const seriesPrefix = (
  accountId: string,
  { name }: Generation,
  series: readonly (string | undefined)[],
): string => `${accountPrefix(accountId)}${name}:${nameOf(JSON.stringify(series))}:`;

/** A segment in memory. */
interface MemoryEntry {
  readonly text: string;
  /** When it was last the same as in the store. */
  readonly seenAt: Instant;
}

/** A segment of one of the series that are looked through. */
interface Place {
  readonly series: CachedSeries;
  /** Which of them it is. */
  readonly of: number;
  readonly window: Window;
}

/** A segment costs about so much besides its text. */
const entryBytes = 200;

const keyOf = ({ prefix }: CachedSeries, window: Window): string => prefix + segmentKey(window);

export class SegmentCache {
  /** As texts: numbers would take four times the room. */
  private readonly memory: LRUCache<string, MemoryEntry>;
  private readonly settledMs: number;
  private readonly provisionalMs: number;
  private readonly generations: Generations;
  private written: Entry[] = [];
  private sinceTrim = 0;

  constructor(private readonly deps: SegmentCacheDeps) {
    this.settledMs = deps.settledMs ?? 35 * 86_400_000;
    this.provisionalMs = deps.provisionalMs ?? 60_000;
    this.memory = new LRUCache({
      maxSize: deps.maxBytes ?? 24_000_000,
      sizeCalculation: ({ text }) => text.length + entryBytes,
      perf: { now: deps.now },
      ttlResolution: 0,
    });
    this.generations = new Generations({
      ...deps,
      // A day longer than anything that is kept.
      keepMs: this.settledMs + 86_400_000,
      onOver: (accountId) => {
        this.drop(accountPrefix(accountId));
        deps.onForgotten?.(accountId);
      },
      onRefreshed: (accountId) => deps.onRefreshed?.(accountId),
    });
  }

  /** The generation in which a query of an account asks. */
  generation(accountId: string): Promise<Generation> {
    return this.generations.current(accountId);
  }

  /**
   * Those of the segments that are known, by name, as far as they serve: of each series one map, in their order. What memory
   * has of the first series is not looked for in the others; the store is asked once for all of them.
   */
  async read(
    allSeries: readonly CachedSeries[],
    windows: readonly Window[],
    serves: (window: Window, fetched: Fetched) => boolean = () => true,
  ): Promise<readonly ReadonlyMap<string, Fetched>[]> {
    const { loop } = this.deps;
    const known = allSeries.map(() => new Map<string, Fetched>());
    const keep = ({ series, of, window }: Place, fetched: Fetched | undefined): boolean => {
      if (fetched === undefined || fetched.fetchedAt < series.generation.allSince) return false;
      if (!serves(window, fetched)) return false;
      known[of]?.set(segmentKey(window), fetched);
      return true;
    };
    const missing: Place[] = [];
    for (const window of windows) {
      if (loop.isSpent) await loop.rest();
      for (const [of, series] of allSeries.entries()) {
        const place = { series, of, window };
        if (!keep(place, this.remembered(series, window))) missing.push(place);
        else if (of === 0) break;
      }
    }
    for (let from = 0; from < missing.length; from += storedAtOnce) {
      const some = missing.slice(from, from + storedAtOnce);
      const stored = await this.stored(some);
      some.forEach((place, index) => keep(place, stored[index]));
      if (loop.isSpent) await loop.rest();
    }
    return known;
  }

  /** Keeps a segment, unless its owner has been forgotten since it was asked. A store that fails is reported. */
  write(series: CachedSeries, window: Window, fetched: Fetched): void {
    const { guard, isOver } = series.generation;
    if (isOver) return;
    const isFinal = isSettled(window, series.metric, fetched.fetchedAt) && isOnGrid(fetched, window, series.period);
    const ttlMs = isFinal ? this.settledMs : this.provisionalMs;
    const key = keyOf(series, window);
    const text = encode(fetched, window, series.period);
    this.remember(key, text, ttlMs);
    if (this.written.push({ key, text, ttlMs, guard }) === 1) setImmediate(() => this.flush());
  }

  /** Tells the other relays that numbers of an account have been asked anew: see Generations. Never rejects. */
  async refreshed(accountId: string, allSince?: Instant): Promise<void> {
    // Whoever hears of it finds them in the store.
    this.flush();
    await this.generations.refreshed(accountId, allSince);
  }

  /** Forgets all numbers of an account. */
  async forget(accountId: string): Promise<void> {
    const prefix = accountPrefix(accountId);
    this.drop(prefix);
    await this.generations.next(accountId);
    await this.deps.store.deletePrefix(prefix);
  }

  private remember(key: string, text: string, ttl: number): void {
    this.memory.set(key, { text, seenAt: this.deps.now() }, { ttl });
  }

  private drop(prefix: string): void {
    for (const key of this.memory.keys()) if (key.startsWith(prefix)) this.memory.delete(key);
  }

  private remembered(series: CachedSeries, window: Window): Fetched | undefined {
    const find = (segment: Window): Fetched | undefined => {
      const found = this.memory.get(keyOf(series, segment));
      if (found === undefined || found.seenAt <= series.generation.heardAt) return undefined;
      return decode(found.text, segment, series.period);
    };
    const exact = find(window);
    if (exact !== undefined) return exact;
    const day = dayAround(window, series.period);
    const whole = day === undefined ? undefined : find(day);
    return whole === undefined ? undefined : cutTo(window, whole, series.period);
  }

  private async stored(places: readonly Place[]): Promise<readonly (Fetched | undefined)[]> {
    const wanted = places.map((place) => ({ ...place, day: dayAround(place.window, place.series.period) }));
    const keys = wanted.flatMap(({ series, window, day }) => [keyOf(series, window), keyOf(series, day ?? window)]);
    const texts = await this.texts([...new Set(keys)]);
    return wanted.map(({ series, window, day }) => {
      const exact = this.found(series, window, texts);
      if (exact !== undefined || day === undefined) return exact;
      const whole = this.found(series, day, texts);
      return whole === undefined ? undefined : cutTo(window, whole, series.period);
    });
  }

  /** A segment among the texts of the store; memory has it from then on, where it is final. */
  private found(series: CachedSeries, window: Window, texts: ReadonlyMap<string, string>): Fetched | undefined {
    const key = keyOf(series, window);
    // A store that is away, or has dropped it, takes nothing away from what is remembered.
    const text = texts.get(key) ?? this.memory.get(key)?.text;
    const fetched = text === undefined ? undefined : decode(text, window, series.period);
    const isFinal =
      fetched !== undefined &&
      isSettled(window, series.metric, fetched.fetchedAt) &&
      isOnGrid(fetched, window, series.period);
    if (text !== undefined && isFinal && !series.generation.isOver) this.remember(key, text, this.settledMs);
    return fetched;
  }

  private async texts(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    try {
      const texts = await this.deps.store.getMany(keys);
      return new Map(keys.flatMap((key, index) => (texts[index] === undefined ? [] : [[key, texts[index]]])));
    } catch (error) {
      this.deps.onError?.(error);
      return new Map();
    }
  }

  private flush(): void {
    const { written } = this;
    if (written.length === 0) return;
    this.written = [];
    this.sinceTrim += written.length;
    this.save(written).catch((error: unknown) => this.deps.onError?.(error));
  }

  /** Writes, and from time to time drops the segments that would expire first, beyond what the store shall hold. */
  private async save(written: readonly Entry[]): Promise<void> {
    const { store, maxStored = 500_000 } = this.deps;
    await store.setMany(written);
    if (this.sinceTrim < maxStored / 50) return;
    this.sinceTrim = 0;
    await store.trim(everyone, maxStored);
  }
}
