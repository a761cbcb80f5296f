/** How fast requests may leave, as Amazon's refusals teach: down at once, and back within seconds. Pure. */
import type { Instant } from '../../core/domain/instant';
import { adapting, type Limits } from '../config/upstream-limits';
import { LRUCache } from 'lru-cache';
import { Rests, type RestSettings } from './cool-down';

/** What was sent, and what was refused: of one customer, or of all together. */
export interface Flow {
  /** Requests a second that Amazon took before it refused more. Left out: nothing was learnt. */
  readonly takenRps?: number;
  /** The last refusal that counted: requests sent before it belong to the same burst. */
  readonly refusedAt: Instant;
  /** Requests sent in the second that began at `since`, and in the one before. */
  readonly sent: { readonly since: Instant; readonly count: number; readonly before: number };
}

export interface Refusal {
  readonly sentAt: Instant;
  readonly at: Instant;
  /** Requests that had been sent within a second when it was sent, this one included. */
  readonly rate: number;
}

export const initialFlow: Flow = { refusedAt: -Infinity, sent: { since: -Infinity, count: 0, before: 0 } };

const secondMs = 1_000;

const sentBy = ({ sent }: Flow, at: Instant): Flow['sent'] => {
  const passed = at - sent.since;
  if (passed < secondMs) return sent;
  return passed < 2 * secondMs
    ? { since: sent.since + secondMs, count: 0, before: sent.count }
    : { since: at, count: 0, before: 0 };
};

/** The flow after a request is sent. */
export const afterSent = (flow: Flow, at: Instant): Flow => {
  const sent = sentBy(flow, at);
  return { ...flow, sent: { ...sent, count: sent.count + 1 } };
};

/** Requests sent in the last second; those of the second before count by the part of it that is within. */
export const rateOf = (flow: Flow, at: Instant): number => {
  const { since, count, before } = sentBy(flow, at);
  return count + before * (1 - (at - since) / secondMs);
};

/** Share of what Amazon took that may be sent so long after it refused more. */
const shareAfter = (ms: number): number =>
  ms < adapting.plateauMs
    ? 1 - (1 - adapting.down) * (1 - ms / adapting.plateauMs) ** 3
    : 2 ** ((ms - adapting.plateauMs) / secondMs);

/** Requests that may start within a second; undefined: as many as may be in flight. */
export const paceOf = (
  { takenRps, refusedAt }: Flow,
  at: Instant,
  { rps }: Pick<Limits, 'rps'>,
): number | undefined => {
  const passed = at - refusedAt;
  if (takenRps === undefined || passed >= adapting.recoverMs) return rps;
  return Math.min(rps ?? Infinity, Math.max(adapting.leastRps, takenRps * shareAfter(passed)));
};

/**
 * The flow after a refusal. What was sent beyond what Amazon took is what was refused; a single refusal in a quiet moment
 * says nothing of any pace, but another one soon after it does.
 */
export const afterRefusal = (flow: Flow, { sentAt, at, rate }: Refusal): Flow => {
  const taken = rate > adapting.knownRps ? Math.max(adapting.leastRps, rate - 1) : undefined;
  if (sentAt <= flow.refusedAt)
    return taken === undefined ? flow : { ...flow, takenRps: Math.min(flow.takenRps ?? Infinity, taken) };
  const refused: Flow = { sent: flow.sent, refusedAt: at };
  if (taken !== undefined) return { ...refused, takenRps: taken };
  if (at - flow.refusedAt >= adapting.recoverMs) return refused;
  const pace = paceOf(flow, at, {}) ?? adapting.knownRps / adapting.down;
  return { ...refused, takenRps: Math.max(adapting.leastRps, pace * adapting.down) };
};

interface ThrottlingSettings extends RestSettings {
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
