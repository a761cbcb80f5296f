/** A first-in, first-out queue. */
class Queue {
  #waiting: (() => void)[] = [];
  #next = 0;

  add(begin: () => void): void {
    this.#waiting.push(begin);
  }

  take(): (() => void) | undefined {
    const first = this.#waiting[this.#next];
    if (first === undefined) {
      this.#waiting = [];
      this.#next = 0;
    } else this.#next += 1;
    return first;
  }
}

/** Every fourth start goes to work that serves few, so that it waits longer but not for all the rest. */
const turnOfFew = 4;

/**
 * A counting semaphore. Work starts first come, first served, and work that serves many segments goes ahead of work
 * that serves few.
 */
export class Semaphore {
  #free: number;
  readonly #many = new Queue();
  readonly #few = new Queue();
  #turn = 0;

  /** @param count how much work may run at once */
  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Runs work once a place is free.
   * @returns the result of `work`
   * @throws the failure of `work`
   */
  async run<T>(work: () => Promise<T>, serves: 'many' | 'few' = 'many'): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => (serves === 'many' ? this.#many : this.#few).add(resolve));
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #leave(): void {
    this.#turn += 1;
    const [first, second] = this.#turn % turnOfFew === 0 ? [this.#few, this.#many] : [this.#many, this.#few];
    const next = first.take() ?? second.take();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
