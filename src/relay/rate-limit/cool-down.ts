import { LRUCache } from 'lru-cache';
import { longestRetryAfterMs } from '../../amazon/http/retry';
import type { Instant } from '../../core/domain/instant';
import type { Store } from '../store/store';
import { adapting, resting } from '../config/upstream-limits';
import type { SteadyClock } from './steady-clock';

/** Calls once after so many milliseconds, unless it is cancelled. */
export type Alarm = (ms: number, ring: () => void) => () => void;

export interface CoolDownDeps {
  readonly store: Pick<Store, 'getMany' | 'set' | 'delete'>;
  readonly clock: SteadyClock;
  /** One that does not keep the process alive. */
  readonly alarm: Alarm;
  /** Told when a rest has become known, or has been ended. */
  readonly onChange: () => void;
}

interface Rest {
  readonly until: Instant;
  /** When the store was known to hold it, in the count of looks; undefined where it does not. */
  sharedAt?: number;
}

/** Everything under it can be forgotten without harm but that of asking Amazon too early. */
export const coolDownPrefix = 'rest:';
const client = `${coolDownPrefix}client`;
const accountPrefix = `${coolDownPrefix}customer:`;
const keyOf = (accountId: string): string => accountPrefix + accountId;

/** Accounts of whose rests this relay has heard. */
const mostLooked = 10_000;
const nothing = (): void => undefined;

/**
 * How long Amazon wants to be left alone, by all or by an account. Rests are in the store, so that relays share them and
 * they outlive a restart; whoever deletes one there ends it, in every relay within a second.
 */
export class CoolDowns {
  readonly #settings: CoolDownDeps;
  readonly #rests = new Map<string, Rest>();
  readonly #lookedAt = new LRUCache<string, Instant>({ max: mostLooked });
  readonly #firstLooks = new Set<string>();
  #looks = 0;
  #watching = false;

  constructor(deps: CoolDownDeps) {
    this.#settings = deps;
  }

  /** Milliseconds until the account may ask: 0 now. Undefined: the store is being asked, and `onChange` will tell. */
  wait(accountId: string): number | undefined {
    const { now } = this.#settings.clock;
    const lookedAt = this.#lookedAt.get(accountId);
    if (lookedAt === undefined || now() - lookedAt >= resting.lookMs) {
      if (lookedAt === undefined) this.#firstLooks.add(accountId);
      this.#lookedAt.set(accountId, now());
      void this.#look([client, keyOf(accountId)]).then(() => {
        if (this.#firstLooks.delete(accountId)) this.#settings.onChange();
      });
    }
    return this.#firstLooks.has(accountId) ? undefined : this.left(accountId);
  }

  /** Milliseconds that are left, as far as is known. */
  left(accountId: string): number {
    return Math.max(this.#left(client), this.#left(keyOf(accountId)));
  }

  /** The account is to rest. */
  imposeOn(accountId: string, ms: number): void {
    this.#impose(keyOf(accountId), ms);
  }

  imposeOnAll(ms: number): void {
    this.#impose(client, ms);
  }

  /** When all may ask again, and how many accounts rest until when at the latest. */
  state(): { readonly all?: Instant; readonly accounts: number; readonly customersUntil: Instant } {
    const all = this.#rests.get(client);
    const untils = [...this.#rests].flatMap(([key, { until }]) =>
      key !== client && this.#left(key) > 0 ? [until] : [],
    );
    return {
      ...(all === undefined || this.#left(client) === 0 ? {} : { all: all.until }),
      accounts: untils.length,
      customersUntil: Math.max(-Infinity, ...untils),
    };
  }

  #left(key: string): number {
    return Math.max(0, (this.#rests.get(key)?.until ?? -Infinity) - this.#settings.clock.now());
  }

  #impose(key: string, ms: number): void {
    const { store, clock } = this.#settings;
    const left = Math.max(this.#left(key), Math.min(longestRetryAfterMs, Math.max(adapting.restMs, ms)));
    const rest: Rest = { until: clock.now() + left };
    this.#rests.set(key, rest);
    // The others would hear of it when it is over.
    if (left <= resting.lookMs) return;
    const told = store.set(key, String(clock.toWall(rest.until)), { ttlMs: left });
    told.then(() => (rest.sharedAt = this.#looks), nothing);
    this.#watch();
  }

  /** Looks again as long as there is a rest: somebody may end it by hand. */
  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#settings.alarm(resting.lookMs, () => {
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
      const texts = await this.#settings.store.getMany(keys);
      const changed = keys.map((key, index) => this.#hear(key, texts[index], look));
      if (changed.includes(true)) this.#settings.onChange();
    } catch {
      // Where the store is lost, each relay knows of its own.
    }
  }

  /** Takes what the store holds; tells whether that was news. */
  #hear(key: string, text: string | undefined, look: number): boolean {
    const { store, clock } = this.#settings;
    const known = this.#rests.get(key);
    const told = text === undefined ? 0 : clock.of(Number(text)) - clock.now();
    if (told > longestRetryAfterMs + resting.skewMs) store.delete(key).catch(nothing);
    else if (told > this.#left(key)) {
      this.#rests.set(key, { until: clock.now() + Math.min(told, longestRetryAfterMs), sharedAt: look });
      this.#watch();
      return true;
    }
    // What the store held before this look, and holds no more, was ended.
    const isEnded = text === undefined && known?.sharedAt !== undefined && known.sharedAt < look;
    return isEnded && this.#rests.delete(key);
  }
}
