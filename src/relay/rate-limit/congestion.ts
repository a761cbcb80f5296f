/**
 * Adapts the request rate to Amazon's 429 responses: down at once, and back within seconds.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9438 | RFC 9438 (CUBIC)}, after which the recovery is modelled
 */
import { LRUCache } from 'lru-cache';
import type { Instant } from '../../core/domain/instant';
import { adapting, type Limits } from '../config/limits';
import { type CoolDownDeps, CoolDowns } from './cool-down';

/** The requests sent and refused, of one account or of all together. */
export interface AimdState {
  /** Requests a second that Amazon accepted before it refused more. Absent: unknown. */
  readonly takenRps?: number;
  /** The last 429 that counted. Requests sent before it belong to the same burst. */
  readonly refusedAt: Instant;
  /** Requests sent in the second that began at `since`, and in the one before. */
  readonly sent: { readonly since: Instant; readonly count: number; readonly before: number };
}

/** A request that Amazon answered with 429. */
export interface RateRefusal {
  readonly sentAt: Instant;
  readonly at: Instant;
  /** Requests sent within the second before it was sent, including itself. */
  readonly rate: number;
}

/** The state before any request. */
export const initialAimd: AimdState = { refusedAt: -Infinity, sent: { since: -Infinity, count: 0, before: 0 } };

const secondMs = 1_000;

const sentBy = ({ sent }: AimdState, at: Instant): AimdState['sent'] => {
  const passed = at - sent.since;
  if (passed < secondMs) return sent;
  return passed < 2 * secondMs
    ? { since: sent.since + secondMs, count: 0, before: sent.count }
    : { since: at, count: 0, before: 0 };
};

/** The state after a request is sent. */
export const afterSent = (flow: AimdState, at: Instant): AimdState => {
  const sent = sentBy(flow, at);
  return { ...flow, sent: { ...sent, count: sent.count + 1 } };
};

/** Requests sent in the last second. Those of the calendar second before count in proportion to its overlap. */
export const rateOf = (flow: AimdState, at: Instant): number => {
  const { since, count, before } = sentBy(flow, at);
  return count + before * (1 - (at - since) / secondMs);
};

/** The share of the accepted rate that is allowed `ms` milliseconds after a 429. */
const shareAfter = (ms: number): number =>
  ms < adapting.plateauMs
    ? 1 - (1 - adapting.down) * (1 - ms / adapting.plateauMs) ** 3
    : 2 ** ((ms - adapting.plateauMs) / secondMs);

/** The allowed requests a second; undefined when only concurrency limits them. */
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
 * The state after a 429. Amazon accepted one request a second less than were sent. A single 429 at a low rate says
 * nothing about the limit, but a second one soon after it does.
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

/** The requests sent within the second before a request, including itself: of all accounts, and of its own. */
export interface Rates {
  readonly client: number;
  readonly accountId: number;
}

/** A call that Amazon answered with 429. */
export interface RefusedCall {
  readonly accountId: string;
  readonly sentAt: Instant;
  readonly rates: Rates;
  /** Amazon's Retry-After, in milliseconds; absent when it sent none. */
  readonly retryAfterMs?: number;
}

/** The most accounts with a state of their own. */
const mostAccounts = 10_000;

/**
 * Attributes Amazon's 429 responses. Amazon counts requests for the client ID and for each account, and doesn't say
 * which limit was exceeded. A 429 counts for its account as long as Amazon answers others. If a second account gets one
 * while the first one cools down, and no request in between was answered, it counts for all accounts.
 */
export class Congestion {
  readonly coolDowns: CoolDowns;
  readonly #deps: CongestionDeps;
  readonly #accounts = new LRUCache<string, AimdState>({ max: mostAccounts });
  readonly #refusedAt = new LRUCache<string, Instant>({ max: mostAccounts });
  #client = initialAimd;
  /** When the latest answered request was sent. */
  #answeredSentAt: Instant = -Infinity;

  constructor(deps: CongestionDeps) {
    this.#deps = deps;
    this.coolDowns = new CoolDowns(deps);
  }

  /** The allowed requests a second of all accounts; undefined when only concurrency limits them. */
  pace(): number | undefined {
    return paceOf(this.#client, this.#deps.clock.now(), this.#deps.client);
  }

  /** The allowed requests a second of an account; undefined when only concurrency limits them. */
  paceOf(accountId: string): number | undefined {
    const flow = this.#accounts.get(accountId) ?? initialAimd;
    return paceOf(flow, this.#deps.clock.now(), this.#deps.accountId);
  }

  /** Records that a request is sent. Returns the rates including it. */
  sent(accountId: string, at: Instant): Rates {
    this.#client = afterSent(this.#client, at);
    const flow = afterSent(this.#accounts.get(accountId) ?? initialAimd, at);
    this.#accounts.set(accountId, flow);
    return { client: rateOf(this.#client, at), accountId: rateOf(flow, at) };
  }

  /** Records that Amazon answered the request that was sent then. */
  answered(sentAt: Instant): void {
    this.#answeredSentAt = Math.max(this.#answeredSentAt, sentAt);
  }

  /** Records a 429: slows the account down, or all accounts, and starts their cool-down. */
  refused({ accountId, sentAt, rates, retryAfterMs = 0 }: RefusedCall): void {
    const at = this.#deps.clock.now();
    const rest = Math.max(adapting.restMs, retryAfterMs);
    const others = this.#othersRest(accountId);
    if (others > 0) {
      this.#client = afterRefusal(this.#client, { sentAt, at, rate: rates.client });
      this.coolDowns.imposeOnAll(Math.min(rest, others));
    } else {
      const flow = this.#accounts.get(accountId) ?? initialAimd;
      this.#accounts.set(accountId, afterRefusal(flow, { sentAt, at, rate: rates.accountId }));
    }
    this.coolDowns.imposeOn(accountId, rest);
    this.#refusedAt.set(accountId, at);
  }

  /** The longest remaining cool-down of other accounts, refused since Amazon last answered. */
  #othersRest(accountId: string): number {
    const others = [...this.#refusedAt].filter(([other, at]) => other !== accountId && at >= this.#answeredSentAt);
    return Math.max(0, ...others.map(([other]) => this.coolDowns.left(other)));
  }
}
