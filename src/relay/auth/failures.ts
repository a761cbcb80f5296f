import { FailureError } from '../../core/domain/failure';

/** There is no session, or no longer one. */
export const signInRequired = (cause?: unknown): FailureError =>
  new FailureError(
    {
      code: 'sign_in_required',
      message: "You're not signed in with Amazon.",
      advice: 'Open the Skill Metrics pane and sign in.',
    },
    { cause },
  );

/** Amazon does not honour our tokens any more. */
export const accessEnded = (cause?: unknown): FailureError =>
  new FailureError(
    {
      code: 'sign_in_required',
      message: 'Amazon no longer accepts your sign-in: access was removed or has expired.',
      advice: 'Open the Skill Metrics pane and sign in again.',
    },
    { cause },
  );

/** Renewing takes longer than anybody waits. */
export const renewalTooSlow = (): FailureError =>
  new FailureError({
    code: 'unavailable',
    message: "Amazon didn't renew your access in time.",
    advice: 'Try again in a minute.',
  });

/** Whether Amazon has ended the access, or another relay has renewed it, will show within two minutes. */
export const renewalUnclear = (cause: unknown): FailureError =>
  new FailureError(
    {
      code: 'unavailable',
      message: 'Renewing your access at Amazon was interrupted.',
      advice: 'Try again in two minutes.',
    },
    { cause },
  );
