import { LRUCache } from 'lru-cache';
import type { CallContext } from '../../amazon/smapi/client';
import type { FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { Limits } from '../config/limits';
import type { SteadyClock } from '../lib/clock';
import type { Store } from '../store/store';
import { throttled } from './circuit-breaker';
import { Congestion, type Rates, type RefusedCall } from './congestion';
import type { Alarm, CoolDowns } from './cool-down';
import { FairQueue } from './fair-queue';
import { SharedRates } from './shared-rate';

export interface DispatchDeps {
  readonly store: Pick<Store, 'reserve' | 'postpone' | 'getMany' | 'set' | 'delete'>;
  readonly clock: SteadyClock;
  /** Limits of all accounts together: the rate of all relays that share the store, the concurrency of this relay. */
  readonly client: Limits;
  /** Limits of each account, in the same way. An absent one leaves the account its fair share. */
  readonly accountId?: Partial<Limits>;
}

/** A request that waits to be sent. */
export interface WaitingRequest extends CallContext {
  readonly start: (sentAt: Instant, rates: Rates) => void;
  readonly refuse: (error: FailureError) => void;
}

/** A path without an answer for this long, in milliseconds, may hang. */
const quietMs = 1_000;
/** The most paths whose last answer is remembered. */
const mostPaths = 1_000;

/** Timers count in 32 bits. */
const longestAlarm = 2 ** 31 - 1;

const timer: Alarm = (ms, ring) => {
  const running = setTimeout(ring, Math.min(Math.ceil(ms), longestAlarm));
  return () => clearTimeout(running);
};

/** An alarm that doesn't keep the process alive. */
const idleTimer: Alarm = (ms, ring) => {
  const running = setTimeout(ring, ms).unref();
  return () => clearTimeout(running);
};

/**
 * Starts waiting requests, account by account in turn, as many and as fast as the limits and Amazon's answers allow.
 */
export class Dispatch {
  readonly #deps: Required<Pick<DispatchDeps, 'client' | 'accountId'>>;
  readonly #now: () => Instant;
  readonly #paces: SharedRates;
  readonly #throttling: Congestion;
  readonly #turns = new FairQueue<WaitingRequest>();
  readonly #answeredAt = new LRUCache<string, Instant>({ max: mostPaths });
  #cancelAlarm = (): void => undefined;

  constructor(deps: DispatchDeps) {
    const { clock, client, accountId = {}, store } = deps;
    this.#deps = { client, accountId };
    this.#now = clock.now;
    this.#paces = new SharedRates({ store, now: clock.now, onBooked: () => this.advance() });
    this.#throttling = new Congestion({
      ...{ store, clock, client, accountId },
      alarm: idleTimer,
      onChange: () => this.#restsChanged(),
    });
  }

  /** The cool-downs in effect. */
  get coolDowns(): Pick<CoolDowns, 'state'> {
    return this.#throttling.coolDowns;
  }

  /** The allowed requests a second of all accounts; undefined when only concurrency limits them. */
  get pace(): number | undefined {
    return this.#throttling.pace();
  }

  /** The number of requests in flight. */
  get running(): number {
    return this.#turns.running;
  }

  /** The number of waiting requests. */
  get waiting(): number {
    return this.#turns.waiting;
  }

  /** Whether the store is unreachable, so that this relay keeps a rate of its own. */
  get alone(): boolean {
    return this.#paces.client.alone;
  }

  /** Adds a request to the queue. */
  add(waiting: WaitingRequest): void {
    this.#turns.add(waiting);
    // Reads the account's cool-down ahead of its turn.
    this.#throttling.coolDowns.wait(waiting.accountId);
  }

  /** Removes a waiting request from the queue. */
  remove(waiting: WaitingRequest): void {
    this.#turns.remove(waiting);
  }

  /** Records that a running request has ended. */
  end(waiting: WaitingRequest): void {
    const { accountId } = waiting;
    this.#turns.end(waiting);
    if (!this.#turns.has(accountId)) this.#paces.forget(accountId);
  }

  /** Refuses all waiting requests for a path. */
  refuse(path: string, error: FailureError): void {
    for (const one of this.#turns.everyone()) if (one.path === path) one.refuse(error);
  }

  /** Refuses a request whose deadline lies within the account's cool-down. */
  refuseLate(waiting: WaitingRequest): void {
    this.#refuseResting([waiting]);
  }

  /** Records that Amazon has answered on a request's path, be it with a 429. */
  record({ path }: WaitingRequest): void {
    this.#answeredAt.set(path, this.#now());
  }

  /** Records that Amazon accepted the request that was sent then. */
  answered(sentAt: Instant): void {
    this.#throttling.answered(sentAt);
  }

  /** Records a 429: the account cools down, or all accounts. */
  throttled(refused: RefusedCall): void {
    this.#throttling.refused(refused);
    this.#refuseResting(this.#turns.everyone());
  }

  /** Starts all requests that may start, and sets a timer for the next one. */
  advance(): void {
    this.#cancelAlarm();
    while (this.#turns.waiting > 0) {
      const wait = this.#step();
      if (wait === 0) continue;
      if (wait < Infinity) this.#cancelAlarm = timer(wait, () => this.advance());
      return;
    }
  }

  /**
   * Makes one decision. Returns the milliseconds until the next; Infinity when it depends on an answer or the store.
   */
  #step(): number {
    const { client, accountId: each } = this.#deps;
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

  /** Milliseconds until the account's cool-down and rate allow a start; Infinity when that depends on the store. */
  #waitOf(accountId: string): number {
    const rest = this.#throttling.coolDowns.wait(accountId) ?? Infinity;
    return rest > 0 ? rest : (this.#paces.wait(accountId, this.#throttling.paceOf(accountId)) ?? Infinity);
  }

  /**
   * Whether a path may take one more place. A path with running requests and no recent answer leaves a quarter of the
   * places to others, in case Amazon hangs on it.
   */
  #leavesRoom(path: string, places: number): boolean {
    const answeredAt = this.#answeredAt.get(path) ?? -Infinity;
    if (this.#now() - answeredAt <= quietMs || this.#turns.runningFor(path) === 0) return true;
    return places - this.#turns.running > Math.floor(places / 4);
  }

  #startWhenPaced(next: WaitingRequest): number {
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

  #refuseResting(waiting: readonly WaitingRequest[]): void {
    for (const one of waiting) {
      const rest = this.#throttling.coolDowns.left(one.accountId);
      if (rest > 0) this.#refuseLate(rest, [one]);
    }
  }

  /** Refuses requests whose deadline comes before they could start. Returns whether there were any. */
  #refuseLate(wait: number, waiting: readonly WaitingRequest[]): boolean {
    const startsAt = this.#now() + wait;
    const late = waiting.filter(({ deadline }) => deadline <= startsAt);
    for (const one of late) one.refuse(throttled(wait));
    return late.length > 0;
  }
}
