import type { FailureError } from '../core/failure';
import { abortedBy } from './failures';

/** Longer delays overflow a timer, which then fires at once. */
const longestTimer = 2 ** 31 - 1;

const abortion = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(abortedBy(signal)), { once: true });
  });

/**
 * The result of `work`, which gets a signal that is aborted with `signal`, or after `ms` with `late()` as its reason.
 * Settles as soon as that signal is aborted, even where the work does not heed it.
 */
export const within = async <T>(
  signal: AbortSignal,
  ms: number,
  late: () => FailureError,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  if (signal.aborted) throw abortedBy(signal);
  if (ms <= 0) throw late();
  const alarm = new AbortController();
  const timer = setTimeout(() => alarm.abort(late()), Math.min(ms, longestTimer));
  const limited = AbortSignal.any([signal, alarm.signal]);
  try {
    return await Promise.race([work(limited), abortion(limited)]);
  } catch (error) {
    throw limited.aborted ? abortedBy(limited) : error;
  } finally {
    clearTimeout(timer);
  }
};
