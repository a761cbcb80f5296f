import { abortedBy } from '../../amazon/http/failures';
import type { CallContext, CallResult, Gate } from '../../amazon/smapi/client';
import type { FailureCode } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { SteadyClock } from '../lib/clock';
import { Circuits } from './circuit-breaker';
import type { Rates } from './congestion';
import { Dispatch, type DispatchDeps, type WaitingRequest } from './dispatch';

/** What a request's end says about Amazon. */
interface CallClass {
  /** `unknown`: the caller left before the response, or this relay failed. */
  readonly kind: 'answered' | 'throttled' | 'failed' | 'unknown';
  readonly retryAfterMs?: number;
}

/** An Amazon that refuses a request or answers nonsense is up and accepts requests. */
const kindByCode: Readonly<Record<FailureCode, CallClass['kind']>> = {
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

/**
 * Classifies a request's end.
 * @param ended undefined when this relay's own code threw
 */
const classify = (ended: CallResult | undefined): CallClass => {
  if (ended === undefined) return { kind: 'unknown' };
  const { outcome } = ended;
  if ('value' in outcome) return { kind: 'answered' };
  const { failure, retryAfterMs, mayPass = false } = outcome;
  // An unreadable body is not an answer.
  return {
    kind: mayPass ? 'failed' : kindByCode[failure.code],
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
};

export interface LimiterDeps extends Omit<DispatchDeps, 'clock'> {
  readonly now: () => Instant;
}

/** The cool-downs in effect after Amazon's 429 responses. */
export interface Throttle {
  /** `everyone`: the client ID's limit. `some people`: the limits of some accounts, while Amazon answers the others. */
  readonly scope: 'everyone' | 'some people';
  /** The number of accounts; absent for `everyone`. */
  readonly people?: number;
  /** The end of the last cool-down. */
  readonly until: Instant;
}

/** A snapshot of a limiter, for health checks and metrics. */
export interface LimiterState {
  /** Requests in flight. */
  readonly running: number;
  /** Requests that wait for their turn. */
  readonly waiting: number;
  /** The most requests in flight. */
  readonly concurrency: number;
  /** The allowed requests a second of all accounts. Absent: only concurrency limits them. */
  readonly rps?: number;
  /** Absent: there is no cool-down. */
  readonly throttle?: Throttle;
  /** Whether Amazon keeps failing: on some paths while it answers on others, or on all. */
  readonly amazon: 'answering' | 'failing in part' | 'failing';
  /** The number of SMAPI paths whose circuit breaker isn't closed. */
  readonly failingPaths: number;
  /** The next probe of such a path. */
  readonly retryAt?: Instant;
  /** Whether the store is unreachable, so that this relay keeps a rate of its own. */
  readonly alone: boolean;
}

/** Limits the requests to SMAPI. */
export interface Limiter {
  /**
   * The gate that every request to SMAPI passes: as fast as the limits and Amazon's answers allow, fair among accounts,
   * and not at all while Amazon keeps failing.
   *
   * @throws {FailureError} `throttled` when the request gets no turn before its deadline, `unavailable` while the
   * circuit breaker of its path is open, the signal's reason when it aborts, and the failure of the request itself
   */
  readonly gate: Gate;
  /** A snapshot of the present state. */
  state(): LimiterState;
}

interface SentRequest {
  readonly waiting: WaitingRequest;
  readonly sentAt: Instant;
  readonly rates: Rates;
}

class SmapiLimiter implements Limiter {
  readonly #clock: SteadyClock;
  readonly #concurrency: number;
  readonly #dispatch: Dispatch;
  readonly #circuits: Circuits<WaitingRequest>;

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
    const { all, accounts, accountsUntil: customersUntil } = this.#dispatch.coolDowns.state();
    if (all !== undefined) return { scope: 'everyone', until: this.#clock.toWall(all) };
    return accounts === 0
      ? undefined
      : { scope: 'some people', people: accounts, until: this.#clock.toWall(customersUntil) };
  }

  /** Settles when it is the request's turn. */
  #turn(turn: CallContext): Promise<SentRequest> {
    return new Promise((resolve, reject) => {
      const { signal } = turn;
      const over = (): void => signal.removeEventListener('abort', leave);
      const waiting: WaitingRequest = {
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

  #learn({ waiting, sentAt, rates }: SentRequest, ended: CallResult | undefined): void {
    const { accountId } = waiting;
    this.#dispatch.end(waiting);
    const { kind: mood, ...told } = classify(ended);
    if (mood === 'answered' || mood === 'throttled') this.#dispatch.record(waiting);
    this.#circuits.hear(waiting, { outcome: mood === 'throttled' ? 'answered' : mood, sentAt });
    if (mood === 'answered') this.#dispatch.answered(sentAt);
    if (mood === 'throttled') this.#dispatch.throttled({ accountId, sentAt, rates, ...told });
  }
}

/**
 * Creates the limiter of a relay.
 *
 * @example
 * ```ts
 * const limiter = createLimiter({ store, now: Date.now, client: { rps: 10, concurrency: 16 } });
 * const smapi = createSmapi({ ...settings.smapi, gate: limiter.gate });
 * ```
 */
export const createLimiter = (deps: LimiterDeps): Limiter => new SmapiLimiter(deps);
