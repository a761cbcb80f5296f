import type { Ended } from '../../amazon/smapi/client';
import type { FailureCode } from '../../core/domain/failure';

/** What the end of a request tells of Amazon. */
export interface Mood {
  /** `unknown`: nobody waited for the answer. */
  readonly mood: 'answered' | 'throttled' | 'failed' | 'unknown';
  readonly retryAfterMs?: number;
}

/** Whoever refuses what was asked, or answers what cannot be, is there and lets us ask. */
const moods: Readonly<Record<FailureCode, Mood['mood']>> = {
  throttled: 'throttled',
  unavailable: 'failed',
  cancelled: 'unknown',
  deadline_exceeded: 'unknown',
  internal: 'unknown',
  bad_answer: 'answered',
  forbidden: 'answered',
  invalid_query: 'answered',
  not_found: 'answered',
  rejected: 'answered',
  sign_in_required: 'answered',
  too_large: 'answered',
};

/** Amazon's mood by how a request ended; undefined where it ended by a fault of our own. */
export const moodOf = (ended: Ended | undefined): Mood => {
  if (ended === undefined) return { mood: 'unknown' };
  const { outcome } = ended;
  if ('value' in outcome) return { mood: 'answered' };
  const { failure, retryAfterMs, mayPass = false } = outcome;
  // A body that nobody can read answers nothing.
  return { mood: mayPass ? 'failed' : moods[failure.code], ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
};
