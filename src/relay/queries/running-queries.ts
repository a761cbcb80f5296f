/** Bounds the running queries of each person, in number and in memory, so that none can take what all share. */
import { abortedBy } from '../../amazon/http/failures';
import { FailureError } from '../../core/domain/failure';
import { countText } from '../../core/windows/query-size';

const stopped = (): FailureError =>
  new FailureError({
    code: 'unavailable',
    message: "The add-in's server is restarting.",
    advice: 'Try again in a minute.',
  });

const tooMany = (most: number): FailureError =>
  new FailureError({
    code: 'throttled',
    message: `The add-in's server is already answering ${countText(most)} queries for you, the most for one person.`,
    advice: 'Refresh when some of them have finished.',
  });

/** The running queries: bounded for each person, and failed in words when the relay stops. */
export class RunningQueries {
  readonly #byPerson = new Map<string, number>();
  readonly #questions = new Set<AbortController>();
  #stopping = false;
  readonly #mostOfPerson: number;

  /**
   * @param mostOfPerson the most queries of one person that run at once
   * @default Infinity
   */
  constructor(mostOfPerson = Infinity) {
    this.#mostOfPerson = mostOfPerson;
  }

  /** Whether the relay is shutting down and accepts no more queries. */
  get stopping(): boolean {
    return this.#stopping;
  }

  /** The number of running queries. */
  get count(): number {
    return this.#questions.size;
  }

  /**
   * Checks whether a person may run one more query.
   * @throws {FailureError} `throttled` when they may not
   */
  mustHaveRoom(person: string): void {
    if ((this.#byPerson.get(person) ?? 0) >= this.#mostOfPerson) throw tooMany(this.#mostOfPerson);
  }

  /**
   * Runs a person's query.
   *
   * @param query the query's controller. The caller aborts it when the reader leaves; `endAll` aborts it, too.
   * @returns the result of `work`
   * @throws {FailureError} `throttled` when the person already runs as many queries as allowed; the failure of `work`
   */
  async run<T>(person: string, query: AbortController, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.mustHaveRoom(person);
    this.#questions.add(query);
    this.#count(person, 1);
    try {
      return await work(query.signal);
    } finally {
      this.#questions.delete(query);
      this.#count(person, -1);
    }
  }

  #count(person: string, more: 1 | -1): void {
    const count = (this.#byPerson.get(person) ?? 0) + more;
    if (count === 0) this.#byPerson.delete(person);
    else this.#byPerson.set(person, count);
  }

  /** Makes `stopping` true. Running queries go on. */
  beginShutdown(): void {
    this.#stopping = true;
  }

  /** Fails all running queries as `unavailable`. */
  endAll(): void {
    for (const query of this.#questions) query.abort(stopped());
  }
}

/** The most points of one person's long queries that run at once: about 80 MB with everything they need. */
const mostPoints = 800_000;
/** A short query, such as a year of days, takes less than this share of the budget and never waits. */
const shortPart = 1 / 100;

interface QueuedQuery {
  readonly weight: number;
  readonly begin: () => void;
}

interface AccountLoad {
  weight: number;
  readonly waiting: Set<QueuedQuery>;
}

/** A budget for each account. Its queries start first come, first served, as far as the budget allows. */
export class MemoryBudget {
  readonly #byPerson = new Map<string, AccountLoad>();
  readonly #most: number;

  constructor(most = mostPoints) {
    this.#most = most;
  }

  /**
   * Waits until the account's budget has room for a query.
   *
   * @param person the account's ID
   * @param wanted the query's weight, in points
   * @returns a function that gives the room back
   * @throws {FailureError} the signal's reason when it aborts first
   */
  async enter(person: string, wanted: number, signal: AbortSignal): Promise<() => void> {
    if (wanted <= this.#most * shortPart) return () => undefined;
    // A query that exceeds the whole budget runs alone.
    const weight = Math.min(wanted, this.#most);
    const room = this.#byPerson.get(person) ?? { weight: 0, waiting: new Set<QueuedQuery>() };
    this.#byPerson.set(person, room);
    if (room.waiting.size > 0 || room.weight + weight > this.#most) await this.#turn(room, weight, signal);
    else room.weight += weight;
    return () => {
      room.weight -= weight;
      this.#goOn(room);
      if (room.weight === 0 && room.waiting.size === 0) this.#byPerson.delete(person);
    };
  }

  #turn(room: AccountLoad, weight: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        room.waiting.delete(waiting);
        this.#goOn(room);
        reject(abortedBy(signal));
      };
      const waiting: QueuedQuery = {
        weight,
        begin: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      room.waiting.add(waiting);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  #goOn(room: AccountLoad): void {
    for (const next of room.waiting) {
      if (room.weight + next.weight > this.#most) break;
      room.waiting.delete(next);
      room.weight += next.weight;
      next.begin();
    }
  }
}
