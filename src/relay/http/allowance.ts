import { LRUCache } from 'lru-cache';
import type { Instant } from '../../core/domain/instant';

export interface AllowanceSettings {
  /** Requests that one key may make in a minute, all at once or spread. 0: any number. */
  readonly perMinute: number;
  readonly now: () => Instant;
  /** Keys that are remembered. Those of the latest requests stay, so that a flood of addresses costs no more. Default: 50,000. */
  readonly mostKeys?: number;
}

const minuteMs = 60_000;

/**
 * How much each of many may ask for: a minute's worth at once, then as it comes back, evenly.
 * Source: the generic cell rate algorithm, ITU-T I.371.
 *
 * Not rate-limiter-flexible: it keeps a timer and a record for every key, without a bound, and goes by its own clock.
 */
export class Allowance {
  readonly #perMinute: number;
  readonly #now: () => Instant;
  /** When all that a key has asked for will have come back. */
  readonly #full: LRUCache<string, Instant>;

  constructor({ perMinute, now, mostKeys = 50_000 }: AllowanceSettings) {
    this.#perMinute = perMinute;
    this.#now = now;
    this.#full = new LRUCache({ max: mostKeys });
  }

  /**
   * Takes some requests of a key's allowance, all or none; of more than a minute's worth, that. Returns 0, or the
   * milliseconds until they are allowed where there are not so many left.
   */
  take(key: string, requests = 1): number {
    if (this.#perMinute === 0) return 0;
    const now = this.#now();
    const full =
      Math.max(this.#full.get(key) ?? now, now) + (minuteMs / this.#perMinute) * Math.min(requests, this.#perMinute);
    // Thirds of milliseconds do not add up to a whole minute.
    const waitMs = full - now - minuteMs;
    if (waitMs > 1e-6) return waitMs;
    this.#full.set(key, full);
    return 0;
  }
}
