import { abortedBy } from '../../amazon/http/failures';
import type { CallResult, Gate, CallContext } from '../../amazon/smapi/client';
import type { Instant } from '../../core/domain/instant';
import { Circuits } from './circuit-breaker';
import { Dispatch, type DispatchDeps, type Waiting } from './dispatch';
import { SteadyClock } from './steady-clock';
import type { Rates } from './congestion';
import type { FailureCode } from '../../core/domain/failure';

/** What the end of a request tells of Amazon. */
interface CallClass {
  /** `unknown`: nobody waited for the answer. */
  readonly mood: 'answered' | 'throttled' | 'failed' | 'unknown';
  readonly retryAfterMs?: number;
}

/** Whoever refuses what was asked, or answers what cannot be, is there and lets us ask. */
const moods: Readonly<Record<FailureCode, CallClass['mood']>> = {
  throttled: 'throttled',
  unavailable: 'failed',
  cancelled: 'unknown',
  deadline_exceeded: 'unknown',
  internal: 'unknown',
  bad_answer: 'answered',
  forbidden: 'answered',
  invalid_query: 'answered',
  not_found: 'answered',
  rejected: 'answered',
  sign_in_required: 'answered',
  too_large: 'answered',
};

/** Amazon's mood by how a request ended; undefined where it ended by a fault of our own. */
const classify = (ended: CallResult | undefined): CallClass => {
  if (ended === undefined) return { mood: 'unknown' };
  const { outcome } = ended;
  if ('value' in outcome) return { mood: 'answered' };
  const { failure, retryAfterMs, mayPass = false } = outcome;
  // A body that nobody can read answers nothing.
  return { mood: mayPass ? 'failed' : moods[failure.code], ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};

export interface LimiterDeps extends Omit<DispatchDeps, 'clock'> {
  readonly now: () => Instant;
}

/** Whom Amazon wants to rest, and until when at the latest. */
export interface Throttle {
  /** `everyone`: the client ID. `some people`: so many, while the others are answered. */
  readonly scope: 'everyone' | 'some people';
  readonly people?: number;
  readonly until: Instant;
}

export interface LimiterState {
  readonly running: number;
  readonly waiting: number;
  /** Requests allowed in flight. */
  readonly concurrency: number;
  /** Requests allowed a second now, of all people together; left out: as many as concurrency allows. */
  readonly rps?: number;
  /** Left out: nobody rests. */
  readonly throttle?: Throttle;
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
 * accounts, and not at all where Amazon keeps failing. Its own refusals are FailureErrors: `throttled` where the pace gives no
 * turn before the deadline, `unavailable` while Amazon is left alone, and what the signal was aborted for.
 */
export interface Limiter {
  readonly gate: Gate;
  state(): LimiterState;
}

interface Sent {
  readonly waiting: Waiting;
  readonly sentAt: Instant;
  readonly rates: Rates;
}

class PacedBudgets implements Limiter {
  readonly #clock: SteadyClock;
  readonly #concurrency: number;
  readonly #dispatch: Dispatch;
  readonly #circuits: Circuits<Waiting>;

  constructor({ now, ...deps }: LimiterDeps) {
    this.#clock = new SteadyClock(now);
    this.#concurrency = deps.client.concurrency;
    this.#dispatch = new Dispatch({ ...deps, clock: this.#clock });
    this.#circuits = new Circuits({
      now: this.#clock.now,
      admit: (waiting) => this.#dispatch.add(waiting),
      onOpen: (path, error) => this.#dispatch.refuse(path, error),
    });
  }

  readonly gate: Gate = async (run, turn) => {
    const sent = await this.#turn(turn);
    let ended: CallResult | undefined;
    try {
      const result = await run();
      ended = result;
      return result;
    } finally {
      this.#learn(sent, ended);
      this.#dispatch.advance();
    }
  };

  state(): LimiterState {
    const { pace, running, waiting, alone } = this.#dispatch;
    const throttle = this.#throttle();
    const { failing, answersOthers, held, retryAt } = this.#circuits.state();
    return {
      running,
      waiting: waiting + held,
      concurrency: this.#concurrency,
      ...(pace === undefined ? {} : { rps: pace }),
      ...(throttle === undefined ? {} : { throttle }),
      amazon: failing === 0 ? 'answering' : answersOthers ? 'failing in part' : 'failing',
      failingPaths: failing,
      ...(retryAt === undefined ? {} : { retryAt: this.#clock.toWall(retryAt) }),
      alone,
    };
  }

  #throttle(): Throttle | undefined {
    const { all, accounts, customersUntil } = this.#dispatch.coolDowns.state();
    if (all !== undefined) return { scope: 'everyone', until: this.#clock.toWall(all) };
    return accounts === 0
      ? undefined
      : { scope: 'some people', people: accounts, until: this.#clock.toWall(customersUntil) };
  }

  /** Settles when it is the request's turn. */
  #turn(turn: CallContext): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const { signal } = turn;
      const over = (): void => signal.removeEventListener('abort', leave);
      const waiting: Waiting = {
        ...turn,
        deadline: this.#clock.of(turn.deadline),
        start: (sentAt, rates) => {
          over();
          resolve({ waiting, sentAt, rates });
        },
        refuse: (error) => {
          over();
          this.#dispatch.remove(waiting);
          this.#circuits.leave(waiting);
          reject(error);
        },
      };
      const leave = (): void => {
        waiting.refuse(abortedBy(signal));
        this.#dispatch.advance();
      };
      if (signal.aborted) {
        reject(abortedBy(signal));
        return;
      }
      signal.addEventListener('abort', leave);
      this.#circuits.enter(waiting);
      this.#dispatch.refuseLate(waiting);
      this.#dispatch.advance();
    });
  }

  #learn({ waiting, sentAt, rates }: Sent, ended: CallResult | undefined): void {
    const { accountId } = waiting;
    this.#dispatch.end(waiting);
    const { mood, ...told } = classify(ended);
    if (mood === 'answered' || mood === 'throttled') this.#dispatch.record(waiting);
    this.#circuits.hear(waiting, { outcome: mood === 'throttled' ? 'answered' : mood, sentAt });
    if (mood === 'answered') this.#dispatch.answered(sentAt);
    if (mood === 'throttled') this.#dispatch.throttled({ accountId, sentAt, rates, ...told });
  }
}

/** Budgets of one relay. */
export const createLimiter = (deps: LimiterDeps): Limiter => new PacedBudgets(deps);
