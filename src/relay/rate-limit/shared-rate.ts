import type { Instant } from '../../core/domain/instant';
import type { Store } from '../store/store';
import { intervalOf, shareAlone, slackMs } from '../config/upstream-limits';

export interface SharedRateDeps {
  readonly store: Pick<Store, 'reserve' | 'postpone' | 'delete'>;
  readonly now: () => Instant;
  /** Told when a place has been booked. */
  readonly onBooked: () => void;
}

/** Hundreds of relays do not book further ahead: a place beyond this comes from a clock that was set back since, or from an error. */
const longestMs = (rps: number): number => Math.max(60_000, 100 * intervalOf(rps));
/** A store that failed is asked again after this time. */
const storeRestMs = 1_000;
/** The rate is counted by the second: so long after a loss of the store two paces may overlap. */
const overlapMs = 1_000;

/**
 * A place in the line of a paced budget, booked one ahead in the store, so that relays which share it keep the pace
 * together. While the store is lost, a slower pace of its own.
 */
export class SharedRateLimiter {
  readonly #key: string;
  readonly #settings: SharedRateDeps;
  #place: Instant | undefined;
  #booking = false;
  #last: Instant = -Infinity;
  #lostUntil: Instant | undefined;

  constructor(key: string, deps: SharedRateDeps) {
    this.#key = key;
    this.#settings = deps;
  }

  /** Whether the pace is this relay's own for lack of the store. */
  get alone(): boolean {
    return this.#lostUntil !== undefined;
  }

  /** Milliseconds until the booked place: 0 now. Undefined: one is being booked, and `onBooked` will tell. */
  wait(rps: number): number | undefined {
    const now = this.#settings.now();
    // Nobody came for it in its time: it is lost.
    if (this.#place !== undefined && now - this.#place > Math.max(slackMs, intervalOf(rps))) this.#place = undefined;
    if (this.#place !== undefined) return Math.max(0, this.#place - now);
    if (!this.#booking) void this.#book(rps);
    return undefined;
  }

  /** Uses the place. One used late is too near to the next, which is put off therefore. */
  take(rps: number): void {
    const late = this.#place === undefined ? 0 : this.#settings.now() - this.#place;
    this.#place = undefined;
    if (late > slackMs) this.postpone(intervalOf(rps));
  }

  /** Nobody is to start within the next `ms`, in this relay or another. */
  postpone(ms: number): void {
    // Where the store is lost, each relay learns by itself.
    this.#settings.store.postpone(this.#key, ms).catch(() => undefined);
  }

  async #book(rps: number): Promise<void> {
    this.#booking = true;
    this.#place = this.#last = await this.#placeAt(rps);
    this.#booking = false;
    this.#settings.onBooked();
  }

  async #placeAt(rps: number): Promise<Instant> {
    const { store, now } = this.#settings;
    if (this.#lostUntil !== undefined && now() < this.#lostUntil) return this.#ownPlace(rps);
    try {
      if (this.#lostUntil !== undefined) await store.postpone(this.#key, overlapMs);
      const wait = await this.#reserved(rps);
      this.#lostUntil = undefined;
      return now() + wait;
    } catch {
      this.#lostUntil = now() + storeRestMs;
      return this.#ownPlace(rps);
    }
  }

  async #reserved(rps: number): Promise<number> {
    const { store } = this.#settings;
    const wait = await store.reserve(this.#key, intervalOf(rps));
    if (wait <= longestMs(rps)) return wait;
    await store.delete(this.#key);
    return store.reserve(this.#key, intervalOf(rps));
  }

  #ownPlace(rps: number): Instant {
    return Math.max(this.#settings.now(), this.#last + intervalOf(rps * shareAlone));
  }
}

/** Every key of a line begins so. */
export const pacePrefix = 'pace:';

/** The lines of all budgets: the client ID's, and one for each account who has anything to do. */
export class SharedRates {
  readonly client: SharedRateLimiter;
  readonly #settings: SharedRateDeps;
  readonly #customers = new Map<string, SharedRateLimiter>();

  constructor(deps: SharedRateDeps) {
    this.#settings = deps;
    this.client = new SharedRateLimiter(`${pacePrefix}client`, deps);
  }

  /** Milliseconds until the account's own pace allows a start; undefined: `onBooked` will tell. */
  wait(accountId: string, rps: number | undefined): number | undefined {
    if (rps === undefined) return 0;
    const line =
      this.#customers.get(accountId) ?? new SharedRateLimiter(`${pacePrefix}customer:${accountId}`, this.#settings);
    this.#customers.set(accountId, line);
    return line.wait(rps);
  }

  /** The account starts a request: its own place is used. */
  take(accountId: string, rps: number | undefined): void {
    if (rps !== undefined) this.#customers.get(accountId)?.take(rps);
  }

  forget(accountId: string): void {
    this.#customers.delete(accountId);
  }
}
