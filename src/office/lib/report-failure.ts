import { type Failure, FailureError, failureOf } from '../../core/domain/failure';

/** Turns any error into a failure. An error that isn't a FailureError is a bug: it goes to the console, too. */
export const reportFailure = (error: unknown): Failure => {
  if (!(error instanceof FailureError)) console.error(error);
  return failureOf(error);
};
