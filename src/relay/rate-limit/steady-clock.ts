import type { Instant } from '../../core/domain/instant';

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
