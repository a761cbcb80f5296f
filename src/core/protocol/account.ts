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
   * every sign-in needs it.
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

/** Something that a person did, or was refused, as the relay has recorded it. */
export interface RecordedEvent {
  readonly at: number;
  readonly event: 'sign_in' | 'sign_out' | 'revoked' | 'refused' | 'query';
  /** `result`, `signed_in`, `signed_out`, `signed_out_elsewhere`, a failure's code, or the setting of a limit. */
  readonly outcome: string;
  readonly skillId?: string;
  readonly metrics?: readonly string[];
  readonly startTime?: string;
  readonly endTime?: string;
  /** Requests to Amazon. */
  readonly requests?: number;
  /** How often it happened within the second, or for refusals the minute. Absent: once. */
  readonly times?: number;
}

const recordedEvent = v.object({
  at: instant,
  event: v.picklist(['sign_in', 'sign_out', 'revoked', 'refused', 'query']),
  outcome: v.string(),
  skillId: v.exactOptional(v.string()),
  metrics: v.exactOptional(v.array(v.string())),
  startTime: v.exactOptional(v.string()),
  endTime: v.exactOptional(v.string()),
  requests: v.exactOptional(v.number()),
  times: v.exactOptional(v.number()),
});

/**
 * Reads the answer of `GET /api/audit`.
 *
 * @throws {FailureError} `internal`, if it isn't of this protocol
 */
export const parseRecord = parser<{ entries: readonly RecordedEvent[] }>(
  v.object({ entries: v.array(recordedEvent) }),
  'a record',
);
