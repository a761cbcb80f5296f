import { setTimeout } from 'node:timers/promises';
import { type Failure, type FailureCode, FailureError } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';

/** Options of a retry budget. */
interface RetryBudgetOptions {
  /**
   * What can be spent before any answer has arrived: enough for sixteen connections to fail five times each.
   *
   * @default 300
   */
  readonly free?: number;
}

/** What an answer adds: enough if Amazon fails every second time. */
const earned = 2;

/**
 * What the requests of one query can spend together on retries. A retry costs as much as its request has failed in a
 * row. Random failures spread over many requests stay cheap, but one request that never succeeds soon has no retries
 * left.
 *
 * @see Finagle's RetryBudget, where successful requests also pay for retries
 */
export class RetryBudget {
  #left: number;

  constructor({ free = 300 }: RetryBudgetOptions = {}) {
    this.#left = free;
  }

  /** Adds to the budget, because a request was answered. */
  earn(): void {
    this.#left += earned;
  }

  /** Pays for a retry, if the budget allows it, and returns whether it does. */
  spend(cost: number): boolean {
    if (cost > this.#left) return false;
    this.#left -= cost;
    return true;
  }
}

/**
 * The longest wait that a Retry-After header can ask for, in milliseconds. Amazon may name a day for a brief problem,
 * which would lock people out.
 */
export const longestRetryAfterMs = 300_000;

/** Upper bound of the first wait, which doubles with every failure. */
const baseMs = 500;
/**
 * The longest waits, for failures that can pass. All others would fail again. A server that fails at random is retried
 * soon, because the circuit breaker protects one that is down. A server that throttles needs time.
 */
const longestMs: Partial<Record<FailureCode, number>> = { throttled: 20_000, unavailable: 2_000 };

/** A failed try, and what the wait for the next one depends on. */
export interface RetryAttempt {
  readonly code: FailureCode;
  /** Tries that have failed so far: 1 after the first. */
  readonly failed: number;
  /** The wait that the server asked for, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly now: Instant;
  readonly deadline: Instant;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: number;
}

/**
 * Milliseconds to wait before the next try. `undefined` to give up, because the failure won't pass or the wait would
 * last until the deadline. Full jitter, so that requests that failed together don't return together.
 *
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const retryDelay = ({ code, failed, retryAfterMs, now, deadline, random }: RetryAttempt): number | undefined => {
  const longest = longestMs[code];
  if (longest === undefined) return undefined;
  const wait =
    retryAfterMs === undefined
      ? random * Math.min(longest, baseMs * 2 ** (failed - 1))
      : retryAfterMs + random * baseMs;
  return now + wait < deadline ? wait : undefined;
};

/**
 * A Retry-After header, in seconds or as an HTTP date, as milliseconds from now: five minutes at most. `undefined` if
 * there is none, or if it makes no sense.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export const parseRetryAfter = (header: string | null, now: Instant): number | undefined => {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(longestRetryAfterMs, Number(text) * 1000);
  // Date.parse accepts nearly anything ("5.5" is a day in May). Every HTTP date ends in GMT.
  const date = text.endsWith(' GMT') ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.min(longestRetryAfterMs, Math.max(0, date - now));
};

/** Time, timers and randomness for retries. */
export interface RetryClock {
  readonly now: () => Instant;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
}

/** A retry clock. Missing members default to this machine's clock, timers and randomness. */
export const retryClockOf = ({
  now = Date.now,
  sleep = (ms, signal) => setTimeout(ms, undefined, { signal }),
  random = Math.random,
}: Partial<RetryClock>): RetryClock => ({ now, sleep, random });

/**
 * How a try ended. With `mayPass`, the failure is worth another try, although failures with its code usually aren't.
 */
export type AttemptOutcome<T> =
  | { readonly value: T }
  | { readonly failure: Failure; readonly retryAfterMs?: number; readonly mayPass?: boolean; readonly cause?: unknown };

/** What ends the retries of a request. */
export interface RetryLimits {
  readonly signal: AbortSignal;
  readonly deadline: Instant;
  readonly retries: RetryBudget;
}

/** A server that throttles isn't down, so it can be retried more often. */
const costOf = ({ code }: Failure, failed: number): number => (code === 'throttled' ? 1 : failed);

/**
 * The value of the first try that succeeds.
 *
 * @throws {FailureError} the failure of the last try, if it can't pass, or if neither time nor budget allows another
 * try
 * @throws whatever `attempt` throws, and whatever `sleep` throws if the signal is aborted
 */
export const withRetries = async <T>(
  attempt: () => Promise<AttemptOutcome<T>>,
  { now, sleep, random }: RetryClock,
  { signal, deadline, retries }: RetryLimits,
): Promise<T> => {
  for (let failed = 1; ; failed += 1) {
    const outcome = await attempt();
    if ('value' in outcome) {
      retries.earn();
      return outcome.value;
    }
    const { failure, cause, mayPass = false, ...asked } = outcome;
    const code = mayPass ? 'unavailable' : failure.code;
    const wait = retryDelay({ ...asked, code, failed, now: now(), deadline, random: random() });
    if (wait === undefined || !retries.spend(costOf(failure, failed)))
      throw new FailureError(failure, cause === undefined ? {} : { cause });
    await sleep(wait, signal);
  }
};

/**
 * The outcome of a try that threw a FailureError.
 *
 * @throws any other error, because it is a bug
 */
export const outcomeOfError = (error: unknown): AttemptOutcome<never> => {
  if (!(error instanceof FailureError)) throw error;
  return { failure: error.failure, cause: error.cause };
};
