import { type Failure, FailureError } from '../../../src/core/domain/failure';

/** The failure with which something fails. @throws {Error} if it doesn't fail */
export const failureFrom = (act: () => unknown): Failure => {
  try {
    act();
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('It did not fail.');
};
