import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Entry, Store } from '../../store/store';

export interface SegmentWriterDeps {
  readonly store: Pick<Store, 'setMany' | 'trim'>;
  /** The prefix of all segments. */
  readonly everyone: string;
  /**
   * The most segments in the store, of about 400 bytes each.
   * @default 500_000
   */
  readonly maxStored?: number;
  /**
   * The most segments of one account, so that nobody displaces those of all others.
   * @default 100_000
   */
  readonly maxOfAccount?: number;
  /** Called when the store fails. */
  readonly onError?: (error: unknown) => void;
}

/** Entries of one transaction: they block the event loop for a few milliseconds. */
const writtenAtOnce = 200;
/** A family is trimmed when it exceeds its bound by this share: finding out how many there are takes long. */
const slack = 1 / 50;
const mostAccounts = 10_000;

/** The number of segments of a family, as far as it is known: it is counted when the family is trimmed. */
class Family {
  #count: number;
  #isTrimming = false;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
    // Those from before the start are unknown.
    this.#count = most;
  }

  get #isTooLarge(): boolean {
    return this.#count >= this.#most * (1 + slack);
  }

  /** Adds segments, and trims the family as long as there may be too many. */
  async add(count: number, trim: (most: number) => Promise<number>): Promise<void> {
    this.#count += count;
    if (this.#isTrimming) return;
    this.#isTrimming = true;
    try {
      while (this.#isTooLarge) {
        const before = this.#count;
        const left = await trim(this.#most);
        this.#count = left + (this.#count - before);
      }
    } finally {
      this.#isTrimming = false;
    }
  }
}

/** Writes segments to the store, a few at a time, and bounds their number: of each account, and of all together. */
export class SegmentWriter {
  readonly #deps: SegmentWriterDeps;
  readonly #all: Family;
  readonly #accounts = new LRUCache<string, Family>({ max: mostAccounts });
  #waiting: (readonly [accountPrefix: string, entry: Entry])[] = [];

  constructor(deps: SegmentWriterDeps) {
    this.#deps = deps;
    this.#all = new Family(deps.maxStored ?? 500_000);
  }

  /**
   * Writes a segment at the end of this turn of the event loop.
   * @param accountPrefix the prefix of all segments of its account
   */
  add(accountPrefix: string, entry: Entry): void {
    if (this.#waiting.push([accountPrefix, entry]) === 1) setImmediate(() => void this.flush());
  }

  /** Writes what waits, over several turns. Never rejects: reports a store that fails. */
  async flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      for (let from = 0; from < waiting.length; from += writtenAtOnce) {
        if (from > 0) await nextTurn();
        await this.#write(waiting.slice(from, from + writtenAtOnce));
      }
    } catch (error) {
      this.#deps.onError?.(error);
    }
  }

  async #write(some: readonly (readonly [accountPrefix: string, entry: Entry])[]): Promise<void> {
    await this.#deps.store.setMany(some.map(([, entry]) => entry));
    const counts = new Map<string, number>();
    for (const [prefix] of some) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    for (const [prefix, count] of counts) this.#bound(this.#family(prefix), prefix, count);
    this.#bound(this.#all, this.#deps.everyone, some.length);
  }

  #family(prefix: string): Family {
    const family = this.#accounts.get(prefix) ?? new Family(this.#deps.maxOfAccount ?? 100_000);
    this.#accounts.set(prefix, family);
    return family;
  }

  /** Trims beside the writing, which doesn't wait for it. */
  #bound(family: Family, prefix: string, count: number): void {
    const { store, onError } = this.#deps;
    family.add(count, (most) => store.trim(prefix, most)).catch((error: unknown) => onError?.(error));
  }
}
