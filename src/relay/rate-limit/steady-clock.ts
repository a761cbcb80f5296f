import type { Instant } from '../../core/domain/instant';

/** A clock that never goes back: where the machine's is set back, waits that were begun end all the same. */
export class SteadyClock {
  readonly #wall: () => Instant;
  #last = -Infinity;
  #ahead = 0;

  constructor(wall: () => Instant) {
    this.#wall = wall;
  }

  readonly now = (): Instant => {
    const wall = this.#wall();
    if (wall < this.#last) this.#ahead += this.#last - wall;
    this.#last = wall;
    return wall + this.#ahead;
  };

  /** A time of the machine's clock on this one. */
  readonly of = (wall: Instant): Instant => wall + (this.now() - this.#last);

  /** A time of this clock on the machine's. */
  readonly toWall = (at: Instant): Instant => at - (this.now() - this.#last);
}
