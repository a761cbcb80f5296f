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

/** Whether it is less than `ms` milliseconds since an instant. False as well where the system's clock was set back since. */
export const isWithin = (ms: number, since: Instant, now: Instant): boolean => since <= now && now - since < ms;

/** A clock that never goes back, so that waits end even if the system's clock is set back. */
export class SteadyClock {
  readonly #wall: () => Instant;
  #last = -Infinity;
  #ahead = 0;

  /** @param wall the system's clock */
  constructor(wall: () => Instant) {
    this.#wall = wall;
  }

  /** The time on this clock. */
  readonly now = (): Instant => {
    const wall = this.#wall();
    if (wall < this.#last) this.#ahead += this.#last - wall;
    this.#last = wall;
    return wall + this.#ahead;
  };

  /** Converts a time of the system's clock to this one. */
  readonly of = (wall: Instant): Instant => wall + (this.now() - this.#last);

  /** Converts a time of this clock to the system's. */
  readonly toWall = (at: Instant): Instant => at - (this.now() - this.#last);
}

/** A clock for durations: as the given one, but steady. Not for dates, which it gets wrong after the system's clock was set back. */
export const steadily = ({ now, sleep, every }: Clock): Clock => ({ now: new SteadyClock(now).now, sleep, every });
