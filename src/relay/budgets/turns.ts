/** Who starts next: customers by turns, each customer's requests in the order of their coming. */

/** A request that waits to start. */
export interface Waiter {
  readonly customer: string;
}

interface Lane<W> {
  readonly waiting: Set<W>;
  running: number;
}

export class Turns<W extends Waiter> {
  /** In the order of turns. */
  readonly #lanes = new Map<string, Lane<W>>();
  #waiting = 0;
  #running = 0;

  get waiting(): number {
    return this.#waiting;
  }

  get running(): number {
    return this.#running;
  }

  /** How many of the customer's requests run. */
  runningOf(customer: string): number {
    return this.#lanes.get(customer)?.running ?? 0;
  }

  add(waiter: W): void {
    const lane = this.#lanes.get(waiter.customer) ?? { waiting: new Set(), running: 0 };
    this.#lanes.set(waiter.customer, lane);
    lane.waiting.add(waiter);
    this.#waiting += 1;
  }

  remove(waiter: W): void {
    const lane = this.#lanes.get(waiter.customer);
    if (lane?.waiting.delete(waiter) !== true) return;
    this.#waiting -= 1;
    this.#tidy(waiter.customer, lane);
  }

  /**
   * The one whose turn it is, of those customers who may. Where several wait, each may have its part of `places`
   * running and no more; one who waits alone may have them all.
   */
  next(places: number, may: (customer: string) => boolean = () => true): W | undefined {
    const lanes = [...this.#lanes].filter(([customer, { waiting }]) => waiting.size > 0 && may(customer));
    const part = Math.ceil(places / lanes.length);
    const found = lanes.find(([, { running }]) => running < part);
    return found?.[1].waiting.values().next().value;
  }

  /** The waiter starts, and its customer's next turn comes after everyone else's. */
  start(waiter: W): void {
    const lane = this.#lanes.get(waiter.customer);
    if (lane?.waiting.delete(waiter) !== true) return;
    this.#waiting -= 1;
    this.#running += 1;
    lane.running += 1;
    this.#lanes.delete(waiter.customer);
    this.#lanes.set(waiter.customer, lane);
  }

  /** One of the customer's running requests has ended. */
  end(customer: string): void {
    const lane = this.#lanes.get(customer);
    if (lane === undefined) return;
    this.#running -= 1;
    lane.running -= 1;
    this.#tidy(customer, lane);
  }

  /** All who wait. */
  everyone(): W[] {
    return [...this.#lanes.values()].flatMap(({ waiting }) => [...waiting]);
  }

  /** Whether the customer has anything waiting or running. */
  has(customer: string): boolean {
    return this.#lanes.has(customer);
  }

  #tidy(customer: string, { waiting, running }: Lane<W>): void {
    if (waiting.size === 0 && running === 0) this.#lanes.delete(customer);
  }
}
