/**
 * A fair queue: accounts take turns, within an account its paths take turns, and within a path requests start first
 * come, first served.
 */

/** A request that waits to start. */
export interface Waiter {
  readonly accountId: string;
  /** The resource it asks for, such as a skill's metrics or a vendor's skills. */
  readonly path: string;
}

interface Lane<W> {
  /** By path, in the order of turns. */
  readonly waiting: Map<string, Set<W>>;
  running: number;
}

/** Round robin over accounts and paths. */
export class FairQueue<W extends Waiter> {
  /** In the order of turns. */
  readonly #lanes = new Map<string, Lane<W>>();
  readonly #runningByPath = new Map<string, number>();
  #waiting = 0;
  #running = 0;

  /** The number of waiting requests. */
  get waiting(): number {
    return this.#waiting;
  }

  /** The number of running requests. */
  get running(): number {
    return this.#running;
  }

  /** The number of the account's running requests. */
  runningOf(accountId: string): number {
    return this.#lanes.get(accountId)?.running ?? 0;
  }

  /** The number of running requests for a path, of all accounts. */
  runningFor(path: string): number {
    return this.#runningByPath.get(path) ?? 0;
  }

  /** Adds a waiting request. */
  add(waiter: W): void {
    const lane = this.#lanes.get(waiter.accountId) ?? { waiting: new Map<string, Set<W>>(), running: 0 };
    this.#lanes.set(waiter.accountId, lane);
    const ofPath = lane.waiting.get(waiter.path) ?? new Set<W>();
    lane.waiting.set(waiter.path, ofPath);
    ofPath.add(waiter);
    this.#waiting += 1;
  }

  /** Removes a waiting request; does nothing when it isn't waiting. */
  remove(waiter: W): void {
    const lane = this.#lanes.get(waiter.accountId);
    if (lane === undefined || !this.#take(lane, waiter)) return;
    this.#tidy(waiter.accountId, lane);
  }

  /**
   * The request whose turn it is. It stays in the queue until `start`.
   *
   * @param places the most running requests. If several accounts wait, each may have only its share of them.
   * @param may whether an account may start a request now
   * @param mayAsk whether a path may take one more request now
   * @returns undefined when no request may start
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
    const candidates = [...this.#lanes].flatMap(([accountId, lane]) => {
      const waiter = lane.waiting.size > 0 && may(accountId) ? first(lane) : undefined;
      return waiter === undefined ? [] : [{ waiter, running: lane.running }];
    });
    const part = Math.ceil(places / candidates.length);
    return candidates.find(({ running }) => running < part)?.waiter;
  }

  /** Marks a waiting request as running. Its account, and its path within that, go to the end of the queue. */
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

  /** Records that a running request has ended. */
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

  /** All waiting requests. */
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
