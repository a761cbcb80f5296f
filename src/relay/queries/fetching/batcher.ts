/** When to plan what has been asked, in milliseconds. */
export interface BatchWindow {
  /** Once nobody has asked for so long. */
  readonly quietMs: number;
  /** The same, where several have asked one after another: a workbook recalculates, and more will come. */
  readonly burstMs: number;
  /** After the first at the latest. */
  readonly longestMs: number;
}

/** Gathers what comes until nothing more comes for a while, and then hands it over as a whole. */
export class Batcher<T> {
  private items: T[] = [];
  private firstAsker: object | undefined;
  private first = 0;
  private isBurst = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly patience: BatchWindow,
    private readonly now: () => number,
    private readonly handoff: (items: readonly T[]) => void,
  ) {}

  /** `asker` is the query that the item belongs to: the many items of one are no burst. */
  add(item: T, owner: object): void {
    this.items.push(item);
    if (this.timer === undefined) this.begin(owner);
    else this.goOn(this.timer, owner);
  }

  private begin(owner: object): void {
    this.firstAsker = owner;
    this.first = this.now();
    this.isBurst = false;
    this.wait(this.patience.quietMs);
  }

  private goOn(timer: ReturnType<typeof setTimeout>, owner: object): void {
    const { burstMs, longestMs } = this.patience;
    const passed = this.now() - this.first;
    if (passed + burstMs >= longestMs) return;
    if (this.isBurst || owner === this.firstAsker) {
      timer.refresh();
      return;
    }
    this.isBurst = true;
    clearTimeout(timer);
    this.wait(burstMs);
  }

  private wait(ms: number): void {
    this.timer = setTimeout(() => {
      const { items } = this;
      this.items = [];
      this.timer = undefined;
      this.handoff(items);
    }, ms);
  }
}
