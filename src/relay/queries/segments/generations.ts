/**
 * Invalidates an account's cached numbers across relays. Forgetting an account begins a new generation: numbers of the
 * one before are no longer found or cached, by any relay that shares the store. A refresh keeps the generation,
 * but makes the other relays read the store before they trust their memory.
 */
import { createHash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Instant } from '../../../core/domain/instant';
import { isWithin } from '../../lib/clock';
import type { Guard, Store } from '../../store/store';

/** A short hash for keys of the store: 132 bits of SHA-256, as 22 characters of base64url. */
export const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** The numbers that are cached for an account until it is forgotten. */
export class Generation {
  /** Whether the account has been forgotten since, as far as this relay knows. */
  isOver = false;
  /** When this relay learnt of another one's refresh. Its memory from before may be out of date. */
  heardAt: Instant = Number.NEGATIVE_INFINITY;
  /** The start of the latest refresh of everything. Numbers fetched before serve no query. */
  allSince: Instant = Number.NEGATIVE_INFINITY;

  constructor(
    /** The condition under which the store accepts numbers of this generation. */
    readonly guard: Guard,
  ) {}

  /** Part of its numbers' keys in the store. */
  get name(): string {
    return this.guard.text ?? 'first';
  }
}

export interface GenerationsDeps {
  readonly store: Pick<Store, 'getMany' | 'set'>;
  readonly now: () => Instant;
  /** How long the store keeps a generation, in milliseconds: longer than any number of the one before. */
  readonly keepMs: number;
  /** Called when this relay or another has forgotten an account. */
  readonly onOver: (accountId: string) => void;
  /** Called when another relay has refreshed an account's numbers. */
  readonly onRefreshed: (accountId: string) => void;
  /** Called when the store fails. The last known generation then stays valid. */
  readonly onError?: (error: unknown) => void;
}

/** How long another relay's forgetting may stay unnoticed. The store itself refuses late numbers. */
const freshMs = 1_000;
const maxKnown = 10_000;

interface CachedGeneration {
  readonly generation: Generation;
  readonly startedAt: Instant;
  /** The store's note of the last refresh. */
  readonly refreshed?: string | undefined;
}

/** The note of a refresh: the relay, the time, and `allSince` or a dash, as in `9f…Q 1790000000000 -`. */
const refreshText = (relay: string, now: Instant, allSince: Instant): string =>
  `${relay} ${now} ${Number.isFinite(allSince) ? allSince : '-'}`;
const allSinceIn = (text: string): Instant => {
  const found = /^\S+ \d+ (\d+)$/.exec(text)?.[1];
  return found === undefined ? Number.NEGATIVE_INFINITY : Number(found);
};

/** The current generation of each account. */
export class Generations {
  /** This relay's ID among those that share the store. */
  readonly #relay = randomUUID();
  readonly #deps: GenerationsDeps;
  readonly #known = new LRUCache<string, CachedGeneration>({ max: maxKnown });
  readonly #looking = new Map<string, Promise<Generation>>();

  constructor(deps: GenerationsDeps) {
    this.#deps = deps;
  }

  /** The current generation of an account, as of the last second. Never rejects. */
  async current(accountId: string): Promise<Generation> {
    const known = this.#known.get(accountId);
    if (known !== undefined && isWithin(freshMs, known.startedAt, this.#deps.now())) return known.generation;
    const looking = this.#looking.get(accountId) ?? this.#lookedUp(accountId);
    this.#looking.set(accountId, looking);
    return looking;
  }

  /**
   * Begins the next generation of an account.
   * @throws {StoreError} when the store is unusable; this relay has begun it all the same
   */
  async next(accountId: string): Promise<void> {
    const { store, keepMs } = this.#deps;
    const guard = { key: this.#keyOf(accountId), text: randomUUID() };
    // A look-up under way may still find the one before.
    this.#looking.delete(accountId);
    this.#take(accountId, new Generation(guard));
    await store.set(guard.key, guard.text, { ttlMs: keepMs });
  }

  /**
   * Tells the other relays that an account's numbers have been refreshed, once the store has the new ones. Never
   * rejects.
   * @param allSince all numbers from before are out of date; absent: only those that Amazon may have corrected
   */
  async refreshed(accountId: string, allSince?: Instant): Promise<void> {
    const { store, now, keepMs, onError } = this.#deps;
    const generation = await this.current(accountId);
    generation.allSince = Math.max(generation.allSince, allSince ?? Number.NEGATIVE_INFINITY);
    const text = refreshText(this.#relay, now(), generation.allSince);
    const known = this.#known.get(accountId);
    if (known !== undefined) this.#known.set(accountId, { ...known, refreshed: text });
    try {
      await store.set(this.#refreshKeyOf(accountId), text, { ttlMs: keepMs });
    } catch (error) {
      onError?.(error);
    }
  }

  async #lookedUp(accountId: string): Promise<Generation> {
    const { store, onError } = this.#deps;
    const key = this.#keyOf(accountId);
    const known = this.#known.get(accountId);
    const before = known?.generation;
    let [text, refreshed] = [before?.guard.text, known?.refreshed];
    try {
      [text, refreshed] = await store.getMany([key, this.#refreshKeyOf(accountId)]);
    } catch (error) {
      onError?.(error);
    }
    const latest = this.#known.get(accountId)?.generation;
    // Forgotten during the look-up.
    if (latest !== undefined && latest !== before) return latest;
    this.#looking.delete(accountId);
    const found = before !== undefined && before.guard.text === text ? before : new Generation({ key, text });
    this.#hear(accountId, found, refreshed);
    this.#take(accountId, found, refreshed);
    return found;
  }

  #hear(accountId: string, generation: Generation, refreshed: string | undefined): void {
    // A note that this relay has read or written before is not news.
    const known = this.#known.get(accountId)?.refreshed;
    if (refreshed === undefined || refreshed === known || refreshed.startsWith(this.#relay)) return;
    generation.heardAt = this.#deps.now();
    generation.allSince = Math.max(generation.allSince, allSinceIn(refreshed));
    this.#deps.onRefreshed(accountId);
  }

  #take(accountId: string, generation: Generation, refreshed?: string): void {
    const before = this.#known.get(accountId)?.generation;
    this.#known.set(accountId, { generation, startedAt: this.#deps.now(), refreshed });
    if (before === undefined || before === generation) return;
    before.isOver = true;
    this.#deps.onOver(accountId);
  }

  #keyOf(accountId: string): string {
    return `generation:${hashed(accountId)}`;
  }

  #refreshKeyOf(accountId: string): string {
    return `refreshed:${hashed(accountId)}`;
  }
}
