import { createListeners } from './listeners';

/** A value that tells when it changes. */
export interface Observable<T> {
  readonly get: () => T;
  readonly set: (value: T) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

export const createObservable = <T>(value: T): Observable<T> => {
  const listeners = createListeners<undefined>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      listeners.tell(undefined);
    },
    subscribe: (listener) => listeners.add(listener),
  };
};
