/** What can go wrong between us and Amazon, as failures worded for an analyst who reads them in a cell. */
import { FailureError, type Failure, type FailureCode } from '../core/failure';

/** What an HTTP answer other than 200 told. */
export interface Refused {
  readonly status: number;
  /** What was asked for, as it stands in a sentence: "the metrics of skill … in stage live". */
  readonly what: string;
  /** What to check where Amazon knows of no such thing. */
  readonly check: string;
  /** Amazon's own words. */
  readonly words?: string;
  readonly retryAfterMs?: number;
}

type Told = Pick<Failure, 'message' | 'advice'> & { readonly code: Exclude<FailureCode, 'invalid_query'> };

const tell = (code: Told['code'], message: string, advice: string): Told => ({ code, message, advice });
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const later = 'Try again in a few minutes.';

const rejected = ({ status, what, words }: Refused): Told =>
  words === undefined
    ? tell(
        'rejected',
        `Amazon rejected the request for ${what} (HTTP ${status}) without saying why.`,
        'Check the skill ID, dates, skill type, intent and locale.',
      )
    : tell('rejected', `Amazon rejected the request for ${what}: ${sentence(words)}`, 'Change what Amazon names.');

const throttled = ({ retryAfterMs }: Refused): Told =>
  tell(
    'throttled',
    'Amazon is limiting requests at the moment (HTTP 429).',
    retryAfterMs === undefined
      ? 'Wait a minute, then try again.'
      : `Try again in ${Math.ceil(retryAfterMs / 1000)} seconds or later.`,
  );

const serverFailure = (status: number): Told => {
  switch (status) {
    case 500:
      return tell('unavailable', 'Amazon had an internal error (HTTP 500).', later);
    case 502:
      return tell('unavailable', "Amazon's gateway got no usable answer from the service behind it (HTTP 502).", later);
    case 503:
      return tell('unavailable', "Amazon's service is unavailable at the moment (HTTP 503).", later);
    case 504:
      return tell(
        'unavailable',
        "Amazon's gateway gave up waiting for the service behind it (HTTP 504).",
        'Try again in a few minutes; a shorter range may be answered sooner.',
      );
    default:
      return tell('unavailable', `Amazon's service failed (HTTP ${status}).`, later);
  }
};

const forbidden = ({ what, words }: Refused): Told =>
  tell(
    'forbidden',
    `Amazon does not allow this account to read ${what}${words === undefined ? '.' : `: ${sentence(words)}`}`,
    "Sign in with an account that has access, or ask the skill's owner for it.",
  );

/** SMAPI answers so, too, where the sign-in is good but the account has no access. */
const noAccess = ({ what, check }: Refused): Told =>
  tell('forbidden', `Amazon gives this account no access to ${what} (HTTP 401), though the sign-in works.`, check);

/** The sign-in could be renewed, and yet nothing is answered. Signing in again would give no better one. */
export const acceptedNowhere = (): Told =>
  tell(
    'forbidden',
    "Amazon renewed the sign-in, but gives this account no access to anything in Alexa's developer console (HTTP 401).",
    'Check on developer.amazon.com that this Amazon account is an Alexa developer; if it is, try again in a few minutes.',
  );

/** The failure that an HTTP status means. Source: Amazon's page "Metrics API v1", section Errors. */
export const refused = (told: Refused): Told => {
  const { status, what, check } = told;
  if (status >= 500) return serverFailure(status);
  if (status === 401) return noAccess(told);
  if (status === 403) return forbidden(told);
  if (status === 404) return tell('not_found', `Amazon could not find ${what}.`, check);
  if (status === 429) return throttled(told);
  if (status >= 400) return rejected(told);
  return tell(
    'bad_answer',
    `Amazon answered the request for ${what} with HTTP ${status}, which it never should.`,
    "Tell whoever runs the add-in: something other than Amazon may answer at the API's address.",
  );
};

/** An answer that cannot be right; `problem` finishes the sentence "the answer …". */
export const badAnswer = (what: string, problem: string): Told =>
  tell(
    'bad_answer',
    `Amazon's answer for ${what} cannot be right: ${sentence(problem)}`,
    'Try again; if it stays, tell whoever runs the add-in.',
  );

const systemCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCode(error.cause);
};

/** What Node's and undici's error codes mean to people who do not know them. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'its name could not be looked up'],
  [/^ECONNREFUSED$/, 'the connection was refused'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'the connection broke'],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, 'no connection came about in time'],
  [/CERT|TLS|SSL|ISSUER/, 'no secure connection came about'],
];

const reasonOf = (cause: unknown): string => {
  const code = systemCode(cause) ?? 'unknown reason';
  const reason = reasons.find(([pattern]) => pattern.test(code))?.[1];
  return reason === undefined ? code : `${reason}, ${code}`;
};

/** No answer at all: no name, no route, no TLS, or a connection that broke. */
export const unreachable = (host: string, cause: unknown): FailureError =>
  new FailureError(
    tell(
      'unavailable',
      `Amazon (${host}) could not be reached: ${reasonOf(cause)}.`,
      'Try again in a moment; if it stays, whoever runs the add-in should check its network.',
    ),
    { cause },
  );

/** No answer within the time for one request. */
export const timedOut = (host: string, ms: number): FailureError =>
  new FailureError(tell('unavailable', `Amazon (${host}) did not answer within ${ms / 1000} seconds.`, later));

/** The time for the whole question is over. */
export const deadlineExceeded = (): FailureError =>
  new FailureError(
    tell(
      'deadline_exceeded',
      'Amazon did not answer everything within the time for this question.',
      'Try again, or ask for a shorter range or a longer period.',
    ),
  );

/** Why a signal was aborted: the FailureError that is its reason, or else somebody's wish. */
export const abortedBy = (signal: AbortSignal): FailureError =>
  signal.reason instanceof FailureError
    ? signal.reason
    : new FailureError(tell('cancelled', 'The question was cancelled.', 'Refresh to ask it again.'));
