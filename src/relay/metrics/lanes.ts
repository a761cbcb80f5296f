/**
 * Lets work wait where it costs little: so much of it runs at a time, the rest begins in the order of its coming, so
 * that what was begun first is also done first.
 */
export class Lanes {
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private next = 0;

  constructor(count: number) {
    this.free = count;
  }

  /** What the work gives or throws, once it has had its lane. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private leave(): void {
    const first = this.waiting[this.next];
    if (first === undefined) {
      this.waiting.length = this.next = 0;
      this.free += 1;
      return;
    }
    this.next += 1;
    first();
  }
}
