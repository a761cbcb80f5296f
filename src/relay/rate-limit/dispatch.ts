import { LRUCache } from 'lru-cache';
import type { CallContext } from '../../amazon/smapi/client';
import type { FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Store } from '../store/store';
import { throttled } from './failures';
import type { Limits } from '../config/upstream-limits';
import { SharedRates } from './shared-rate';
import type { Alarm, CoolDowns } from './cool-down';
import type { SteadyClock } from './steady-clock';
import { Congestion, type Rates, type RefusedCall } from './congestion';
import { FairQueue } from './fair-queue';

export interface DispatchDeps {
  readonly store: Pick<Store, 'reserve' | 'postpone' | 'getMany' | 'set' | 'delete'>;
  readonly clock: SteadyClock;
  /** Of all accounts together: the rate for all relays that share the store, the concurrency for each of them. */
  readonly client: Limits;
  /** Of each account, in the same way. What is left out: only the fair share counts. */
  readonly accountId?: Partial<Limits>;
}

/** A request that waits to be sent. */
export interface Waiting extends CallContext {
  readonly start: (sentAt: Instant, rates: Rates) => void;
  readonly refuse: (error: FailureError) => void;
}

/** A path that has answered nothing for so long may hang. Milliseconds. */
const quietMs = 1_000;
/** Of more paths than these it is forgotten when they answered. */
const mostPaths = 1_000;

/** A timer counts in 32 bits. */
const longestAlarm = 2 ** 31 - 1;

const timer: Alarm = (ms, ring) => {
  const running = setTimeout(ring, Math.min(Math.ceil(ms), longestAlarm));
  return () => clearTimeout(running);
};

/** One that does not keep the process alive. */
const idleTimer: Alarm = (ms, ring) => {
  const running = setTimeout(ring, ms).unref();
  return () => clearTimeout(running);
};

/** Starts requests: by turns of the accounts, as many and as fast as limits and Amazon's answers allow. */
export class Dispatch {
  readonly #settings: Required<Pick<DispatchDeps, 'client' | 'accountId'>>;
  readonly #now: () => Instant;
  readonly #paces: SharedRates;
  readonly #throttling: Congestion;
  readonly #turns = new FairQueue<Waiting>();
  readonly #answeredAt = new LRUCache<string, Instant>({ max: mostPaths });
  #cancelAlarm = (): void => undefined;

