/** When to try again, and when to give up. Pure: retry.ts sleeps. */
import type { FailureCode } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';

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

export interface Moment {
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
export const retryDelay = ({ code, failed, retryAfterMs, now, deadline, random }: Moment): number | undefined => {
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
