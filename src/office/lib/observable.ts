import { logError } from './report-failure';

/** A set of callbacks. */
export interface Listeners<T> {
  /** Adds a callback. Returns an unsubscribe function. */
  add(listener: (value: T) => void): () => void;
  /** Calls all callbacks. Errors that they throw go to the console. */
  notify(value: T): void;
}

/** Creates an empty set of callbacks. */
export const createListeners = <T>(): Listeners<T> => {
  const all = new Set<{ hear: (value: T) => void }>();
  return {
    add: (hear) => {
      const entry = { hear };
      all.add(entry);
      return () => void all.delete(entry);
    },
    notify: (value) => {
      for (const { hear } of [...all]) {
        try {
          hear(value);
        } catch (error) {
          logError(error);
        }
      }
    },
  };
};

/** A value with change notifications. */
export interface Observable<T> {
  readonly get: () => T;
  /** Replaces the value and calls the listeners. */
  readonly set: (value: T) => void;
  /** Calls `listener` after each `set`. Returns an unsubscribe function. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Creates an observable with an initial value. */
export const createObservable = <T>(value: T): Observable<T> => {
  const listeners = createListeners<undefined>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      listeners.notify(undefined);
    },
    subscribe: (listener) => listeners.add(listener),
  };
};
