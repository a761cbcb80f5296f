/** How fast requests may leave, as Amazon's refusals teach: down at once, and back within seconds. Pure. */
import type { Instant } from '../../core/domain/instant';
import { adapting, type Limits } from '../config/upstream-limits';
import { LRUCache } from 'lru-cache';
import { CoolDowns, type CoolDownDeps } from './cool-down';

/** What was sent, and what was refused: of one account, or of all together. */
export interface AimdState {
  /** Requests a second that Amazon took before it refused more. Left out: nothing was learnt. */
  readonly takenRps?: number;
  /** The last refusal that counted: requests sent before it belong to the same burst. */
  readonly refusedAt: Instant;
  /** Requests sent in the second that began at `since`, and in the one before. */
  readonly sent: { readonly since: Instant; readonly count: number; readonly before: number };
}

export interface RateRefusal {
  readonly sentAt: Instant;
  readonly at: Instant;
  /** Requests that had been sent within a second when it was sent, this one included. */
  readonly rate: number;
}

export const initialAimd: AimdState = { refusedAt: -Infinity, sent: { since: -Infinity, count: 0, before: 0 } };

const secondMs = 1_000;

const sentBy = ({ sent }: AimdState, at: Instant): AimdState['sent'] => {
  const passed = at - sent.since;
  if (passed < secondMs) return sent;
  return passed < 2 * secondMs
    ? { since: sent.since + secondMs, count: 0, before: sent.count }
    : { since: at, count: 0, before: 0 };
};

/** The flow after a request is sent. */
export const afterSent = (flow: AimdState, at: Instant): AimdState => {
  const sent = sentBy(flow, at);
  return { ...flow, sent: { ...sent, count: sent.count + 1 } };
};

/** Requests sent in the last second; those of the second before count by the part of it that is within. */
export const rateOf = (flow: AimdState, at: Instant): number => {
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
  { takenRps, refusedAt }: AimdState,
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
export const afterRefusal = (flow: AimdState, { sentAt, at, rate }: RateRefusal): AimdState => {
  const taken = rate > adapting.knownRps ? Math.max(adapting.leastRps, rate - 1) : undefined;
  if (sentAt <= flow.refusedAt)
    return taken === undefined ? flow : { ...flow, takenRps: Math.min(flow.takenRps ?? Infinity, taken) };
  const refused: AimdState = { sent: flow.sent, refusedAt: at };
  if (taken !== undefined) return { ...refused, takenRps: taken };
  if (at - flow.refusedAt >= adapting.recoverMs) return refused;
  const pace = paceOf(flow, at, {}) ?? adapting.knownRps / adapting.down;
  return { ...refused, takenRps: Math.max(adapting.leastRps, pace * adapting.down) };
};

interface CongestionDeps extends CoolDownDeps {
  readonly client: Pick<Limits, 'rps'>;
  readonly accountId: Pick<Limits, 'rps'>;
}

/** How many requests had been sent within a second when one was sent, itself included. */
export interface Rates {
  readonly client: number;
  readonly accountId: number;
}

export interface RefusedCall {
  readonly accountId: string;
  readonly sentAt: Instant;
  readonly rates: Rates;
  /** What Amazon asked for. */
  readonly retryAfterMs?: number;
}

/** Accounts of whom something is remembered. */
const mostCustomers = 10_000;

/**
 * What Amazon's 429s mean, and for whom. Amazon counts requests of the client ID and of each account, and does not tell
 * which limit it was. A refusal is the account's own as long as others are answered. Where a second account is refused
 * while the first one rests, and nothing sent in between was answered, it is everybody's.
 */
export class Congestion {
  readonly coolDowns: CoolDowns;
  readonly #settings: CongestionDeps;
  readonly #customers = new LRUCache<string, AimdState>({ max: mostCustomers });
  readonly #refusedAt = new LRUCache<string, Instant>({ max: mostCustomers });
  #client = initialAimd;
  /** When the latest request that was answered had been sent. */
  #answeredSentAt: Instant = -Infinity;

  constructor(deps: CongestionDeps) {
    this.#settings = deps;
    this.coolDowns = new CoolDowns(deps);
  }

  /** Requests of all that may start within a second. */
  pace(): number | undefined {
    return paceOf(this.#client, this.#settings.clock.now(), this.#settings.client);
  }

  /** Requests of the account that may start within a second. */
  paceOf(accountId: string): number | undefined {
    const flow = this.#customers.get(accountId) ?? initialAimd;
    return paceOf(flow, this.#settings.clock.now(), this.#settings.accountId);
  }

  sent(accountId: string, at: Instant): Rates {
    this.#client = afterSent(this.#client, at);
    const flow = afterSent(this.#customers.get(accountId) ?? initialAimd, at);
    this.#customers.set(accountId, flow);
    return { client: rateOf(this.#client, at), accountId: rateOf(flow, at) };
  }

  answered(sentAt: Instant): void {
    this.#answeredSentAt = Math.max(this.#answeredSentAt, sentAt);
  }

  refused({ accountId, sentAt, rates, retryAfterMs = 0 }: RefusedCall): void {
    const at = this.#settings.clock.now();
    const rest = Math.max(adapting.restMs, retryAfterMs);
    const others = this.#othersRest(accountId);
    if (others > 0) {
      this.#client = afterRefusal(this.#client, { sentAt, at, rate: rates.client });
      this.coolDowns.imposeOnAll(Math.min(rest, others));
    } else {
      const flow = this.#customers.get(accountId) ?? initialAimd;
      this.#customers.set(accountId, afterRefusal(flow, { sentAt, at, rate: rates.accountId }));
    }
    this.coolDowns.imposeOn(accountId, rest);
    this.#refusedAt.set(accountId, at);
  }

  /** How long others rest who were refused since anything was answered. */
  #othersRest(accountId: string): number {
    const others = [...this.#refusedAt].filter(([other, at]) => other !== accountId && at >= this.#answeredSentAt);
    return Math.max(0, ...others.map(([other]) => this.coolDowns.left(other)));
  }
}
