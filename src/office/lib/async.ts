import { type Failure, FailureError } from '../../core/domain/failure';

/**
 * Waits for a promise until the signal aborts.
 *
 * @throws {FailureError} the signal's reason, or `cancelled` when that is not a FailureError
 * @throws what the promise rejects with
 */
export const unlessAborted = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject: (reason: unknown) => void) => {
    const leave = (): void =>
      reject(signal.reason instanceof FailureError ? signal.reason : new FailureError(cancelled));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });

/** The failure of a call that Excel has cancelled; compared by identity. */
export const cancelled: Failure = {
  code: 'cancelled',
  message: 'This query was cancelled.',
  advice: 'Recalculate the cell to try again.',
};

/**
 * Turns the error of a call to the relay into a FailureError: the signal's reason if it has aborted (`cancelled` if
 * that is not a FailureError), else `unavailable`. Returns a FailureError as it is.
 */
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

/** Runs a callback after `ms` milliseconds. Returns a function that cancels it. */
export type SetTimer = (ms: number, run: () => void) => () => void;

/** The browser's timer. */
export const setTimer: SetTimer = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Resolves in a task of its own, so that the page draws and hears keys before. */
export const nextTask = (): Promise<void> => delay(setTimer, 0);

/** Resolves after `ms` milliseconds. */
export const delay = (wait: SetTimer, ms: number): Promise<void> =>
  new Promise((resolve) => {
    wait(ms, resolve);
  });

const notLoaded: Failure = {
  code: 'unavailable',
  message: "Part of the add-in couldn't be loaded.",
  // After an update of the server, an open add-in requests chunks that no longer exist.
  advice: 'Try again in a minute. If it keeps happening, close and reopen the workbook.',
};

/**
 * Creates a loader that loads a part of the add-in once, on its first call, so that cells start without it. After a
 * failure the next call tries again.
 *
 * @returns a function that throws a FailureError `unavailable` when the server is unreachable or has a newer version
 * @example
 * ```ts
 * const loadCharts = lazily(() => import('./charts'));
 * const { drawChart } = await loadCharts();
 * ```
 */
export const lazily = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loading: Promise<T> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw new FailureError(notLoaded, { cause: error });
    }));
};
