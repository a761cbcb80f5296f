/** A circuit breaker: what fails again and again is left alone for a while. Pure. */
import type { Instant } from '../../core/domain/instant';
import { breaking } from '../config/upstream-limits';

export type Breaker =
  /** `since`: when the first request of the run of failures was sent. */
  | { readonly state: 'closed'; readonly failures: number; readonly since: Instant }
  /** `pauses`: how many in a row, this one included. */
  | { readonly state: 'open'; readonly until: Instant; readonly pauses: number }
  /** One request is on its way to find out. */
  | { readonly state: 'probing'; readonly pauses: number };

export interface Heard {
  /** `failed`: 5xx, a broken connection, no answer in time. `unknown`: nobody waited for the answer. */
  readonly outcome: 'answered' | 'failed' | 'unknown';
  readonly sentAt: Instant;
  readonly at: Instant;
  readonly probe: boolean;
}

export const closed: Breaker = { state: 'closed', failures: 0, since: Infinity };

const opened = (at: Instant, pauses: number): Breaker => ({
  state: 'open',
  until: at + Math.min(breaking.longestPauseMs, breaking.pauseMs * 2 ** (pauses - 1)),
  pauses,
});

/** What may be sent now: everything, one request to find out, nothing until that is answered, nothing at all. */
export const admission = (breaker: Breaker, now: Instant): 'all' | 'probe' | 'wait' | 'none' => {
  if (breaker.state === 'closed') return 'all';
  if (breaker.state === 'probing') return 'wait';
  return now < breaker.until ? 'none' : 'probe';
};

/** The breaker once its probe is sent. */
export const probing = (breaker: Breaker): Breaker =>
  breaker.state === 'open' ? { state: 'probing', pauses: breaker.pauses } : breaker;

/** The breaker after an answer, or the lack of one. While it is not closed, the probe's alone counts. */
export const heard = (breaker: Breaker, { outcome, sentAt, at, probe }: Heard): Breaker => {
  if (breaker.state === 'closed') {
    if (outcome === 'unknown') return breaker;
    if (outcome === 'answered') return closed;
    const failures = breaker.failures + 1;
    const since = Math.min(breaker.since, sentAt);
    const over = failures >= breaking.failures && at - since >= breaking.overMs;
    return over ? opened(at, 1) : { state: 'closed', failures, since };
  }
  if (breaker.state === 'open' || !probe) return breaker;
  if (outcome === 'answered') return closed;
  return outcome === 'failed' ? opened(at, breaker.pauses + 1) : { state: 'open', until: at, pauses: breaker.pauses };
};
