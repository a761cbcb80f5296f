import { FailureError, type Failure } from '../../core/domain/failure';

const notLoaded: Failure = {
  code: 'unavailable',
  message: "Part of the add-in couldn't be loaded.",
  // After an update of its server an add-in that stays open asks for parts that are gone.
  advice: 'Try again in a minute. If it keeps happening, close and reopen the workbook.',
};

/**
 * Loads a part of the add-in when it is first needed, so that cells start without it. Rejects with a FailureError where
 * the server that holds it cannot be reached, or has a newer version; the next call tries again.
 */
export const lazily = <T>(load: () => Promise<T>): (() => Promise<T>) => {
  let loading: Promise<T> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw new FailureError(notLoaded, { cause: error });
    }));
};
