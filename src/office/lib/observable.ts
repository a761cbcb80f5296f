/** A set of callbacks that hear of one thing. One that throws does not keep the others from hearing. */
export interface Listeners<T> {
  /** Adds a callback; gives what takes it away again. */
  add(listener: (value: T) => void): () => void;
  tell(value: T): void;
}

export const createListeners = <T>(): Listeners<T> => {
  const all = new Set<{ hear: (value: T) => void }>();
  return {
    add: (hear) => {
      const entry = { hear };
      all.add(entry);
      return () => void all.delete(entry);
    },
    tell: (value) => {
      for (const { hear } of [...all]) {
        try {
          hear(value);
        } catch (error) {
          console.error(error);
        }
      }
    },
  };
};

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
