/**
 * Which numbers of an account may be kept. Forgetting an account begins a new generation of it: what was asked before is
 * neither found nor kept any more, by any relay that shares the store. A refresh of an account goes on with its generation:
 * the other relays then look into the store before they believe their own memory.
 */
import { createHash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Instant } from '../../../core/domain/instant';
import type { Guard, Store } from '../../store/store';

/** A short name for a text, for keys of the store; it cannot be turned back. */
export const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** What is kept between two times at which an account was forgotten. */
export class Generation {
  /** Whether the account has been forgotten since, as far as this relay knows. */
  isOver = false;
  /** When this relay heard that another one has asked numbers anew: what its memory holds from before may be out of date. */
  heardAt: Instant = Number.NEGATIVE_INFINITY;
  /** What was asked before then serves nobody: somebody has asked for everything anew. */
  allSince: Instant = Number.NEGATIVE_INFINITY;

  constructor(
    /** Where the store holds it, so that it refuses what comes too late from another relay. */
    readonly guard: Guard,
  ) {}

  /** Part of the keys of what belongs to it. */
  get name(): string {
    return this.guard.text ?? 'first';
  }
}

export interface GenerationsDeps {
  readonly store: Pick<Store, 'getMany' | 'set'>;
  readonly now: () => Instant;
  /** How long it is remembered: longer than anything that belongs to the one before. Milliseconds. */
  readonly keepMs: number;
  /** Told when an account has been forgotten, here or by another relay. */
  readonly onOver: (accountId: string) => void;
  /** Told when another relay has asked numbers of an account anew. */
  readonly onRefreshed: (accountId: string) => void;
  /** Told when the store fails; what was known last is believed then. */
  readonly onError?: (error: unknown) => void;
}

/** So long another relay's forgetting may stay unnoticed; the store itself refuses what comes too late. */
const freshMs = 1_000;
const maxKnown = 10_000;

interface Known {
  readonly generation: Generation;
  readonly startedAt: Instant;
  /** What the store held of refreshes. */
  readonly refreshed?: string | undefined;
}

/** Who asked numbers anew and when, and since when none from before serve: `9f…Q 1790000000000 -`. */
const refreshText = (relay: string, now: Instant, allSince: Instant): string =>
  `${relay} ${now} ${Number.isFinite(allSince) ? allSince : '-'}`;
const allSinceIn = (text: string): Instant => {
  const found = /^\S+ \d+ (\d+)$/.exec(text)?.[1];
  return found === undefined ? Number.NEGATIVE_INFINITY : Number(found);
};

export class Generations {
  /** Of this relay, among those that share the store. */
  readonly #relay = randomUUID();
  readonly #settings: GenerationsDeps;
  readonly #known = new LRUCache<string, Known>({ max: maxKnown });
  readonly #looking = new Map<string, Promise<Generation>>();

  constructor(deps: GenerationsDeps) {
    this.#settings = deps;
  }

  /** The present generation of an account. */
  async current(accountId: string): Promise<Generation> {
    const known = this.#known.get(accountId);
    if (known !== undefined && this.#settings.now() - known.startedAt < freshMs) return known.generation;
    const looking = this.#looking.get(accountId) ?? this.#lookedUp(accountId);
    this.#looking.set(accountId, looking);
    return looking;
  }

  /** Begins the next one. Throws the store's failure. */
  async next(accountId: string): Promise<void> {
    const { store, keepMs } = this.#settings;
    const guard = { key: this.#keyOf(accountId), text: randomUUID() };
    // Whoever looks now may still find the one before.
    this.#looking.delete(accountId);
    this.#take(accountId, new Generation(guard));
    await store.set(guard.key, guard.text, { ttlMs: keepMs });
  }

  /**
   * Tells the other relays that numbers of an account have been asked anew, after the store has them: all numbers from
   * before `allSince` are out of date, where it is given, and else those that Amazon may have corrected.
   */
  async refreshed(accountId: string, allSince?: Instant): Promise<void> {
    const { store, now, keepMs, onError } = this.#settings;
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
    const { store, onError } = this.#settings;
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
    // Forgotten while we looked.
    if (latest !== undefined && latest !== before) return latest;
    this.#looking.delete(accountId);
    const found = before !== undefined && before.guard.text === text ? before : new Generation({ key, text });
    this.#hear(accountId, found, refreshed);
    this.#take(accountId, found, refreshed);
    return found;
  }

  #hear(accountId: string, generation: Generation, refreshed: string | undefined): void {
    // What this relay has told meanwhile is no news, nor is what stood in the store before that.
    const known = this.#known.get(accountId)?.refreshed;
    if (refreshed === undefined || refreshed === known || refreshed.startsWith(this.#relay)) return;
    generation.heardAt = this.#settings.now();
    generation.allSince = Math.max(generation.allSince, allSinceIn(refreshed));
    this.#settings.onRefreshed(accountId);
  }

  #take(accountId: string, generation: Generation, refreshed?: string): void {
    const before = this.#known.get(accountId)?.generation;
    this.#known.set(accountId, { generation, startedAt: this.#settings.now(), refreshed });
    if (before === undefined || before === generation) return;
    before.isOver = true;
    this.#settings.onOver(accountId);
  }

  #keyOf(accountId: string): string {
    return `generation:${hashed(accountId)}`;
  }

  #refreshKeyOf(accountId: string): string {
    return `refreshed:${hashed(accountId)}`;
  }
}
