/** Room for answers in the making: what one person asks shall not take the memory that all share. */
import { abortedBy } from '../../amazon/http/failures';

/** Points of all of a person's long answers in the making, at most: with all that they need, some 80 MB. */
const mostPoints = 800_000;
/** A short one, such as a year of days, takes less than this part of the room, and never waits for others. */
const shortPart = 1 / 100;

interface Waiting {
  readonly weight: number;
  readonly begin: () => void;
}

interface Occupied {
  weight: number;
  readonly waiting: Set<Waiting>;
}

/** Lets queries begin in the order of their coming, as far as their asker's room allows. */
export class MemoryBudget {
  readonly #byPerson = new Map<string, Occupied>();

  constructor(private readonly most = mostPoints) {}

  /** Resolves to what gives the room back, once there is enough of it; rejects with the signal's reason. */
  async enter(person: string, wanted: number, signal: AbortSignal): Promise<() => void> {
    if (wanted <= this.most * shortPart) return () => undefined;
    // One that is too heavy for the room has it alone.
    const weight = Math.min(wanted, this.most);
    const room = this.#byPerson.get(person) ?? { weight: 0, waiting: new Set<Waiting>() };
    this.#byPerson.set(person, room);
    if (room.waiting.size > 0 || room.weight + weight > this.most) await this.#turn(room, weight, signal);
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
      if (room.weight + next.weight > this.most) break;
      room.waiting.delete(next);
      room.weight += next.weight;
      next.begin();
    }
  }
}
