import type { Instant } from '../../core/domain/instant';
import { inSlices, sliceSize } from '../lib/event-loop';
import { ExpiryHistogram, minuteAfter } from './expiry-histogram';
import type { Entry as Writing, ExpiryOptions, SetOptions, Store } from './store';

interface Entry {
  readonly value: Buffer;
  readonly expiresAt: Instant;
}

const expiry = (now: Instant, { ttlMs }: ExpiryOptions): Instant => (ttlMs === undefined ? Infinity : now + ttlMs);

/** A store in memory, lost when the process ends, for tests and trials. Its operations never fail. */
export class MemoryStore implements Store {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => Instant;

  constructor(now: () => Instant) {
    this.#now = now;
  }

  #live(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.expiresAt > this.#now() ? entry : undefined;
  }

  #put(key: string, value: string, expiresAt: Instant): void {
    this.#entries.set(key, { value: Buffer.from(value), expiresAt });
  }

  get(key: string): Promise<string | undefined> {
    return Promise.resolve(this.#live(key)?.value.toString());
  }

  set(key: string, value: string, options: SetOptions = {}): Promise<boolean> {
    if (options.onlyIfAbsent === true && this.#live(key) !== undefined) return Promise.resolve(false);
    this.#put(key, value, expiry(this.#now(), options));
    return Promise.resolve(true);
  }

  getMany(keys: readonly string[]): Promise<readonly (string | undefined)[]> {
    return Promise.resolve(keys.map((key) => this.#live(key)?.value.toString()));
  }

  setMany(entries: readonly Writing[]): Promise<void> {
    for (const { key, text, guard, ...options } of entries) {
      const holds = guard === undefined || this.#live(guard.key)?.value.toString() === guard.text;
      if (holds) this.#put(key, text, expiry(this.#now(), options));
    }
    return Promise.resolve();
  }

  take(key: string): Promise<string | undefined> {
    const entry = this.#live(key);
    this.#entries.delete(key);
    return Promise.resolve(entry?.value.toString());
  }

  compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    options: ExpiryOptions = {},
  ): Promise<boolean> {
    const entry = this.#live(key);
    if (entry?.value.toString() !== expected) return Promise.resolve(false);
    const kept = options.ttlMs === undefined ? entry?.expiresAt : undefined;
    if (next === undefined) this.#entries.delete(key);
    else this.#put(key, next, kept ?? expiry(this.#now(), options));
    return Promise.resolve(true);
  }

  delete(key: string): Promise<boolean> {
    const was = this.#live(key) !== undefined;
    this.#entries.delete(key);
    return Promise.resolve(was);
  }

  increment(key: string, options: ExpiryOptions = {}): Promise<number> {
    const entry = this.#live(key);
    const count = Number(entry?.value.toString() ?? 0) + 1;
    this.#put(key, String(count), entry?.expiresAt ?? expiry(this.#now(), options));
    return Promise.resolve(count);
  }

  /** The expiry of a rate limiter's key is its next free slot. */
  reserve(key: string, intervalMs: number): Promise<number> {
    const now = this.#now();
    const place = this.#live(key)?.expiresAt ?? now;
    this.#put(key, '', place + intervalMs);
    return Promise.resolve(place - now);
  }

  postpone(key: string, ms: number): Promise<void> {
    const now = this.#now();
    this.#put(key, '', Math.max(this.#live(key)?.expiresAt ?? now, now + ms));
    return Promise.resolve();
  }

  async list(prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    await this.#visit(prefix, (key) => keys.push(key));
    return keys.sort();
  }

  /** Visits all live entries of a family, slice by slice. */
  async #visit(prefix: string, visit: (key: string, entry: Entry) => void): Promise<void> {
    // A Map's iterator allows changes between its steps.
    const walk = this.#entries.entries();
    await inSlices(() => {
      for (let seen = 0; seen < sliceSize; seen += 1) {
        const next = walk.next();
        if (next.done === true) return seen;
        const [key, entry] = next.value;
        if (key.startsWith(prefix) && entry.expiresAt > this.#now()) visit(key, entry);
      }
      return sliceSize;
    });
  }

  async deletePrefix(prefix: string): Promise<number> {
    let gone = 0;
    await this.#visit(prefix, (key) => {
      this.#entries.delete(key);
      gone += 1;
    });
    return gone;
  }

  async trim(prefix: string, most: number): Promise<number> {
    const histogram = new ExpiryHistogram();
    await this.#visit(prefix, (_, { expiresAt }) => histogram.add(Number.isFinite(expiresAt) ? expiresAt : null));
    const over = histogram.total - most;
    if (over <= 0) return histogram.total;
    const cutOff = histogram.cutOff(over);
    let [rest, gone] = [cutOff.rest, 0];
    await this.#visit(prefix, (key, { expiresAt }) => {
      const isRest = expiresAt >= cutOff.before && expiresAt < minuteAfter(cutOff) && rest > 0;
      if (!(expiresAt < cutOff.before || isRest)) return;
      if (isRest) rest -= 1;
      this.#entries.delete(key);
      gone += 1;
    });
    return histogram.total - gone;
  }

  async sweep(): Promise<number> {
    // A Map's iterator allows changes between its steps.
    const walk = this.#entries.entries();
    let gone = 0;
    await inSlices(() => {
      for (let seen = 0; seen < sliceSize; seen += 1) {
        const next = walk.next();
        if (next.done === true) return seen;
        const [key, { expiresAt }] = next.value;
        if (expiresAt <= this.#now() && this.#entries.delete(key)) gone += 1;
      }
      return sliceSize;
    });
    return gone;
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.#entries.clear();
    return Promise.resolve();
  }
}
