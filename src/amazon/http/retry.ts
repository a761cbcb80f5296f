import { setTimeout } from 'node:timers/promises';
import { FailureError, type Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import type { RetryBudget } from './retry-budget';
import { retryDelay } from './retry-timing';

/** The world that retries depend on. */
export interface Rhythm {
  readonly now: () => Instant;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 inclusive to 1 exclusive. */
  readonly random: () => number;
}

/** A rhythm with the machine's clock and timers where nothing else is given. */
export const rhythmOf = ({
  now = Date.now,
  sleep = (ms, signal) => setTimeout(ms, undefined, { signal }),
  random = Math.random,
}: Partial<Rhythm>): Rhythm => ({ now, sleep, random });

/** How one try ended. `mayPass`: though failures of its code stay, this one is worth another try. */
export type Outcome<T> =
  | { readonly value: T }
  | { readonly failure: Failure; readonly retryAfterMs?: number; readonly mayPass?: boolean; readonly cause?: unknown };

export interface Patience {
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
  { now, sleep, random }: Rhythm,
  { signal, deadline, retries }: Patience,
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
