/** When a batch is complete, in milliseconds. */
export interface BatchWindow {
  /** The quiet time that ends a batch of one query's items. */
  readonly quietMs: number;
  /** The quiet time that ends a batch of several queries: a workbook recalculates, and more queries will come. */
  readonly burstMs: number;
  /** The longest time from the first item on. */
  readonly longestMs: number;
}

/** Collects items until none has come for a while, and hands them over as one batch. */
export class Batcher<T> {
  #items: T[] = [];
  #firstAsker: object | undefined;
  #first = 0;
  #isBurst = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #patience: BatchWindow;
  readonly #now: () => number;
  readonly #handoff: (items: readonly T[]) => void;

  constructor(patience: BatchWindow, now: () => number, handoff: (items: readonly T[]) => void) {
    this.#patience = patience;
    this.#now = now;
    this.#handoff = handoff;
  }

  /**
   * Adds an item to the current batch.
   * @param owner the query that the item belongs to: many items of one query don't make a burst
   */
  add(item: T, owner: object): void {
    this.#items.push(item);
    if (this.#timer === undefined) this.#begin(owner);
    else this.#goOn(this.#timer, owner);
  }

  #begin(owner: object): void {
    this.#firstAsker = owner;
    this.#first = this.#now();
    this.#isBurst = false;
    this.#wait(this.#patience.quietMs);
  }

  #goOn(timer: ReturnType<typeof setTimeout>, owner: object): void {
    const { burstMs, longestMs } = this.#patience;
    const passed = this.#now() - this.#first;
    if (passed + burstMs >= longestMs) return;
    if (this.#isBurst || owner === this.#firstAsker) {
      timer.refresh();
      return;
    }
    this.#isBurst = true;
    clearTimeout(timer);
    this.#wait(burstMs);
  }

  #wait(ms: number): void {
    this.#timer = setTimeout(() => {
      const items = this.#items;
      this.#items = [];
      this.#timer = undefined;
      this.#handoff(items);
    }, ms);
  }
}
