/** The contract between the add-in and its relay: the sessions of an account, and what the relay has recorded of it. */
import * as v from 'valibot';
import { account, instant, parser } from './stream';

/** A session of an account: a device on which somebody has signed in. */
export interface OpenSession {
  /** Names it in `DELETE /auth/sessions/{id}`; it isn't its bearer token. */
  readonly id: string;
  /** Where it was opened, as `Excel on the web`. */
  readonly device?: string;
  readonly signedInAt: number;
  /** To the hour. */
  readonly lastUsedAt: number;
  /** It is the one that asks. */
  readonly current: boolean;
}

/** How people sign in. */
export interface SignInOptions {
  /**
   * `off`: with Amazon alone. `on`: Office's access token spares them Amazon's window on further devices. `required`:
   * nobody gets in without it.
   */
  readonly microsoft: 'off' | 'on' | 'required';
}

/**
 * Reads the answer of `GET /auth/options`.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseSignInOptions = parser<SignInOptions>(
  v.object({ microsoft: v.picklist(['off', 'on', 'required']) }),
  'its ways to sign in',
);

/**
 * Reads the answer of `POST /auth/microsoft`: a session for each account that the user has connected.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseJoined = parser(
  v.object({ sessions: v.array(v.object({ session: v.string(), account })) }),
  'sign-ins',
);

const openSession = v.object({
  id: v.string(),
  device: v.exactOptional(v.string()),
  signedInAt: instant,
  lastUsedAt: instant,
  current: v.boolean(),
});

/**
 * Reads the answer of `GET /auth/sessions`.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseOpenSessions = parser<{ sessions: readonly OpenSession[] }>(
  v.object({ sessions: v.array(openSession) }),
  'a list of devices',
);
