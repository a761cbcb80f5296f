import { setTimeout } from 'node:timers/promises';
import { FailureError, type Failure, type FailureCode } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { RetryBudget } from './retry-budget';

/** No Retry-After is believed beyond this: a day, as Amazon may say for one moment's trouble, would shut people out. */
export const longestRetryAfterMs = 300_000;

/** Upper bound of the first wait; it doubles with every failure. */
const baseMs = 500;
/**
 * The longest waits, for failures that may pass; what is not listed will not be better the second time. A server that
 * fails at random is asked again soon, for the breaker leaves one alone that is down; one that refuses for want of room
 * needs time.
 */
const longestMs: Partial<Record<FailureCode, number>> = { throttled: 20_000, unavailable: 2_000 };

export interface RetryAttempt {
  readonly code: FailureCode;
  /** Tries that have failed so far: 1 after the first. */
  readonly failed: number;
  /** The wait that the server asked for. */
  readonly retryAfterMs?: number;
  readonly now: Instant;
  readonly deadline: Instant;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: number;
}

/**
 * Milliseconds to wait before the next try, or undefined to give up: the failure will not pass, or the wait would not end
 * before the deadline. Full jitter, so that many who failed together do not come back together.
 * Source: AWS Architecture Blog, "Exponential Backoff And Jitter".
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
 * A Retry-After header as milliseconds from now, five minutes at the most: seconds or an HTTP date. Undefined where there is
 * none, or no sense in it.
 * Source: RFC 9110, section 10.2.3.
 */
export const parseRetryAfter = (header: string | null, now: Instant): number | undefined => {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(longestRetryAfterMs, Number(text) * 1000);
  // Date.parse takes nearly anything ("5.5" is a day in May); every HTTP date ends in GMT.
  const date = text.endsWith(' GMT') ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? undefined : Math.min(longestRetryAfterMs, Math.max(0, date - now));
};

/** The world that retries depend on. */
export interface RetryClock {
  readonly now: () => Instant;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
}

/** A rhythm with the machine's clock and timers where nothing else is given. */
export const retryClockOf = ({
  now = Date.now,
  sleep = (ms, signal) => setTimeout(ms, undefined, { signal }),
  random = Math.random,
}: Partial<RetryClock>): RetryClock => ({ now, sleep, random });

/** How one try ended. `mayPass`: though failures of its code stay, this one is worth another try. */
export type Outcome<T> =
  | { readonly value: T }
  | { readonly failure: Failure; readonly retryAfterMs?: number; readonly mayPass?: boolean; readonly cause?: unknown };

export interface RetryLimits {
  readonly signal: AbortSignal;
  readonly deadline: Instant;
  readonly retries: RetryBudget;
}

/** What a try costs: whoever refuses for want of room is not down, and may be asked often. */
const costOf = ({ code }: Failure, failed: number): number => (code === 'throttled' ? 1 : failed);

/**
 * The value of the first try that succeeds. Gives up as the FailureError of the last one: where it will not pass, and
 * where neither time nor the budget allows another try.
 */
export const withRetries = async <T>(
  attempt: () => Promise<Outcome<T>>,
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

/** The outcome of a try that threw a FailureError. Whatever else is thrown is a bug of this product, and passes. */
export const outcomeOfError = (error: unknown): Outcome<never> => {
  if (!(error instanceof FailureError)) throw error;
  return { failure: error.failure, cause: error.cause };
};
