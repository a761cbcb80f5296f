import type { Instant } from '../../core/domain/instant';

/** The relay's source of time. Tests replace it. */
export interface Clock {
  readonly now: () => Instant;
  readonly sleep: (ms: number) => Promise<void>;
  /**
   * Calls `tick` every `ms` milliseconds. Doesn't keep the process alive.
   * @returns a function that ends the calls
   */
  readonly every: (ms: number, tick: () => void) => () => void;
}

/** The system's clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms).unref();
    return () => clearInterval(timer);
  },
};
