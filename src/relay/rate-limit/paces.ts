import { Line, type LineSettings } from './shared-rate';

/** Every key of a line begins so. */
export const pacePrefix = 'pace:';

/** The lines of all budgets: the client ID's, and one for each customer who has anything to do. */
export class Paces {
  readonly client: Line;
  readonly #settings: LineSettings;
  readonly #customers = new Map<string, Line>();

  constructor(settings: LineSettings) {
    this.#settings = settings;
    this.client = new Line(`${pacePrefix}client`, settings);
  }

  /** Milliseconds until the customer's own pace allows a start; undefined: `onBooked` will tell. */
  wait(customer: string, rps: number | undefined): number | undefined {
    if (rps === undefined) return 0;
    const line = this.#customers.get(customer) ?? new Line(`${pacePrefix}customer:${customer}`, this.#settings);
    this.#customers.set(customer, line);
    return line.wait(rps);
  }

  /** The customer starts a request: its own place is used. */
  take(customer: string, rps: number | undefined): void {
    if (rps !== undefined) this.#customers.get(customer)?.take(rps);
  }

  forget(customer: string): void {
    this.#customers.delete(customer);
  }
}
