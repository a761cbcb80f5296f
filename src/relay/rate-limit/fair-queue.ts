/**
 * Who starts next: accounts by turns, of each account the paths by turns, and each path's requests in the order of
 * their coming.
 */

/** A request that waits to start. */
export interface Waiter {
  readonly accountId: string;
  /** What it asks for: a skill's metrics, a vendor's skills. */
  readonly path: string;
}

interface Lane<W> {
  /** By path, in the order of turns. */
  readonly waiting: Map<string, Set<W>>;
  running: number;
}

export class FairQueue<W extends Waiter> {
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

  /** How many of the account's requests run. */
  runningOf(accountId: string): number {
    return this.#lanes.get(accountId)?.running ?? 0;
  }

  /** How many requests for the path run, of all accounts. */
  runningFor(path: string): number {
    return this.#runningByPath.get(path) ?? 0;
  }

  add(waiter: W): void {
    const lane = this.#lanes.get(waiter.accountId) ?? { waiting: new Map<string, Set<W>>(), running: 0 };
    this.#lanes.set(waiter.accountId, lane);
    const ofPath = lane.waiting.get(waiter.path) ?? new Set<W>();
    lane.waiting.set(waiter.path, ofPath);
    ofPath.add(waiter);
    this.#waiting += 1;
  }

  remove(waiter: W): void {
    const lane = this.#lanes.get(waiter.accountId);
    if (lane === undefined || !this.#take(lane, waiter)) return;
    this.#tidy(waiter.accountId, lane);
  }

  /**
   * The one whose turn it is, of those accounts and paths who may. Where several accounts wait, each may have its part
   * of `places` running and no more; one who waits alone may have them all.
   */
  next(
    places: number,
    may: (accountId: string) => boolean = () => true,
    mayAsk: (path: string) => boolean = () => true,
  ): W | undefined {
    const first = ({ waiting }: Lane<W>): W | undefined => {
      for (const [path, ofPath] of waiting) if (mayAsk(path)) return ofPath.values().next().value;
      return undefined;
    };
    const semaphore = [...this.#lanes].flatMap(([accountId, lane]) => {
      const waiter = lane.waiting.size > 0 && may(accountId) ? first(lane) : undefined;
      return waiter === undefined ? [] : [{ waiter, running: lane.running }];
    });
    const part = Math.ceil(places / semaphore.length);
    return semaphore.find(({ running }) => running < part)?.waiter;
  }

  /** The waiter starts; the next turns of its account, and of its path within that, come after everyone else's. */
  start(waiter: W): void {
    const { accountId, path } = waiter;
    const lane = this.#lanes.get(accountId);
    if (lane === undefined || !this.#take(lane, waiter)) return;
    this.#running += 1;
    this.#runningByPath.set(path, this.runningFor(path) + 1);
    lane.running += 1;
    this.#lanes.delete(accountId);
    this.#lanes.set(accountId, lane);
    const ofPath = lane.waiting.get(path);
    if (ofPath === undefined) return;
    lane.waiting.delete(path);
    lane.waiting.set(path, ofPath);
  }

  /** A running request has ended. */
  end({ accountId, path }: Waiter): void {
    const lane = this.#lanes.get(accountId);
    if (lane === undefined) return;
    this.#running -= 1;
    const rest = this.runningFor(path) - 1;
    if (rest > 0) this.#runningByPath.set(path, rest);
    else this.#runningByPath.delete(path);
    lane.running -= 1;
    this.#tidy(accountId, lane);
  }

  /** All who wait. */
  everyone(): W[] {
    return [...this.#lanes.values()].flatMap(({ waiting }) => [...waiting.values()].flatMap((ofPath) => [...ofPath]));
  }

  /** Whether the account has anything waiting or running. */
  has(accountId: string): boolean {
    return this.#lanes.has(accountId);
  }

  #take({ waiting }: Lane<W>, waiter: W): boolean {
    const ofPath = waiting.get(waiter.path);
    if (ofPath?.delete(waiter) !== true) return false;
    if (ofPath.size === 0) waiting.delete(waiter.path);
    this.#waiting -= 1;
    return true;
  }

  #tidy(accountId: string, { waiting, running }: Lane<W>): void {
    if (waiting.size === 0 && running === 0) this.#lanes.delete(accountId);
  }
}
