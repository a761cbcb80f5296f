import { LRUCache } from 'lru-cache';
import { longestRetryAfterMs } from '../../amazon/http/retry';
import type { Instant } from '../../core/domain/instant';
import { adapting, resting } from '../config/limits';
import type { SteadyClock } from '../lib/clock';
import type { Store } from '../store/store';

/** Calls `ring` once, after `ms` milliseconds. Returns a function that cancels the call. */
export type Alarm = (ms: number, ring: () => void) => () => void;

export interface CoolDownDeps {
  readonly store: Pick<Store, 'getMany' | 'set' | 'delete'>;
  readonly clock: SteadyClock;
  /** An alarm that doesn't keep the process alive. */
  readonly alarm: Alarm;
  /** Called when a cool-down has become known, or has been ended. */
  readonly onChange: () => void;
}

interface Rest {
  readonly until: Instant;
  /** The number of the look that last saw it in the store; undefined when none has. */
  sharedAt?: number;
}

/** The prefix of cool-downs in the store. Deleting them only makes relays ask Amazon too early. */
export const coolDownPrefix = 'rest:';
const client = `${coolDownPrefix}client`;
const accountPrefix = `${coolDownPrefix}customer:`;
const keyOf = (accountId: string): string => accountPrefix + accountId;

/** The most accounts whose last look into the store is remembered. */
const mostLooked = 10_000;
const nothing = (): void => undefined;

/**
 * Cool-downs after a 429, for all accounts or for one. They are in the store, so that relays share them and they
 * outlive a restart. Deleting one in the store ends it in all relays within a second.
 */
export class CoolDowns {
  readonly #deps: CoolDownDeps;
  readonly #rests = new Map<string, Rest>();
  readonly #lookedAt = new LRUCache<string, Instant>({ max: mostLooked });
  readonly #firstLooks = new Set<string>();
  #looks = 0;
  #watching = false;

  constructor(deps: CoolDownDeps) {
    this.#deps = deps;
  }

  /**
   * Milliseconds until the account may send a request; 0 means now.
   * @returns undefined while the store is read for the first time; `onChange` follows
   */
  wait(accountId: string): number | undefined {
    const { now } = this.#deps.clock;
    const lookedAt = this.#lookedAt.get(accountId);
    if (lookedAt === undefined || now() - lookedAt >= resting.lookMs) {
      if (lookedAt === undefined) this.#firstLooks.add(accountId);
      this.#lookedAt.set(accountId, now());
      void this.#look([client, keyOf(accountId)]).then(() => {
        if (this.#firstLooks.delete(accountId)) this.#deps.onChange();
      });
    }
    return this.#firstLooks.has(accountId) ? undefined : this.left(accountId);
  }

  /** The remaining milliseconds of the account's cool-down, or of everyone's, as far as this relay knows. */
  left(accountId: string): number {
    return Math.max(this.#left(client), this.#left(keyOf(accountId)));
  }

  /** Starts or extends the cool-down of an account. */
  imposeOn(accountId: string, ms: number): void {
    this.#impose(keyOf(accountId), ms);
  }

  /** Starts or extends the cool-down of all accounts. */
  imposeOnAll(ms: number): void {
    this.#impose(client, ms);
  }

  /**
   * The cool-downs in effect.
   * @returns `all`, the end of everyone's cool-down, if there is one; the number of accounts that cool down, and the
   * end of the last of these
   */
  state(): { readonly all?: Instant; readonly accounts: number; readonly accountsUntil: Instant } {
    const all = this.#rests.get(client);
    const untils = [...this.#rests].flatMap(([key, { until }]) =>
      key !== client && this.#left(key) > 0 ? [until] : [],
    );
    return {
      ...(all === undefined || this.#left(client) === 0 ? {} : { all: all.until }),
      accounts: untils.length,
      accountsUntil: Math.max(-Infinity, ...untils),
    };
  }

  #left(key: string): number {
    return Math.max(0, (this.#rests.get(key)?.until ?? -Infinity) - this.#deps.clock.now());
  }

  #impose(key: string, ms: number): void {
    const { store, clock } = this.#deps;
    const left = Math.max(this.#left(key), Math.min(longestRetryAfterMs, Math.max(adapting.restMs, ms)));
    const rest: Rest = { until: clock.now() + left };
    this.#rests.set(key, rest);
    // Other relays would learn of it too late.
    if (left <= resting.lookMs) return;
    const stored = store.set(key, String(clock.toWall(rest.until)), { ttlMs: left });
    stored.then(() => (rest.sharedAt = this.#looks), nothing);
    this.#watch();
  }

  /** Looks into the store as long as there is a cool-down: an operator may end it. */
  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#deps.alarm(resting.lookMs, () => {
      void this.#look([...this.#rests.keys()]).then(() => {
        this.#watching = false;
        for (const key of [...this.#rests.keys()]) if (this.#left(key) === 0) this.#rests.delete(key);
        if (this.#rests.size > 0) this.#watch();
      });
    });
  }

  async #look(keys: readonly string[]): Promise<void> {
    this.#looks += 1;
    const look = this.#looks;
    try {
      const texts = await this.#deps.store.getMany(keys);
      const changed = keys.map((key, index) => this.#hear(key, texts[index], look));
      if (changed.includes(true)) this.#deps.onChange();
    } catch {
      // While the store is unreachable, each relay knows only its own.
    }
  }

  /** Adopts a key's text in the store. Returns whether it was news. */
  #hear(key: string, text: string | undefined, look: number): boolean {
    const { store, clock } = this.#deps;
    const known = this.#rests.get(key);
    const storedMs = text === undefined ? 0 : clock.of(Number(text)) - clock.now();
    if (storedMs > longestRetryAfterMs + resting.skewMs) store.delete(key).catch(nothing);
    else if (storedMs > this.#left(key)) {
      this.#rests.set(key, { until: clock.now() + Math.min(storedMs, longestRetryAfterMs), sharedAt: look });
      this.#watch();
      return true;
    }
    // A cool-down that the store held before this look, and no longer holds, has been ended.
    const isEnded = text === undefined && known?.sharedAt !== undefined && known.sharedAt < look;
    return isEnded && this.#rests.delete(key);
  }
}
