import { type Failure, FailureError } from '../../core/domain/failure';

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
