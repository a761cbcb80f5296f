import { FailureError } from '../../core/domain/failure';

const seconds = (ms: number): string => {
  const whole = Math.max(1, Math.ceil(ms / 1_000));
  return whole === 1 ? '1 second' : `${whole} seconds`;
};

/** The pace that Amazon allows gives no turn before the deadline. */
export const throttled = (waitMs: number): FailureError =>
  new FailureError({
    code: 'throttled',
    message: "Amazon is limiting requests right now, and this query can't finish in time.",
    advice: `Try again in ${seconds(waitMs)} or later.`,
  });

/** Amazon has failed to answer this so often in a row that it is left alone for a while. */
export const failing = (waitMs: number): FailureError =>
  new FailureError({
    code: 'unavailable',
    message: `Amazon keeps failing. The add-in tries again in ${seconds(waitMs)}.`,
    advice: 'Try again then.',
  });
