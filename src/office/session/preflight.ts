import { FailureError, type Failure } from '../../core/domain/failure';
import type { Instant } from '../../core/domain/instant';
import { parseSession } from '../../core/protocol/stream';
import type { SetTimer } from '../lib/timers';
import { callRelayForJson, type RelayAccess } from '../relay/fetch';
import type { Session } from './session';
import { reportFailure } from '../lib/report-failure';

export interface PreflightDeps {
  readonly access: RelayAccess;
  readonly session: Pick<Session, 'bearer' | 'ended'>;
  /** Whether the computer has a network at all. */
  readonly online: () => boolean;
  readonly wait: SetTimer;
  /** The longest time for the relay's answer. Default: 10 seconds. */
  readonly deadlineMs?: number;
}

const offline: Failure = {
  code: 'unavailable',
  message: "You're offline.",
  advice: 'Connect to the internet, then refresh again.',
};

const signedOut: Failure = {
  code: 'sign_in_required',
  message: "You're not signed in.",
  advice: 'Sign in with Amazon, then refresh again.',
};

const slow: Failure = {
  code: 'deadline_exceeded',
  message: "The add-in's server isn't responding.",
  advice: 'Try again in a minute.',
};

/**
 * Finds out whether asking again can succeed at all: whether the relay is there and knows the session, and whether Amazon
 * answers and lets the person in. Gives the relay's time, if it tells it. Rejects with a FailureError that says why not.
 */
export const preflight = async ({
  access,
  session,
  online,
  wait,
  deadlineMs = 10_000,
}: PreflightDeps): Promise<Instant | undefined> => {
  if (!online()) throw new FailureError(offline);
  const bearer = await session.bearer();
  if (bearer === undefined) throw new FailureError(signedOut);
  const controller = new AbortController();
  const stop = wait(deadlineMs, () => controller.abort(new FailureError(slow)));
  try {
    const call = { bearer, signal: controller.signal };
    return (await callRelayForJson(access, '/auth/session?access=check', parseSession, call)).now;
  } catch (error) {
    const failure = reportFailure(error);
    if (failure.code === 'sign_in_required' && (await session.bearer()) === bearer) session.ended(failure);
    throw error;
  } finally {
    stop();
  }
};
