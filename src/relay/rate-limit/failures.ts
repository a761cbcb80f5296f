import { FailureError } from '../../core/domain/failure';

const seconds = (ms: number): string => {
  const whole = Math.max(1, Math.ceil(ms / 1_000));
  return whole === 1 ? '1 second' : `${whole} seconds`;
};

/**
 * `throttled`: the rate that Amazon allows gives the request no turn before its deadline.
 * @param waitMs milliseconds until it would get one
 */
export const throttled = (waitMs: number): FailureError =>
  new FailureError({
    code: 'throttled',
    message: "Amazon is limiting requests right now, and this query can't finish in time.",
    advice: `Try again in ${seconds(waitMs)} or later.`,
  });

/**
 * `unavailable`: the circuit breaker of the request's path is open.
 * @param waitMs milliseconds until the next probe
 */
export const failing = (waitMs: number): FailureError =>
  new FailureError({
    code: 'unavailable',
    message: `Amazon keeps failing. The add-in tries again in ${seconds(waitMs)}.`,
    advice: 'Try again then.',
  });
