/**
 * Which numbers of an account may be kept. Forgetting an account begins a new generation of it: what was asked before is
 * neither found nor kept any more, by any relay that shares the store.
 */
import { createHash, randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Instant } from '../../core/instant';
import type { Guard, Store } from '../store/store';

/** A short name for a text, for keys of the store; it cannot be turned back. */
export const hashed = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** What is kept between two times at which an account was forgotten. */
export class Generation {
  /** Whether the account has been forgotten since, as far as this relay knows. */
  isOver = false;

  constructor(
    /** Where the store holds it, so that it refuses what comes too late from another relay. */
    readonly guard: Guard,
  ) {}

  /** Part of the keys of what belongs to it. */
  get name(): string {
    return this.guard.text ?? 'first';
  }
}

export interface GenerationsSettings {
  readonly store: Pick<Store, 'get' | 'set'>;
  readonly now: () => Instant;
  /** How long it is remembered: longer than anything that belongs to the one before. Milliseconds. */
  readonly keepMs: number;
  /** Told when an account has been forgotten, here or by another relay. */
  readonly onOver: (customer: string) => void;
  /** Told when the store fails; what was known last is believed then. */
  readonly onError?: (error: unknown) => void;
}

/** So long another relay's forgetting may stay unnoticed; the store itself refuses what comes too late. */
const freshMs = 1_000;
const maxKnown = 10_000;

interface Known {
  readonly generation: Generation;
  readonly askedAt: Instant;
}

export class Generations {
  readonly #settings: GenerationsSettings;
  readonly #known = new LRUCache<string, Known>({ max: maxKnown });
  readonly #looking = new Map<string, Promise<Generation>>();

  constructor(settings: GenerationsSettings) {
    this.#settings = settings;
  }

  /** The present generation of an account. */
  async current(customer: string): Promise<Generation> {
    const known = this.#known.get(customer);
    if (known !== undefined && this.#settings.now() - known.askedAt < freshMs) return known.generation;
    const looking = this.#looking.get(customer) ?? this.#lookedUp(customer);
    this.#looking.set(customer, looking);
    return looking;
  }

  /** Begins the next one. Throws the store's failure. */
  async next(customer: string): Promise<void> {
    const { store, keepMs } = this.#settings;
    const guard = { key: this.#keyOf(customer), text: randomUUID() };
    // Whoever looks now may still find the one before.
    this.#looking.delete(customer);
    this.#take(customer, new Generation(guard));
    await store.set(guard.key, guard.text, { ttlMs: keepMs });
  }

  async #lookedUp(customer: string): Promise<Generation> {
    const key = this.#keyOf(customer);
    const before = this.#known.get(customer)?.generation;
    let text = before?.guard.text;
    try {
      text = await this.#settings.store.get(key);
    } catch (error) {
      this.#settings.onError?.(error);
    }
    const latest = this.#known.get(customer)?.generation;
    // Forgotten while we looked.
    if (latest !== undefined && latest !== before) return latest;
    this.#looking.delete(customer);
    const found = before !== undefined && before.guard.text === text ? before : new Generation({ key, text });
    this.#take(customer, found);
    return found;
  }

  #take(customer: string, generation: Generation): void {
    const before = this.#known.get(customer)?.generation;
    this.#known.set(customer, { generation, askedAt: this.#settings.now() });
    if (before === undefined || before === generation) return;
    before.isOver = true;
    this.#settings.onOver(customer);
  }

  #keyOf(customer: string): string {
    return `generation:${hashed(customer)}`;
  }
}
