import type { Instant } from '../../core/domain/instant';

/** Time, as the relay's parts receive it. */
export interface Clock {
  readonly now: () => Instant;
  readonly sleep: (ms: number) => Promise<void>;
  /** Calls again and again until the returned function is called. Never keeps the process alive. */
  readonly every: (ms: number, tick: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms).unref();
    return () => clearInterval(timer);
  },
};
