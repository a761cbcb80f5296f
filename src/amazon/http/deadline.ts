import { setMaxListeners } from 'node:events';
import type { FailureError } from '../../core/domain/failure';
import { abortedBy } from './failures';

/**
 * An abort controller for all requests of a query or a person. Node warns about a leak from the eleventh listener on,
 * so the limit is lifted.
 *
 * @see https://nodejs.org/api/events.html#eventssetmaxlistenersn-eventtargets
 */
export const createSharedAbort = (): AbortController => {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
};

/** A timer with a longer delay overflows and fires at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * The result of `work`, with a deadline. `work` receives a signal that is aborted with the first of `signals`, or after
 * `ms`. The promise settles as soon as that signal is aborted, even if `work` ignores it.
 *
 * AbortSignal.any isn't used because Node keeps such a signal, with everything that its listeners hold, as long as it
 * has listeners.
 *
 * @param ms milliseconds until the deadline; no work starts if there are none left
 * @param late makes the error of a missed deadline
 * @throws {FailureError} the error of `late`, after `ms`
 * @throws {FailureError} the failure that a signal was aborted with, or `cancelled`
 * @throws whatever `work` throws before
 */
export const withDeadline = async <T>(
  signals: readonly AbortSignal[],
  ms: number,
  late: () => FailureError,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  for (const signal of signals) if (signal.aborted) throw abortedBy(signal);
  if (ms <= 0) throw late();
  const limited = createSharedAbort();
  const ended = new Promise<never>((_, reject) => {
    limited.signal.addEventListener('abort', () => reject(abortedBy(limited.signal)), { once: true });
  });
  const leave = ({ target }: Event): void => {
    if (target instanceof AbortSignal) limited.abort(abortedBy(target));
  };
  for (const signal of signals) signal.addEventListener('abort', leave);
  const timer = setTimeout(() => limited.abort(late()), Math.min(ms, longestTimer));
  try {
    return await Promise.race([work(limited.signal), ended]);
  } catch (error) {
    throw limited.signal.aborted ? abortedBy(limited.signal) : error;
  } finally {
    clearTimeout(timer);
    for (const signal of signals) signal.removeEventListener('abort', leave);
  }
};

/** Leaves waiting for work that others share when the signal is aborted; the work goes on. */
export const raceAbort = async <T>(shared: Promise<T>, signal: AbortSignal): Promise<T> => {
  let leave = (): void => undefined;
  const left = new Promise<never>((_, reject) => {
    leave = () => reject(abortedBy(signal));
  });
  if (signal.aborted) leave();
  signal.addEventListener('abort', leave);
  try {
    return await Promise.race([shared, left]);
  } finally {
    signal.removeEventListener('abort', leave);
  }
};
