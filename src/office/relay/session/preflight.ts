import { type Failure, FailureError } from '../../../core/domain/failure';
import type { Instant } from '../../../core/domain/instant';
import { parseSession } from '../../../core/protocol/stream';
import type { SetTimer } from '../../lib/async';
import { reportFailure } from '../../lib/report-failure';
import { callRelayForJson, type RelayAccess } from '../fetch';
import type { ClientSession } from './session';

export interface PreflightDeps {
  readonly access: RelayAccess;
  readonly session: Pick<ClientSession, 'bearer' | 'ended'>;
  /** Whether the computer is online. */
  readonly online: () => boolean;
  readonly wait: SetTimer;
  /**
   * The longest time for the relay's response, in milliseconds.
   * @default 10_000
   */
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
 * Checks whether a refresh can succeed: whether the relay is reachable and knows the session, and Amazon answers and
 * accepts the person. A session that the relay doesn't know ends.
 *
 * @returns the relay's time; undefined when it sends none
 * @throws {FailureError} why a refresh would fail, such as `unavailable` or `sign_in_required`
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
    if (failure.code === 'sign_in_required' && (await session.bearer()) === bearer) session.ended(failure, bearer);
    throw error;
  } finally {
    stop();
  }
};
