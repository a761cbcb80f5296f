import { abortedBy } from '../../amazon/failures';
import type { Ended, Gate, Turn } from '../../amazon/smapi';
import type { FailureError } from '../../core/failure';
import type { Instant } from '../../core/instant';
import { adapt, initialFlow, type Flow } from './adapt';
import { Circuits } from './circuits';
import { throttled } from './failures';
import type { Limits } from './limits';
import { moodOf } from './mood';
import { Paces, type PaceSettings } from './paces';
import { Turns } from './turns';

export interface BudgetSettings extends Omit<PaceSettings, 'onBooked'> {
  /** Of all customers together: the rate for all relays that share the store, the concurrency for each of them. */
  readonly client: Limits;
  /** Calls once after so many milliseconds, unless it is cancelled. Default: the machine's timer. */
  readonly alarm?: (ms: number, ring: () => void) => () => void;
}

export interface BudgetState {
  readonly running: number;
  readonly waiting: number;
  /** Requests allowed in flight now. */
  readonly concurrency: number;
  /** Requests allowed a second now; left out: as many as concurrency allows. */
  readonly rps?: number;
  /** Amazon asked to be left alone until then. */
  readonly restUntil?: Instant;
  /** Whether Amazon fails again and again: for all who ask, or for some skills while others are answered. */
  readonly amazon: 'answering' | 'failing in part' | 'failing';
  /** How many paths of SMAPI are left alone, or being tried again. */
  readonly failingPaths: number;
  /** When the next of them will be tried. */
  readonly retryAt?: Instant;
  /** The store is lost, and the pace this relay's own. */
  readonly alone: boolean;
}

/**
 * The gate through which every request to SMAPI passes: as fast as limits and Amazon's answers allow, fair among
 * customers, and not at all where Amazon keeps failing. Its own refusals are FailureErrors: `throttled` where the pace gives no
 * turn before the deadline, `unavailable` while Amazon is left alone, and what the signal was aborted for.
 */
export interface Budgets {
  readonly gate: Gate;
  state(): BudgetState;
}

interface Waiting extends Turn {
  readonly start: (sentAt: Instant) => void;
  readonly refuse: (error: FailureError) => void;
}

interface Sent {
  readonly waiting: Waiting;
  readonly sentAt: Instant;
}

/** A timer counts in 32 bits. */
const longestAlarm = 2 ** 31 - 1;

const timer = (ms: number, ring: () => void): (() => void) => {
  const running = setTimeout(ring, Math.min(Math.ceil(ms), longestAlarm));
  return () => clearTimeout(running);
};

class PacedBudgets implements Budgets {
  readonly #limits: Limits;
  readonly #now: () => Instant;
  readonly #alarm: NonNullable<BudgetSettings['alarm']>;
  readonly #paces: Paces;
  readonly #turns = new Turns<Waiting>();
  readonly #circuits: Circuits<Waiting>;
  #flow: Flow;
  #cancelAlarm = (): void => undefined;

