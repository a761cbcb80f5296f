import { FailureError } from '../../core/domain/failure';

const cancelled = (): FailureError =>
  new FailureError({
    code: 'cancelled',
    message: 'This query was cancelled.',
    advice: 'Refresh to run it again.',
  });

/** Leaves waiting for work that others share when the signal is aborted; the work goes on. */
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