  constructor(deps: DispatchDeps) {
    const { clock, client, accountId = {}, store } = deps;
    this.#settings = { client, accountId };
    this.#now = clock.now;
    this.#paces = new SharedRates({ store, now: clock.now, onBooked: () => this.advance() });
    this.#throttling = new Congestion({
      ...{ store, clock, client, accountId },
      alarm: idleTimer,
      onChange: () => this.#restsChanged(),
    });
  }

  get coolDowns(): Pick<CoolDowns, 'state'> {
    return this.#throttling.coolDowns;
  }

  /** Requests of all accounts that may start within a second. */
  get pace(): number | undefined {
    return this.#throttling.pace();
  }

  get running(): number {
    return this.#turns.running;
  }

  get waiting(): number {
    return this.#turns.waiting;
  }

  /** Whether the pace is this relay's own, for lack of the store. */
  get alone(): boolean {
    return this.#paces.client.alone;
  }

  add(waiting: Waiting): void {
    this.#turns.add(waiting);
    // Whether the account has to rest is to be known when its turn comes.
    this.#throttling.coolDowns.wait(waiting.accountId);
  }

  remove(waiting: Waiting): void {
    this.#turns.remove(waiting);
  }

  /** A running request has ended. */
  end(waiting: Waiting): void {
    const { accountId } = waiting;
    this.#turns.end(waiting);
    if (!this.#turns.has(accountId)) this.#paces.forget(accountId);
  }

  /** Refuses all who wait to ask for a path. */
  refuse(path: string, error: FailureError): void {
    for (const one of this.#turns.everyone()) if (one.path === path) one.refuse(error);
  }

  /** Refuses one for whom Amazon's rest lasts too long. */
  refuseLate(waiting: Waiting): void {
    this.#refuseResting([waiting]);
  }

  /** Amazon answers over this path, whatever it says. */
  record({ path }: Waiting): void {
    this.#answeredAt.set(path, this.#now());
  }

  /** Amazon took the request that was sent then. */
  answered(sentAt: Instant): void {
    this.#throttling.answered(sentAt);
  }

  /** Amazon refused a request: its account rests, or everybody. */
  throttled(refused: RefusedCall): void {
    this.#throttling.refused(refused);
    this.#refuseResting(this.#turns.everyone());
  }

  /** Starts whoever may start, and sees to it that it is called again when that changes. */
  advance(): void {
    this.#cancelAlarm();
    while (this.#turns.waiting > 0) {
      const wait = this.#step();
      if (wait === 0) continue;
      if (wait < Infinity) this.#cancelAlarm = timer(wait, () => this.advance());
      return;
    }
  }

  /** One decision. Milliseconds until the next one can be made; Infinity where an answer or the store will tell. */
  #step(): number {
    const { client, accountId: each } = this.#settings;
    const places = client.concurrency;
    if (this.#turns.running >= places) return Infinity;
    let soonest = Infinity;
    const mayStart = (accountId: string): boolean => {
      if (this.#turns.runningOf(accountId) >= (each.concurrency ?? Infinity)) return false;
      const wait = this.#waitOf(accountId);
      soonest = Math.min(soonest, wait);
      return wait === 0;
    };
    const next = this.#turns.next(places, mayStart, (path) => this.#leavesRoom(path, places));
    if (next === undefined) return soonest === 0 ? Infinity : soonest;
    return this.#startWhenPaced(next);
  }

  /** Milliseconds until the account's own rest and pace allow a start; Infinity where the store will tell. */
  #waitOf(accountId: string): number {
    const rest = this.#throttling.coolDowns.wait(accountId) ?? Infinity;
    return rest > 0 ? rest : (this.#paces.wait(accountId, this.#throttling.paceOf(accountId)) ?? Infinity);
  }

  /**
   * A path that has answered nothing lately, and has requests running, leaves a quarter of the places to others: where
   * Amazon hangs over one skill, the others still find one.
   */
  #leavesRoom(path: string, places: number): boolean {
    const answeredAt = this.#answeredAt.get(path) ?? -Infinity;
    if (this.#now() - answeredAt <= quietMs || this.#turns.runningFor(path) === 0) return true;
    return places - this.#turns.running > Math.floor(places / 4);
  }

  #startWhenPaced(next: Waiting): number {
    const now = this.#now();
    const rps = this.pace;
    const wait = rps === undefined ? 0 : (this.#paces.client.wait(rps) ?? Infinity);
    if (wait === Infinity) return wait;
    if (wait > 0) return this.#refuseLate(wait, [next]) ? 0 : wait;
    const { accountId } = next;
    this.#turns.start(next);
    if (rps !== undefined) this.#paces.client.take(rps);
    this.#paces.take(accountId, this.#throttling.paceOf(accountId));
    next.start(now, this.#throttling.sent(accountId, now));
    return 0;
  }

  #restsChanged(): void {
    this.#refuseResting(this.#turns.everyone());
    this.advance();
  }

  #refuseResting(waiting: readonly Waiting[]): void {
    for (const one of waiting) {
      const rest = this.#throttling.coolDowns.left(one.accountId);
      if (rest > 0) this.#refuseLate(rest, [one]);
    }
  }

  /** Refuses those whose time is over before they could start, and tells whether there were any. */
  #refuseLate(wait: number, waiting: readonly Waiting[]): boolean {
    const startsAt = this.#now() + wait;
    const late = waiting.filter(({ deadline }) => deadline <= startsAt);
    for (const one of late) one.refuse(throttled(wait));
    return late.length > 0;
  }
}
