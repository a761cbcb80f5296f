import type { SetTimer } from '../../../src/office/lib/async';

/** A clock that moves when it is told to. */
export interface ManualClock {
  readonly setTimer: SetTimer;
  now(): number;
  /** Runs what falls due, in order, and lets promises settle in between. */
  advance(ms: number): Promise<void>;
  /** Has somebody set the clock back: what falls due does so all the same. */
  setBack(ms: number): void;
  /** Timers that still run. */
  pending(): number;
}

/** Lets everything run that promises have waiting. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const createManualClock = (start = 0): ManualClock => {
  let [now, behind] = [start, 0];
  const timers = new Set<{ at: number; run: () => void }>();
  return {
    now: () => now - behind,
    setBack: (ms) => void (behind += ms),
    pending: () => timers.size,
    setTimer: (ms, run) => {
      const timer = { at: now + ms, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        await settle();
        const [next] = [...timers].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
        if (next === undefined) break;
        timers.delete(next);
        now = next.at;
        next.run();
      }
      now = end;
      await settle();
    },
  };
};

/** A promise and what settles it. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (reason: Error) => void;
}

export const defer = <T>(): Deferred<T> => {
  let resolve: (value: T) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
};
