/** Bounds the memory of running queries, so that one person's queries can't take what all share. */
import { abortedBy } from '../../amazon/http/failures';

/** The most points of one person's long queries that run at once: about 80 MB with everything they need. */
const mostPoints = 800_000;
/** A short query, such as a year of days, takes less than this share of the budget and never waits. */
const shortPart = 1 / 100;

interface Waiting {
  readonly weight: number;
  readonly begin: () => void;
}

interface Occupied {
  weight: number;
  readonly waiting: Set<Waiting>;
}

/** A budget for each account. Its queries start first come, first served, as far as the budget allows. */
export class MemoryBudget {
  readonly #byPerson = new Map<string, Occupied>();
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
    const room = this.#byPerson.get(person) ?? { weight: 0, waiting: new Set<Waiting>() };
    this.#byPerson.set(person, room);
    if (room.waiting.size > 0 || room.weight + weight > this.#most) await this.#turn(room, weight, signal);
    else room.weight += weight;
    return () => {
      room.weight -= weight;
      this.#goOn(room);
      if (room.weight === 0 && room.waiting.size === 0) this.#byPerson.delete(person);
    };
  }

  #turn(room: Occupied, weight: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        room.waiting.delete(waiting);
        this.#goOn(room);
        reject(abortedBy(signal));
      };
      const waiting: Waiting = {
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

  #goOn(room: Occupied): void {
    for (const next of room.waiting) {
      if (room.weight + next.weight > this.#most) break;
      room.waiting.delete(next);
      room.weight += next.weight;
      next.begin();
    }
  }
}
