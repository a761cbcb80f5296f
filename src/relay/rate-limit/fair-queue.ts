/**
 * Who starts next: customers by turns, of each customer the paths by turns, and each path's requests in the order of
 * their coming.
 */

/** A request that waits to start. */
export interface Waiter {
  readonly customer: string;
  /** What it asks for: a skill's metrics, a vendor's skills. */
  readonly path: string;
}

interface Lane<W> {
  /** By path, in the order of turns. */
  readonly waiting: Map<string, Set<W>>;
  running: number;
}

export class Turns<W extends Waiter> {
  /** In the order of turns. */
  readonly #lanes = new Map<string, Lane<W>>();
  readonly #runningByPath = new Map<string, number>();
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

  /** How many requests for the path run, of all customers. */
  runningFor(path: string): number {
    return this.#runningByPath.get(path) ?? 0;
  }

  add(waiter: W): void {
    const lane = this.#lanes.get(waiter.customer) ?? { waiting: new Map<string, Set<W>>(), running: 0 };
    this.#lanes.set(waiter.customer, lane);
    const ofPath = lane.waiting.get(waiter.path) ?? new Set<W>();
    lane.waiting.set(waiter.path, ofPath);
    ofPath.add(waiter);
    this.#waiting += 1;
  }

  remove(waiter: W): void {
    const lane = this.#lanes.get(waiter.customer);
    if (lane === undefined || !this.#take(lane, waiter)) return;
    this.#tidy(waiter.customer, lane);
  }

  /**
   * The one whose turn it is, of those customers and paths who may. Where several customers wait, each may have its part
   * of `places` running and no more; one who waits alone may have them all.
   */
  next(
    places: number,
    may: (customer: string) => boolean = () => true,
    mayAsk: (path: string) => boolean = () => true,
  ): W | undefined {
    const first = ({ waiting }: Lane<W>): W | undefined => {
      for (const [path, ofPath] of waiting) if (mayAsk(path)) return ofPath.values().next().value;
      return undefined;
    };
    const lanes = [...this.#lanes].flatMap(([customer, lane]) => {
      const waiter = lane.waiting.size > 0 && may(customer) ? first(lane) : undefined;
      return waiter === undefined ? [] : [{ waiter, running: lane.running }];
    });
    const part = Math.ceil(places / lanes.length);
    return lanes.find(({ running }) => running < part)?.waiter;
  }

  /** The waiter starts; the next turns of its customer, and of its path within that, come after everyone else's. */
  start(waiter: W): void {
    const { customer, path } = waiter;
    const lane = this.#lanes.get(customer);
    if (lane === undefined || !this.#take(lane, waiter)) return;
    this.#running += 1;
    this.#runningByPath.set(path, this.runningFor(path) + 1);
    lane.running += 1;
    this.#lanes.delete(customer);
    this.#lanes.set(customer, lane);
    const ofPath = lane.waiting.get(path);
    if (ofPath === undefined) return;
    lane.waiting.delete(path);
    lane.waiting.set(path, ofPath);
  }

  /** A running request has ended. */
  end({ customer, path }: Waiter): void {
    const lane = this.#lanes.get(customer);
    if (lane === undefined) return;
    this.#running -= 1;
    const rest = this.runningFor(path) - 1;
    if (rest > 0) this.#runningByPath.set(path, rest);
    else this.#runningByPath.delete(path);
    lane.running -= 1;
    this.#tidy(customer, lane);
  }

  /** All who wait. */
  everyone(): W[] {
    return [...this.#lanes.values()].flatMap(({ waiting }) => [...waiting.values()].flatMap((ofPath) => [...ofPath]));
  }

  /** Whether the customer has anything waiting or running. */
  has(customer: string): boolean {
    return this.#lanes.has(customer);
  }

  #take({ waiting }: Lane<W>, waiter: W): boolean {
    const ofPath = waiting.get(waiter.path);
    if (ofPath?.delete(waiter) !== true) return false;
    if (ofPath.size === 0) waiting.delete(waiter.path);
    this.#waiting -= 1;
    return true;
  }

  #tidy(customer: string, { waiting, running }: Lane<W>): void {
    if (waiting.size === 0 && running === 0) this.#lanes.delete(customer);
  }
}
