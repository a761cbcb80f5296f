import { FailureError } from '../../core/domain/failure';
import { cancelled } from './fetch-failure';

/** What the promise gives, unless the signal aborts before: then it rejects with the FailureError that aborted it. */
export const unless = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  new Promise((resolve, reject: (reason: unknown) => void) => {
    const leave = (): void =>
      reject(signal.reason instanceof FailureError ? signal.reason : new FailureError(cancelled));
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
