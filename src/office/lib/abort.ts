import { FailureError, type Failure } from '../../core/domain/failure';

/** What the promise gives, unless the signal aborts before: then it rejects with the FailureError that aborted it. */
export const raceAbort = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject: (reason: unknown) => void) => {
    const leave = (): void =>
      reject(signal.reason instanceof FailureError ? signal.reason : new FailureError(cancelled));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });

export const cancelled: Failure = {
  code: 'cancelled',
  message: 'This query was cancelled.',
  advice: 'Recalculate the cell to try again.',
};

/** What a call that broke off is: whoever aborts gives a FailureError as the reason, or else called it off. */
export const toFetchFailure = (error: unknown, signal?: AbortSignal): FailureError => {
  if (error instanceof FailureError) return error;
  if (signal?.aborted === true) {
    return signal.reason instanceof FailureError ? signal.reason : new FailureError(cancelled, { cause: error });
  }
  return new FailureError(
    {
      code: 'unavailable',
      message: "The add-in's server can't be reached.",
      advice: 'Check your connection and try again in a minute.',
    },
    { cause: error },
  );
};
