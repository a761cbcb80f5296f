import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { failureOf, FailureError, type Failure } from '../../core/domain/failure';
import { formatProblem, statusOf } from '../../core/protocol/write-stream';
import type { LimitRefusal } from '../config/request-limits';
import type { Log } from '../observability/log';
import type { Env } from './env';

/** A failure as an RFC 9457 problem document; `status` where HTTP knows it better than the failure. */
const problem = (failure: Failure, status = statusOf(failure), headers: Record<string, string> = {}): Response =>
  new Response(formatProblem(failure, status), {
    status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      // RFC 9110 §11.6.1: a 401 names the scheme.
      ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
      ...headers,
    },
  });

/** There is nothing at this address. */
export const nothingHere = (): Response =>
  problem({
    code: 'not_found',
    message: "There is nothing at this address of the add-in's server.",
    advice: 'Reload the add-in: its pages and its server may be of different versions.',
  });

/** The address is right and the method is not. Source: RFC 9110 §15.5.6. */
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

/** The request is longer than any that the add-in sends. */
export const tooLong = (status: ContentfulStatusCode, advice: string): Response =>
  problem({ code: 'too_large', message: 'This is more than one request can hold.', advice }, status);

/** How long to wait, in whole seconds (RFC 9110 §10.2.3). */
export const retryAfter = ({ waitMs }: LimitRefusal): string => String(Math.max(1, Math.ceil(waitMs / 1_000)));

export const tooManyFailure = (refusal: LimitRefusal): Failure => ({
  code: 'throttled',
  message:
    refusal.by === 'person'
      ? "You have sent more requests to the add-in's server than it allows one person in a minute."
      : "More requests have come from your network than the add-in's server allows one address in a minute.",
  advice: `Try again in ${retryAfter(refusal)} seconds.`,
});

/** One request too many. Source: RFC 6585 §4. */
export const tooMany = (refusal: LimitRefusal): Response =>
  problem(tooManyFailure(refusal), 429, { 'Retry-After': retryAfter(refusal) });

/** Answers whatever a handler throws, and logs what nobody expected. */
export const answerError =
  (log: Log) =>
  (error: unknown, context: Context<Env>): Response => {
    if (!(error instanceof FailureError)) log.error({ err: error, requestId: context.get('requestId') }, 'failed');
    return problem(failureOf(error));
  };
