/** When to plan what has been asked, in milliseconds. */
export interface Patience {
  /** Once nobody has asked for so long. */
  readonly quietMs: number;
  /** The same, where several have asked one after another: a workbook recalculates, and more will come. */
  readonly burstMs: number;
  /** After the first at the latest. */
  readonly longestMs: number;
}

/** Gathers what comes until nothing more comes for a while, and then hands it over as a whole. */
export class Gathering<T> {
  private items: T[] = [];
  private first = 0;
  private isBurst = false;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly patience: Patience,
    private readonly now: () => number,
    private readonly handOver: (items: readonly T[]) => void,
  ) {}

  add(item: T): void {
    this.items.push(item);
    if (this.timer === undefined) this.begin();
    else this.goOn(this.timer);
  }

  private begin(): void {
    this.first = this.now();
    this.isBurst = false;
    this.wait(this.patience.quietMs);
  }

  private goOn(timer: ReturnType<typeof setTimeout>): void {
    const { burstMs, longestMs } = this.patience;
    const passed = this.now() - this.first;
    if (passed + burstMs >= longestMs) return;
    if (this.isBurst || passed === 0) {
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
      this.handOver(items);
    }, ms);
  }
}
