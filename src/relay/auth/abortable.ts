import { FailureError } from '../../core/domain/failure';

const cancelled = (): FailureError =>
  new FailureError({
    code: 'cancelled',
    message: 'This query was cancelled.',
    advice: 'Refresh to run it again.',
  });

/**
 * Waits for shared work until the signal aborts. The work itself goes on for the other callers.
 *
 * @throws {FailureError} the signal's reason, or `cancelled` when that is not a FailureError
 */
export const raceAbort = async <T>(shared: Promise<T>, signal: AbortSignal): Promise<T> => {
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason instanceof FailureError ? signal.reason : cancelled());
  });
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  try {
    return await Promise.race([shared, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};
