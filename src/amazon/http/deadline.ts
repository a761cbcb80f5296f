import type { FailureError } from '../../core/domain/failure';
import { abortedBy } from './failures';
import { setMaxListeners } from 'node:events';

/** A controller whose signal all requests of a query, or of a person, listen to: Node takes eleven listeners for a leak. */
export const createSharedAbort = (): AbortController => {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
};

/** Longer delays overflow a timer, which then fires at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * The result of `work`, which gets a signal that is aborted with the first of `signals`, or after `ms` with `late()` as its
 * reason. Settles as soon as that signal is aborted, even where the work does not heed it.
 *
 * Not by AbortSignal.any: Node keeps such a signal, with all that its listeners hold, as long as it has listeners.
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
