import type { Turn } from '../../amazon/smapi';
import type { FailureError } from '../../core/failure';
import type { Instant } from '../../core/instant';
import { adapt, initialFlow, type Flow, type FlowEvent } from './adapt';
import { throttled } from './failures';
import type { Limits } from './limits';
import { Paces, type PaceSettings } from './paces';
import { Turns } from './turns';

export interface DispatchSettings extends Omit<PaceSettings, 'onBooked'> {
  /** Of all customers together: the rate for all relays that share the store, the concurrency for each of them. */
  readonly client: Limits;
  /** Of each customer, in the same way. What is left out: only the fair share counts. */
  readonly customer?: Partial<Limits>;
  /** Calls once after so many milliseconds, unless it is cancelled. Default: the machine's timer. */
  readonly alarm?: (ms: number, ring: () => void) => () => void;
}

/** A request that waits to be sent. */
export interface Waiting extends Turn {
  readonly start: (sentAt: Instant) => void;
  readonly refuse: (error: FailureError) => void;
}

/** A timer counts in 32 bits. */
const longestAlarm = 2 ** 31 - 1;

const timer = (ms: number, ring: () => void): (() => void) => {
  const running = setTimeout(ring, Math.min(Math.ceil(ms), longestAlarm));
  return () => clearTimeout(running);
};

/** Starts requests: by turns of the customers, as many and as fast as limits and Amazon's answers allow. */
export class Dispatch {
  readonly #settings: Required<Pick<DispatchSettings, 'client' | 'customer' | 'alarm' | 'now'>>;
  readonly #paces: Paces;
  readonly #turns = new Turns<Waiting>();
  #flow: Flow;
  #cancelAlarm = (): void => undefined;

  constructor(settings: DispatchSettings) {
    this.#settings = { customer: {}, alarm: timer, ...settings };
    this.#flow = initialFlow(settings.client);
    this.#paces = new Paces({ ...settings, onBooked: () => this.advance() });
  }

  get flow(): Flow {
    return this.#flow;
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
  }

  remove(waiting: Waiting): void {
    this.#turns.remove(waiting);
  }

  /** One of the customer's running requests has ended. */
  end(customer: string): void {
    this.#turns.end(customer);
    if (!this.#turns.has(customer)) this.#paces.forget(customer);
  }

  /** Refuses all who wait to ask for a path. */
  refuse(path: string, error: FailureError): void {
    for (const one of this.#turns.everyone()) if (one.path === path) one.refuse(error);
  }

  /** Refuses one for whom Amazon's rest lasts too long. */
  refuseLate(waiting: Waiting): void {
    this.#refuseAllLate(this.#flow.restUntil, [waiting]);
  }

  /** Amazon took the request that was sent then. */
  answered(sentAt: Instant): void {
    this.#learn({ kind: 'answered', sentAt, at: this.#settings.now(), busy: this.#turns.waiting > 0 });
  }

  /** Amazon refused the request that was sent then: everybody rests. */
  throttled(sentAt: Instant, told: { readonly retryAfterMs?: number }): void {
    const at = this.#settings.now();
    this.#learn({ kind: 'throttled', sentAt, at, ...told });
    this.#paces.client.postpone(this.#flow.restUntil - at);
    this.#refuseAllLate(this.#flow.restUntil, this.#turns.everyone());
  }

  /** Starts whoever may start, and sees to it that it is called again when that changes. */
  advance(): void {
    this.#cancelAlarm();
    while (this.#turns.waiting > 0) {
      const wait = this.#step();
      if (wait === 0) continue;
      if (wait < Infinity) this.#cancelAlarm = this.#settings.alarm(wait, () => this.advance());
      return;
    }
  }

  /** One decision. Milliseconds until the next one can be made; Infinity where an answer or a booking will tell. */
  #step(): number {
    const { now, customer: each } = this.#settings;
    const places = Math.floor(this.#flow.concurrency);
    if (this.#turns.running >= places) return Infinity;
    if (this.#flow.restUntil > now()) return this.#flow.restUntil - now();
    let soonest = Infinity;
    const next = this.#turns.next(places, (customer) => {
      if (this.#turns.runningOf(customer) >= (each.concurrency ?? Infinity)) return false;
      const wait = this.#paces.wait(customer) ?? Infinity;
      soonest = Math.min(soonest, wait);
      return wait === 0;
    });
    if (next === undefined) return soonest === 0 ? Infinity : soonest;
    return this.#startWhenPaced(next);
  }

  #startWhenPaced(next: Waiting): number {
    const now = this.#settings.now();
    const { rps } = this.#flow;
    const wait = rps === undefined ? 0 : (this.#paces.client.wait(rps) ?? Infinity);
    if (wait === Infinity) return wait;
    if (wait > 0) return this.#refuseAllLate(now + wait, [next]) ? 0 : wait;
    this.#turns.start(next);
    if (rps !== undefined) this.#paces.client.take(rps);
    this.#paces.take(next.customer);
    this.#learn({ kind: 'sent', at: now });
    next.start(now);
    return 0;
  }

  /** Refuses those whose time is over before anyone starts again, and tells whether there were any. */
  #refuseAllLate(startsAt: Instant, waiting: readonly Waiting[]): boolean {
    const late = waiting.filter(({ deadline }) => deadline <= startsAt);
    for (const one of late) one.refuse(throttled(startsAt - this.#settings.now()));
    return late.length > 0;
  }

  #learn(event: FlowEvent): void {
    this.#flow = adapt(this.#flow, event, this.#settings.client);
  }
}
