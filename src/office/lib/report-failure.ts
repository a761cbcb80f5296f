import { FailureError, failureOf, type Failure } from '../../core/domain/failure';

/** Whatever was thrown, as a failure; a fault of our own leaves its trace in the console. */
export const reportFailure = (error: unknown): Failure => {
  if (!(error instanceof FailureError)) console.error(error);
  return failureOf(error);
};
