import { brokenOff } from './broken-off';

/**
 * Loads a part of the add-in when it is first needed, so that cells start without it. Rejects with a FailureError where
 * the server that holds it cannot be reached; the next call tries again.
 */
export const lazily = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loading: Promise<T> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw brokenOff(error);
    }));
};
