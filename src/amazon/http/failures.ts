/** What can go wrong between the relay and Amazon, as failures in words for an analyst who reads them in a cell. */
import * as v from 'valibot';
import { type Failure, type FailureCode, FailureError } from '../../core/domain/failure';

/** An HTTP answer with another status than 200. */
interface ErrorResponse {
  readonly status: number;
  /** The request in words that fit inside a sentence: "the metrics of skill … in stage live". */
  readonly what: string;
  /** What to check if Amazon can't find it. */
  readonly check: string;
  /** Amazon's own words. */
  readonly words?: string;
  readonly retryAfterMs?: number;
}

type AmazonFailure = Pick<Failure, 'message' | 'advice'> & { readonly code: Exclude<FailureCode, 'invalid_query'> };

const failure = (code: AmazonFailure['code'], message: string, advice: string): AmazonFailure => ({
  code,
  message,
  advice,
});
const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
const later = 'Try again in a few minutes.';

const rejected = ({ status, what, words }: ErrorResponse): AmazonFailure =>
  words === undefined
    ? failure(
        'rejected',
        `Amazon rejected the request for ${what} (HTTP ${status}) without saying why.`,
        'Check the skill ID, dates, skill type, intent and locale.',
      )
    : failure(
        'rejected',
        `Amazon rejected the request for ${what}: ${sentence(words)}`,
        "Fix what Amazon's message names.",
      );

const throttled = ({ retryAfterMs }: ErrorResponse): AmazonFailure =>
  failure(
    'throttled',
    'Amazon is limiting requests right now (HTTP 429).',
    retryAfterMs === undefined
      ? 'Wait a minute, then try again.'
      : `Try again in ${Math.ceil(retryAfterMs / 1000)} seconds or later.`,
  );

const serverFailure = (status: number): AmazonFailure => {
  switch (status) {
    case 500:
      return failure('unavailable', 'Amazon had an internal error (HTTP 500).', later);
    case 502:
      return failure('unavailable', 'A gateway at Amazon received an invalid response (HTTP 502).', later);
    case 503:
      return failure('unavailable', "Amazon's service is unavailable right now (HTTP 503).", later);
    case 504:
      return failure(
        'unavailable',
        'A gateway at Amazon timed out (HTTP 504).',
        'Try again in a few minutes, or request a shorter range.',
      );
    default:
      return failure('unavailable', `Amazon's service failed (HTTP ${status}).`, later);
  }
};

const forbidden = ({ what, words }: ErrorResponse): AmazonFailure =>
  failure(
    'forbidden',
    `Amazon doesn't allow this account to read ${what}${words === undefined ? '.' : `: ${sentence(words)}`}`,
    "Sign in with an account that has access, or ask the skill's owner for access.",
  );

/** SMAPI also sends this status if the sign-in is good but the account has no access. */
const noAccess = ({ what, check }: ErrorResponse): AmazonFailure =>
  failure('forbidden', `You're signed in, but Amazon gives this account no access to ${what} (HTTP 401).`, check);

/**
 * The failure `forbidden` if the sign-in was renewed, but every request is still refused. Signing in again wouldn't
 * help.
 */
export const acceptedNowhere = (): AmazonFailure =>
  failure(
    'forbidden',
    'Amazon renewed your sign-in, but this account has no access to the Alexa developer console (HTTP 401).',
    'Check on developer.amazon.com that this Amazon account is an Alexa developer; if it is, try again in a few minutes.',
  );

/**
 * The failure that an HTTP status means.
 *
 * @see Amazon, "Metrics API v1", section Errors
 */
export const refused = (answer: ErrorResponse): AmazonFailure => {
  const { status, what, check } = answer;
  if (status >= 500) return serverFailure(status);
  if (status === 401) return noAccess(answer);
  if (status === 403) return forbidden(answer);
  if (status === 404) return failure('not_found', `Amazon couldn't find ${what}.`, check);
  if (status === 429) return throttled(answer);
  if (status >= 400) return rejected(answer);
  return failure(
    'bad_answer',
    `Amazon answered the request for ${what} with an unexpected status (HTTP ${status}).`,
    "Contact your administrator: something other than Amazon may be answering at the API's address.",
  );
};

/**
 * The failure `bad_answer` for an answer that can't be right.
 *
 * @param what the request, in words that fit inside a sentence
 * @param problem what finishes the sentence "Amazon's answer for … is invalid: …"
 */
export const invalidResponse = (what: string, problem: string): AmazonFailure =>
  failure(
    'bad_answer',
    `Amazon's answer for ${what} is invalid: ${sentence(problem)}`,
    'Try again. If it keeps happening, contact your administrator.',
  );

/** The error code of Node or undici for a failed connection, such as ECONNRESET. `undefined` for any other error. */
export const systemCode = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return systemCode(error.cause);
};

/** What the error codes of Node and undici mean. People see only these words; the log has the code. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, "its host name wasn't found"],
  [/^ECONNREFUSED$/, 'the connection was refused'],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, 'the connection was lost'],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, 'the connection timed out'],
  [/CERT|TLS|SSL|ISSUER/, "a secure connection couldn't be established"],
];

/** The end of a sentence: the reason, if it has a name. */
const because = (cause: unknown): string => {
  const code = systemCode(cause) ?? '';
  const reason = reasons.find(([pattern]) => pattern.test(code))?.[1];
  return reason === undefined ? '.' : `: ${reason}.`;
};

/** The error `unavailable` if there was no complete answer: no host, no route, no TLS, or a lost connection. */
export const unreachable = (host: string, cause: unknown): FailureError =>
  new FailureError(
    failure(
      'unavailable',
      `Couldn't reach Amazon (${host})${because(cause)}`,
      "Try again in a moment. If it keeps happening, ask your administrator to check the server's network.",
    ),
    { cause },
  );

/** The error `unavailable` if there was no answer within the time for one request. */
export const timedOut = (host: string, ms: number): FailureError =>
  new FailureError(failure('unavailable', `Amazon (${host}) didn't answer within ${ms / 1000} seconds.`, later));

/** The error `deadline_exceeded` if the time for the whole query is over. */
export const deadlineExceeded = (): FailureError =>
  new FailureError(
    failure(
      'deadline_exceeded',
      "Amazon didn't return all the data in time.",
      'Try again, or request a shorter range or a longer period.',
    ),
  );

/** Why a signal was aborted: its reason if that is a FailureError, or else `cancelled`. */
export const abortedBy = (signal: AbortSignal): FailureError =>
  signal.reason instanceof FailureError
    ? signal.reason
    : new FailureError(failure('cancelled', 'This query was cancelled.', 'Refresh to run it again.'));

const longest = 300;

const words = v.object({
  message: v.optional(v.string(), ''),
  error_description: v.optional(v.string(), ''),
  violations: v.optional(v.array(v.object({ message: v.optional(v.string(), '') })), []),
});

/** A text on one line, cut after 300 characters. */
export const tidy = (text: string): string => {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};

/** The JSON value of a body, or `undefined` if it isn't JSON. */
export const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Amazon's own words in the body of an error, on one line: message and violations of SMAPI, or the description of an
 * OAuth error. `undefined` if there are none: a gateway's HTML doesn't help an analyst.
 */
export const wordsOf = (body: string): string | undefined => {
  const parsed = v.safeParse(words, jsonOf(body));
  if (!parsed.success) return undefined;
  const { message, error_description, violations } = parsed.output;
  const texts = new Set([message, error_description, ...violations.map((violation) => violation.message)].map(tidy));
  texts.delete('');
  return texts.size === 0 ? undefined : tidy([...texts].join(' '));
};
