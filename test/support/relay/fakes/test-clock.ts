import type { Clock } from '../../../../src/relay/lib/clock';

/** A clock that stands until it is moved; `sleep` passes at once, `every` ticks when told to. */
export class TestClock implements Clock {
  #now: number;
  readonly #ticks = new Set<() => void>();

  constructor(now = Date.UTC(2026, 9, 1, 12)) {
    this.#now = now;
  }

  readonly now = (): number => this.#now;

  readonly sleep = async (ms: number): Promise<void> => {
    this.#now += ms;
    // Whatever else runs gets its turn, as in a real sleep.
    await new Promise((resolve) => setImmediate(resolve));
  };

  readonly every = (_ms: number, tick: () => void): (() => void) => {
    this.#ticks.add(tick);
    return () => this.#ticks.delete(tick);
  };

  pass(ms: number): void {
    this.#now += ms;
  }

  /** How many wait for ticks. */
  get ticking(): number {
    return this.#ticks.size;
  }

  tick(times = 1): void {
    for (let i = 0; i < times; i += 1) for (const tick of [...this.#ticks]) tick();
  }
}