  constructor({ client, alarm = timer, ...settings }: BudgetSettings) {
    this.#limits = client;
    this.#now = settings.now;
    this.#alarm = alarm;
    this.#flow = initialFlow(client);
    this.#paces = new Paces({ ...settings, onBooked: () => this.#advance() });
    this.#circuits = new Circuits({
      now: settings.now,
      admit: (waiting) => this.#turns.add(waiting),
      onOpen: (path, error) => {
        for (const one of this.#turns.everyone()) if (one.path === path) one.refuse(error);
      },
    });
  }

  readonly gate: Gate = async (run, turn) => {
    const sent = await this.#turn(turn);
    let ended: Ended | undefined;
    try {
      const result = await run();
      ended = result;
      return result;
    } finally {
      this.#learn(sent, ended);
      this.#advance();
    }
  };

  state(): BudgetState {
    const { rps, restUntil, concurrency } = this.#flow;
    const { failing, answersOthers, held, retryAt } = this.#circuits.state();
    return {
      running: this.#turns.running,
      waiting: this.#turns.waiting + held,
      concurrency: Math.floor(concurrency),
      ...(rps === undefined ? {} : { rps }),
      ...(restUntil > this.#now() ? { restUntil } : {}),
      amazon: failing === 0 ? 'answering' : answersOthers ? 'failing in part' : 'failing',
      failingPaths: failing,
      ...(retryAt === undefined ? {} : { retryAt }),
      alone: this.#paces.client.alone,
    };
  }

  /** Settles when it is the request's turn. */
  #turn(turn: Turn): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const { signal } = turn;
      const over = (): void => signal.removeEventListener('abort', leave);
      const waiting: Waiting = {
        ...turn,
        start: (sentAt) => {
          over();
          resolve({ waiting, sentAt });
        },
        refuse: (error) => {
          over();
          this.#turns.remove(waiting);
          this.#circuits.leave(waiting);
          reject(error);
        },
      };
      const leave = (): void => {
        waiting.refuse(abortedBy(signal));
        this.#advance();
      };
      if (signal.aborted) {
        reject(abortedBy(signal));
        return;
      }
      signal.addEventListener('abort', leave);
      this.#circuits.enter(waiting);
      this.#refuseLate(this.#flow.restUntil, [waiting]);
      this.#advance();
    });
  }

  #learn({ waiting, sentAt }: Sent, ended: Ended | undefined): void {
    const at = this.#now();
    const { customer } = waiting;
    this.#turns.end(customer);
    if (!this.#turns.has(customer)) this.#paces.forget(customer);
    const { mood, ...told } = moodOf(ended);
    this.#circuits.hear(waiting, { outcome: mood === 'throttled' ? 'answered' : mood, sentAt });
    if (mood === 'answered') {
      this.#flow = adapt(this.#flow, { kind: mood, sentAt, at, busy: this.#turns.waiting > 0 }, this.#limits);
    }
    if (mood === 'throttled') {
      this.#flow = adapt(this.#flow, { kind: mood, sentAt, at, ...told }, this.#limits);
      this.#paces.client.postpone(this.#flow.restUntil - at);
      this.#refuseLate(this.#flow.restUntil, this.#turns.everyone());
    }
  }

  /** Starts whoever may start, and sees to it that it is called again when that changes. */
  #advance(): void {
    this.#cancelAlarm();
    while (this.#turns.waiting > 0) {
      const wait = this.#step();
      if (wait === 0) continue;
      if (wait < Infinity) this.#cancelAlarm = this.#alarm(wait, () => this.#advance());
      return;
    }
  }

  /** One decision. Milliseconds until the next one can be made; Infinity where an answer or a booking will tell. */
  #step(): number {
    const now = this.#now();
    const places = Math.floor(this.#flow.concurrency);
    if (this.#turns.running >= places) return Infinity;
    if (this.#flow.restUntil > now) return this.#flow.restUntil - now;
    let soonest = Infinity;
    const next = this.#turns.next(places, (customer) => {
      const wait = this.#paces.wait(customer) ?? Infinity;
      soonest = Math.min(soonest, wait);
      return wait === 0;
    });
    if (next === undefined) return soonest === 0 ? Infinity : soonest;
    return this.#startWhenPaced(next, now);
  }

  #startWhenPaced(next: Waiting, now: Instant): number {
    const { rps } = this.#flow;
    const wait = rps === undefined ? 0 : (this.#paces.client.wait(rps) ?? Infinity);
    if (wait === Infinity) return wait;
    if (wait > 0) return this.#refuseLate(now + wait, [next]) ? 0 : wait;
    this.#turns.start(next);
    if (rps !== undefined) this.#paces.client.take(rps);
    this.#paces.take(next.customer);
    this.#flow = adapt(this.#flow, { kind: 'sent', at: now }, this.#limits);
    next.start(now);
    return 0;
  }

  /** Refuses those whose time is over before anyone starts again, and tells whether there were any. */
  #refuseLate(startsAt: Instant, waiting: readonly Waiting[]): boolean {
    const late = waiting.filter(({ deadline }) => deadline <= startsAt);
    for (const one of late) one.refuse(throttled(startsAt - this.#now()));
    return late.length > 0;
  }
}

/** Budgets of one relay. */
export const createBudgets = (settings: BudgetSettings): Budgets => new PacedBudgets(settings);
