import { type Failure, FailureError, failureOf } from '../../core/domain/failure';

/** Writes an error to the console when no caller would see it. */
export const logError = (error: unknown): void => {
  // eslint-disable-next-line no-console
  console.error(error);
};

/** Turns any error into a failure. An error that isn't a FailureError is a bug: it goes to the console, too. */
export const reportFailure = (error: unknown): Failure => {
  if (!(error instanceof FailureError)) logError(error);
  return failureOf(error);
};
