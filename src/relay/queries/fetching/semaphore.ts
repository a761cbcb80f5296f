/** Work that waits, in the order of its coming. */
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

/** Of so many that begin, one is taken from the work that serves few: it waits longer, but not for all the rest. */
const turnOfFew = 4;

/**
 * Lets work wait where it costs little: so much of it runs at a time, the rest begins in the order of its coming, so
 * that what was begun first is also done first. Work that serves many goes ahead of work that serves few.
 */
export class Semaphore {
  #free: number;
  readonly #many = new Queue();
  readonly #few = new Queue();
  #turn = 0;

  constructor(count: number) {
    this.#free = count;
  }

  /** What the work gives or throws, once it has had its semaphore. */
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
