/**
 * Shares the event loop: long work is done over many turns of the loop, so that whatever else has to be done comes
 * between. All such work of the process shares one budget of a turn, for many short parts block as one long one does.
 */
import { performance } from 'node:perf_hooks';
// Not the global ones, which tests with a clock of their own replace.
import { setImmediate } from 'node:timers';

/** The work of one turn, in milliseconds; parts that are begun go on to their end. */
const turnMs = 1;

/** Of those that rest, so many may go on in one turn. */
const mostOfTurn = 32;

export class EventLoop {
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
      this.#callInNextTurn();
    });
  }

  /** Goes on at once where this turn has time left, and else in a later one. */
  async pause(): Promise<void> {
    if (this.isSpent) await this.rest();
  }

  /** As many as the turn has time for: the process runs what one of them goes on to do before it calls the next. */
  #callInNextTurn(): void {
    setImmediate(() => {
      this.#since = this.#now();
      this.#callNext();
    });
    const others = Math.min(this.#resting.length, mostOfTurn) - 1;
    for (let other = 0; other < others; other += 1)
      setImmediate(() => {
        if (!this.isSpent) this.#callNext();
      });
    setImmediate(() => {
      this.#isCalling = this.#resting.length > 0;
      if (this.#isCalling) this.#callInNextTurn();
      else this.#since = undefined;
    });
  }

  #callNext(): void {
    this.#resting.shift()?.();
  }

  /**
   * Begins work for each item, over as many turns as it takes, and waits for all of it. Rejects with the first failure,
   * after which none begins.
   */
  async all<T, R>(items: readonly T[], begin: (item: T) => Promise<R>): Promise<R[]> {
    const begun: Promise<R>[] = [];
    let hasFailed = false;
    const fail = (): void => {
      hasFailed = true;
    };
    const mayGoOn = (): boolean => !hasFailed;
    for (const item of items) {
      if (this.isSpent) await this.rest();
      if (!mayGoOn()) break;
      const work = begin(item);
      // Heard now, for nobody waits for it before all have begun.
      work.catch(fail);
      begun.push(work);
    }
    return Promise.all(begun);
  }
}

/** The loop of this process. */
export const processLoop = new EventLoop();
