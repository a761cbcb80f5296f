import type { Instant } from '../../core/domain/instant';
import { intervalOf, shareAlone, slackMs } from '../config/limits';
import type { Store } from '../store/store';

export interface SharedRateDeps {
  readonly store: Pick<Store, 'reserve' | 'postpone' | 'delete'>;
  readonly now: () => Instant;
  /** Called when a slot has been reserved. */
  readonly onBooked: () => void;
}

/**
 * Even hundreds of relays don't reserve further ahead: a later slot comes from a clock that was set back, or an error.
 */
const longestMs = (rps: number): number => Math.max(60_000, 100 * intervalOf(rps));
/** The time until a store that has failed is tried again. */
const storeRestMs = 1_000;
/** Limits are counted by the second: after an outage, the relays' own rates may overlap the shared one for so long. */
const overlapMs = 1_000;

/**
 * A rate limiter whose slots are reserved in the store, one ahead, so that all relays that share the store keep the
 * rate together. While the store is unreachable, the relay keeps a lower rate of its own.
 * @see ITU-T I.371, the generic cell rate algorithm
 */
export class SharedRateLimiter {
  readonly #key: string;
  readonly #deps: SharedRateDeps;
  #slot: Instant | undefined;
  #booking = false;
  #last: Instant = -Infinity;
  #lostUntil: Instant | undefined;

  constructor(key: string, deps: SharedRateDeps) {
    this.#key = key;
    this.#deps = deps;
  }

  /** Whether the store is unreachable, so that this relay keeps a rate of its own. */
  get alone(): boolean {
    return this.#lostUntil !== undefined;
  }

  /**
   * Milliseconds until the reserved slot; 0 means now.
   * @returns undefined while a slot is being reserved; `onBooked` follows
   */
  wait(rps: number): number | undefined {
    const now = this.#deps.now();
    // An unused slot expires.
    if (this.#slot !== undefined && now - this.#slot > Math.max(slackMs, intervalOf(rps))) this.#slot = undefined;
    if (this.#slot !== undefined) return Math.max(0, this.#slot - now);
    if (!this.#booking) void this.#book(rps);
    return undefined;
  }

  /** Uses the slot. A late use postpones the next slot, which would be too close. */
  take(rps: number): void {
    const late = this.#slot === undefined ? 0 : this.#deps.now() - this.#slot;
    this.#slot = undefined;
    if (late > slackMs) this.postpone(intervalOf(rps));
  }

  /** Keeps the slots of the next `ms` milliseconds free, in all relays. */
  postpone(ms: number): void {
    // While the store is unreachable, each relay keeps its own rate.
    this.#deps.store.postpone(this.#key, ms).catch(() => undefined);
  }

  async #book(rps: number): Promise<void> {
    this.#booking = true;
    this.#slot = this.#last = await this.#slotAt(rps);
    this.#booking = false;
    this.#deps.onBooked();
  }

  async #slotAt(rps: number): Promise<Instant> {
    const { store, now } = this.#deps;
    if (this.#lostUntil !== undefined && now() < this.#lostUntil) return this.#ownSlot(rps);
    try {
      if (this.#lostUntil !== undefined) await store.postpone(this.#key, overlapMs);
      const wait = await this.#reserved(rps);
      this.#lostUntil = undefined;
      return now() + wait;
    } catch {
      this.#lostUntil = now() + storeRestMs;
      return this.#ownSlot(rps);
    }
  }

  async #reserved(rps: number): Promise<number> {
    const { store } = this.#deps;
    const wait = await store.reserve(this.#key, intervalOf(rps));
    if (wait <= longestMs(rps)) return wait;
    await store.delete(this.#key);
    return store.reserve(this.#key, intervalOf(rps));
  }

  #ownSlot(rps: number): Instant {
    return Math.max(this.#deps.now(), this.#last + intervalOf(rps * shareAlone));
  }
}

/** The prefix of rate limiters in the store. */
export const pacePrefix = 'pace:';

/** The rate limiters: the client ID's, and one for each account with waiting or running requests. */
export class SharedRates {
  readonly client: SharedRateLimiter;
  readonly #deps: SharedRateDeps;
  readonly #accounts = new Map<string, SharedRateLimiter>();

  constructor(deps: SharedRateDeps) {
    this.#deps = deps;
    this.client = new SharedRateLimiter(`${pacePrefix}client`, deps);
  }

  /**
   * Milliseconds until the account's rate allows a start; 0 means now.
   * @param rps undefined: any rate
   * @returns undefined while a slot is being reserved; `onBooked` follows
   */
  wait(accountId: string, rps: number | undefined): number | undefined {
    if (rps === undefined) return 0;
    const limiter =
      this.#accounts.get(accountId) ?? new SharedRateLimiter(`${pacePrefix}customer:${accountId}`, this.#deps);
    this.#accounts.set(accountId, limiter);
    return limiter.wait(rps);
  }

  /** Uses the account's slot. */
  take(accountId: string, rps: number | undefined): void {
    if (rps !== undefined) this.#accounts.get(accountId)?.take(rps);
  }

  /** Drops an idle account's rate limiter. Its state in the store stays. */
  forget(accountId: string): void {
    this.#accounts.delete(accountId);
  }
}
