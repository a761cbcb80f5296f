import type { Instant } from '../../core/instant';
import type { Store } from '../store/store';
import { Line } from './line';
import type { Limits } from './limits';

export interface PaceSettings {
  readonly store: Pick<Store, 'reserve' | 'postpone'>;
  /** Of each customer, for all relays that share the store. Left out: only the fair share counts. */
  readonly customer?: Pick<Limits, 'rps'>;
  readonly now: () => Instant;
  /** Told when a place has been booked, or lost. */
  readonly onBooked: () => void;
}

/** The lines of all budgets: the client ID's, and one for each customer who has anything to do. */
export class Paces {
  readonly client: Line;
  readonly #settings: PaceSettings;
  readonly #customers = new Map<string, Line>();

  constructor(settings: PaceSettings) {
    this.#settings = settings;
    this.client = new Line('pace:client', settings);
  }

  /** Milliseconds until the customer's own pace allows a start; undefined: `onBooked` will tell. */
  wait(customer: string): number | undefined {
    const rps = this.#settings.customer?.rps;
    if (rps === undefined) return 0;
    const line = this.#customers.get(customer) ?? new Line(`pace:customer:${customer}`, this.#settings);
    this.#customers.set(customer, line);
    return line.wait(rps);
  }

  /** The customer starts a request: its own place is used. */
  take(customer: string): void {
    const rps = this.#settings.customer?.rps;
    if (rps !== undefined) this.#customers.get(customer)?.take(rps);
  }

  forget(customer: string): void {
    this.#customers.delete(customer);
  }
}
