import { LRUCache } from 'lru-cache';
import type { Instant } from '../../core/domain/instant';
import { afterRefusal, afterSent, initialFlow, paceOf, rateOf, type Flow } from './congestion';
import { adapting, type Limits } from '../config/upstream-limits';
import { Rests, type RestSettings } from './cool-down';

export interface ThrottlingSettings extends RestSettings {
  readonly client: Pick<Limits, 'rps'>;
  readonly customer: Pick<Limits, 'rps'>;
}

/** How many requests had been sent within a second when one was sent, itself included. */
export interface Rates {
  readonly client: number;
  readonly customer: number;
}

export interface Refused {
  readonly customer: string;
  readonly sentAt: Instant;
  readonly rates: Rates;
  /** What Amazon asked for. */
  readonly retryAfterMs?: number;
}

/** Customers of whom something is remembered. */
const mostCustomers = 10_000;

/**
 * What Amazon's 429s mean, and for whom. Amazon counts requests of the client ID and of each customer, and does not tell
 * which limit it was. A refusal is the customer's own as long as others are answered. Where a second customer is refused
 * while the first one rests, and nothing sent in between was answered, it is everybody's.
 */
export class Throttling {
  readonly rests: Rests;
  readonly #settings: ThrottlingSettings;
  readonly #customers = new LRUCache<string, Flow>({ max: mostCustomers });
  readonly #refusedAt = new LRUCache<string, Instant>({ max: mostCustomers });
  #client = initialFlow;
  /** When the latest request that was answered had been sent. */
  #answeredSentAt: Instant = -Infinity;

  constructor(settings: ThrottlingSettings) {
    this.#settings = settings;
    this.rests = new Rests(settings);
  }

  /** Requests of all that may start within a second. */
  pace(): number | undefined {
    return paceOf(this.#client, this.#settings.clock.now(), this.#settings.client);
  }

  /** Requests of the customer that may start within a second. */
  paceOf(customer: string): number | undefined {
    const flow = this.#customers.get(customer) ?? initialFlow;
    return paceOf(flow, this.#settings.clock.now(), this.#settings.customer);
  }

  sent(customer: string, at: Instant): Rates {
    this.#client = afterSent(this.#client, at);
    const flow = afterSent(this.#customers.get(customer) ?? initialFlow, at);
    this.#customers.set(customer, flow);
    return { client: rateOf(this.#client, at), customer: rateOf(flow, at) };
  }

  answered(sentAt: Instant): void {
    this.#answeredSentAt = Math.max(this.#answeredSentAt, sentAt);
  }

  refused({ customer, sentAt, rates, retryAfterMs = 0 }: Refused): void {
    const at = this.#settings.clock.now();
    const rest = Math.max(adapting.restMs, retryAfterMs);
    const others = this.#othersRest(customer);
    if (others > 0) {
      this.#client = afterRefusal(this.#client, { sentAt, at, rate: rates.client });
      this.rests.imposeOnAll(Math.min(rest, others));
    } else {
      const flow = this.#customers.get(customer) ?? initialFlow;
      this.#customers.set(customer, afterRefusal(flow, { sentAt, at, rate: rates.customer }));
    }
    this.rests.imposeOn(customer, rest);
    this.#refusedAt.set(customer, at);
  }

  /** How long others rest who were refused since anything was answered. */
  #othersRest(customer: string): number {
    const others = [...this.#refusedAt].filter(([other, at]) => other !== customer && at >= this.#answeredSentAt);
    return Math.max(0, ...others.map(([other]) => this.rests.left(other)));
  }
}
