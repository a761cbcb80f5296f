import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Failure, FailureError, failureOf } from '../../core/domain/failure';
import { formatProblem, statusOf } from '../../core/protocol/write-stream';
import type { LimitRefusal } from '../config/limits';
import type { Log } from '../observability/log';
import type { Env } from './env';

/**
 * A failure as a problem document.
 * @param status the HTTP status, when it is more precise than the failure's own
 * @see {@link https://www.rfc-editor.org/rfc/rfc9457 | RFC 9457}
 */
const problem = (failure: Failure, status = statusOf(failure), headers: Record<string, string> = {}): Response =>
  new Response(formatProblem(failure, status), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      // RFC 9110, section 11.6.1: a 401 names the scheme.
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...headers,
    },
  });

/** The response of status 404 for an unknown path. */
export const nothingHere = (): Response =>
  problem({
    code: 'not_found',
    message: "There is nothing at this address of the add-in's server.",
    advice: 'Reload the add-in: its pages and its server may be of different versions.',
  });

/** The response of status 421 for a request that names another host. */
export const otherHost = (): Response =>
  problem(
    {
      code: 'rejected',
      message: "This request is for another host than the add-in's server.",
      advice: 'Use the address in PUBLIC_URL, or ask your administrator to add this one to ALLOWED_HOSTS.',
    },
    421,
  );

/**
 * The response of status 405, with the allowed methods.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-15.5.6 | RFC 9110, section 15.5.6}
 */
export const methodNotAllowed = (method: string, allowed: readonly string[]): Response =>
  problem(
    {
      code: 'rejected',
      message: `The add-in's server does not take ${method} at this address.`,
      advice: `Use ${allowed.join(' or ')}.`,
    },
    405,
    { Allow: allowed.join(', ') },
  );

/**
 * The response for a request that is too long.
 * @param status 413 or 414
 */
export const tooLong = (status: ContentfulStatusCode, advice: string): Response =>
  problem({ code: 'too_large', message: 'This is more than one request can hold.', advice }, status);

/**
 * The value of Retry-After: whole seconds, at least one.
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 | RFC 9110, section 10.2.3}
 */
export const retryAfter = ({ waitMs }: LimitRefusal): string => String(Math.max(1, Math.ceil(waitMs / 1_000)));

/** `throttled`: a person or an address has sent too many requests. */
export const tooManyFailure = (refusal: LimitRefusal): Failure => ({
  code: 'throttled',
  message:
    refusal.by === 'person'
      ? "You have sent more requests to the add-in's server than it allows one person in a minute."
      : "More requests have come from your network than the add-in's server allows one address in a minute.",
  advice: `Try again in ${retryAfter(refusal)} seconds.`,
});

/**
 * The response of status 429 for a request beyond a limit.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6585#section-4 | RFC 6585, section 4}
 */
export const tooMany = (refusal: LimitRefusal): Response =>
  problem(tooManyFailure(refusal), 429, { 'Retry-After': retryAfter(refusal) });

/** Creates the error handler: it turns a handler's error into a problem document, and logs unforeseen errors. */
export const answerError =
  (log: Log) =>
  (error: unknown, context: Context<Env>): Response => {
    if (!(error instanceof FailureError)) log.error({ err: error, requestId: context.get('requestId') }, 'failed');
    return problem(failureOf(error));
  };
