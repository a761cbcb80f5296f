import { FailureError } from '../../core/domain/failure';

/** `sign_in_required`: there is no session, or it has ended. */
export const signInRequired = (cause?: unknown): FailureError =>
  new FailureError(
    {
      code: 'sign_in_required',
      message: "You're not signed in with Amazon.",
      advice: 'Open the Skill Metrics pane and sign in.',
    },
    { cause },
  );

/** `sign_in_required`: Amazon no longer accepts the session's tokens. */
export const accessEnded = (cause?: unknown): FailureError =>
  new FailureError(
    {
      code: 'sign_in_required',
      message: 'Amazon no longer accepts your sign-in: access was removed or has expired.',
      advice: 'Open the Skill Metrics pane and sign in again.',
    },
    { cause },
  );

/** `unavailable`: the renewal took too long. */
export const renewalTooSlow = (): FailureError =>
  new FailureError({
    code: 'unavailable',
    message: "Amazon didn't renew your access in time.",
    advice: 'Try again in a minute.',
  });

/** `unavailable`: Amazon has ended the access, or another relay has renewed it; in two minutes it is clear which. */
export const renewalUnclear = (cause: unknown): FailureError =>
  new FailureError(
    {
      code: 'unavailable',
      message: 'Renewing your access at Amazon was interrupted.',
      advice: 'Try again in two minutes.',
    },
    { cause },
  );
