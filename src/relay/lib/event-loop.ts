/**
 * Spreads long work over many turns of the event loop, so that other work gets its turn. All such work of the process
 * shares one time budget a turn, because many short parts block the loop as one long part does.
 */
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** The time budget of one turn, in milliseconds. A part that has begun runs to its end. */
const turnMs = 1;

/** The most waiting callers that go on in one turn. */
const mostOfTurn = 32;

/**
 * A time budget for long synchronous work.
 *
 * @example
 * ```ts
 * for (const item of items) {
 *   if (processLoop.isSpent) await processLoop.rest();
 *   handle(item);
 * }
 * ```
 */
export class EventLoop {
  readonly #now: () => number;
  readonly #resting: (() => void)[] = [];
  #isCalling = false;
  /** When this turn's work began; undefined before it has. */
  #since: number | undefined;

  /**
   * @param now a monotonic clock, in milliseconds
   * @default performance.now
   */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Whether this turn's budget is spent; the caller then awaits {@link EventLoop.rest}. */
  get isSpent(): boolean {
    if (this.#since === undefined) {
      this.#since = this.#now();
      if (!this.#isCalling) setImmediate(() => (this.#since = undefined));
      return false;
    }
    return this.#now() - this.#since >= turnMs;
  }

  /** Resolves in a later turn, first come, first served. */
  rest(): Promise<void> {
    return new Promise((resolve) => {
      this.#resting.push(resolve);
      if (this.#isCalling) return;
      this.#isCalling = true;
      this.#callInNextTurn();
    });
  }

  /** Resolves at once if this turn has budget left, else in a later turn. */
  async pause(): Promise<void> {
    if (this.isSpent) await this.rest();
  }

  /** Calls as many as the budget allows, each in an immediate of its own: the work that it resumes then runs first. */
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
   * Starts asynchronous work for each item, over as many turns as needed, and waits for all of it. After the first
   * failure no more work starts.
   *
   * @returns the results in the order of the items
   * @throws the first failure
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
      // Promise.all comes later: until then a rejection would count as unhandled.
      work.catch(fail);
      begun.push(work);
    }
    return Promise.all(begun);
  }
}

/** The event loop of this process. */
export const processLoop = new EventLoop();

/** Rows that SQLite deletes within a few milliseconds. */
export const sliceSize = 200;

/** Rows that SQLite reads in the same time. */
export const readSize = 500;

/**
 * Does long work in slices, with a turn of the event loop between them. A single deletion of 200,000 rows would block
 * all other requests for seconds.
 *
 * @param slice handles at most `sliceSize` items and returns their number; a smaller number ends the work
 * @returns the number of all items
 */
export const inSlices = async (slice: () => number): Promise<number> => {
  let done = 0;
  for (;;) {
    const some = slice();
    done += some;
    if (some < sliceSize) return done;
    await nextTurn();
  }
};
