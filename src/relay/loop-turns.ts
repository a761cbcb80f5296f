/**
 * Shares the event loop: long work is done over many turns of the loop, so that whatever else has to be done comes
 * between. All such work of the process shares one budget of a turn, for many short parts block as one long one does.
 */
import { performance } from 'node:perf_hooks';
// Not the global ones, which tests with a clock of their own replace.
import { setImmediate } from 'node:timers';

/** The work of one turn, in milliseconds; parts that are begun go on to their end. */
const turnMs = 3;

export class LoopTurns {
  readonly #now: () => number;
  readonly #resting: (() => void)[] = [];
  #isCalling = false;
  /** When the work of this turn began; undefined before there was any. */
  #since: number | undefined;

  /** `now`: in milliseconds, from any time. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether this turn has had its part of the work: then the rest of it waits with `rest`. */
  get isSpent(): boolean {
    if (this.#since === undefined) {
      this.#since = this.#now();
      if (!this.#isCalling) setImmediate(() => (this.#since = undefined));
      return false;
    }
    return this.#now() - this.#since >= turnMs;
  }

  /** A later turn: one for each that waits, in the order of their coming. */
  rest(): Promise<void> {
    return new Promise((resolve) => {
      this.#resting.push(resolve);
      if (this.#isCalling) return;
      this.#isCalling = true;
      setImmediate(() => this.#callNext());
    });
  }

  /** Goes on at once where this turn has time left, and else in a later one. */
  async pause(): Promise<void> {
    if (this.isSpent) await this.rest();
  }

  #callNext(): void {
    const next = this.#resting.shift();
    this.#isCalling = next !== undefined;
    this.#since = next === undefined ? undefined : this.#now();
    if (next === undefined) return;
    next();
    // In the next turn; by then, whoever has gone on may rest again.
    setImmediate(() => this.#callNext());
  }

  /**
   * Begins work for each item, over as many turns as it takes, and waits for all of it. Rejects with the first failure,
   * after which none begins.
   */
  async all<T, R>(items: readonly T[], begin: (item: T) => Promise<R>): Promise<R[]> {
    const begun: Promise<R>[] = [];
    const failure = new AbortController();
    for (const item of items) {
      if (this.isSpent) await this.rest();
      if (failure.signal.aborted) break;
      const work = begin(item);
      // Heard now, for nobody waits for it before all have begun.
      work.catch(() => failure.abort());
      begun.push(work);
    }
    return Promise.all(begun);
  }
}

/** The loop of this process. */
export const processLoop = new LoopTurns();
