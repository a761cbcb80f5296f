import type { FailureError } from '../core/failure';
import { abortedBy } from './failures';

/** Longer delays overflow a timer, which then fires at once. */
const longestTimer = 2 ** 31 - 1;

/**
 * The result of `work`, which gets a signal that is aborted with `signal`, or after `ms` with `late()` as its reason.
 * Settles as soon as that signal is aborted, even where the work does not heed it.
 *
 * Not by AbortSignal.any: Node keeps such a signal, with all that its listeners hold, as long as it has listeners.
 */
export const within = async <T>(
  signal: AbortSignal,
  ms: number,
  late: () => FailureError,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  if (signal.aborted) throw abortedBy(signal);
  if (ms <= 0) throw late();
  const limited = new AbortController();
  const ended = new Promise<never>((_, reject) => {
    limited.signal.addEventListener('abort', () => reject(abortedBy(limited.signal)), { once: true });
  });
  const leave = (): void => limited.abort(abortedBy(signal));
  signal.addEventListener('abort', leave);
  const timer = setTimeout(() => limited.abort(late()), Math.min(ms, longestTimer));
  try {
    return await Promise.race([work(limited.signal), ended]);
  } catch (error) {
    throw limited.signal.aborted ? abortedBy(limited.signal) : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', leave);
  }
};
