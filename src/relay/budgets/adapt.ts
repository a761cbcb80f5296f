/** How fast requests may leave, as Amazon's answers teach: down at once, up slowly. Pure. */
import type { Instant } from '../../core/instant';
import { adapting, type Limits } from './limits';

export interface Flow {
  /** Requests allowed in flight; the fraction is the way to one more. */
  readonly concurrency: number;
  /** Requests allowed to start within a second. Left out: as many as concurrency allows. */
  readonly rps?: number;
  /** The rate at which Amazon refused last. */
  readonly refusedRps?: number;
  /** Nobody starts before. */
  readonly restUntil: Instant;
  /** The last slowing down: answers to what was sent before tell of a pace that is no more. */
  readonly slowedAt: Instant;
  /** Requests sent in the second that began at `since`, and in the one before. */
  readonly sent: { readonly since: Instant; readonly count: number; readonly before: number };
}

export type FlowEvent =
  | { readonly kind: 'sent'; readonly at: Instant }
  /** Amazon answered, and others were waiting (`busy`) or not. */
  | { readonly kind: 'answered'; readonly sentAt: Instant; readonly at: Instant; readonly busy: boolean }
  | { readonly kind: 'throttled'; readonly sentAt: Instant; readonly at: Instant; readonly retryAfterMs?: number };

export const initialFlow = ({ concurrency, rps }: Limits): Flow => ({
  concurrency,
  ...(rps === undefined ? {} : { rps }),
  restUntil: -Infinity,
  slowedAt: -Infinity,
  sent: { since: -Infinity, count: 0, before: 0 },
});

const secondMs = 1_000;

const sentBy = ({ sent }: Flow, at: Instant): Flow['sent'] => {
  const passed = at - sent.since;
  if (passed < secondMs) return sent;
  return passed < 2 * secondMs
    ? { since: sent.since + secondMs, count: 0, before: sent.count }
    : { since: at, count: 0, before: 0 };
};

/** Requests sent in the last second; those of the second before count by the part of it that is within. */
const sentLately = (flow: Flow, at: Instant): number => {
  const { since, count, before } = sentBy(flow, at);
  return count + before * (1 - (at - since) / secondMs);
};

const slowed = (flow: Flow, at: Instant, limits: Limits): Flow => {
  const refusedRps = flow.rps ?? sentLately(flow, at);
  return {
    ...flow,
    refusedRps,
    rps: Math.max(Math.min(adapting.leastRps, limits.rps ?? Infinity), refusedRps * adapting.down),
    concurrency: Math.max(1, flow.concurrency * adapting.down),
    slowedAt: at,
  };
};

/** A second of answers wins back a share of what was refused; the limits stay. */
const quickened = (flow: Flow, limits: Limits): Flow => {
  const concurrency = Math.min(limits.concurrency, flow.concurrency + 1 / flow.concurrency);
  const { rps, refusedRps, ...rest } = flow;
  if (rps === undefined || refusedRps === undefined) return { ...flow, concurrency };
  const grown = rps + (refusedRps * adapting.up) / rps;
  if (limits.rps !== undefined) return { ...flow, concurrency, rps: Math.min(limits.rps, grown) };
  return grown < refusedRps * adapting.forget ? { ...flow, concurrency, rps: grown } : { ...rest, concurrency };
};

/** The flow after an event. */
export const adapt = (flow: Flow, event: FlowEvent, limits: Limits): Flow => {
  switch (event.kind) {
    case 'sent': {
      const sent = sentBy(flow, event.at);
      return { ...flow, sent: { ...sent, count: sent.count + 1 } };
    }
    case 'answered':
      return event.busy && event.sentAt > flow.slowedAt ? quickened(flow, limits) : flow;
    case 'throttled': {
      const { sentAt, at, retryAfterMs = adapting.restMs } = event;
      const rested = { ...flow, restUntil: Math.max(flow.restUntil, at + retryAfterMs) };
      return sentAt > flow.slowedAt ? slowed(rested, at, limits) : rested;
    }
  }
};
