/** SMAPI's refusals, in the shapes of Amazon's published model and in those seen live. */
import type { Context } from 'hono';
import type { Settings } from '../settings';

export const badRequest = (c: Context, messages: readonly string[], { errorForm }: Pick<Settings, 'errorForm'>) =>
  c.json(
    errorForm === 'spec'
      ? {
          message: 'Request is not valid.',
          violations: messages.map((message) => ({ code: 'INVALID_REQUEST', message })),
        }
      : {
          message: `${messages.length} validation error${messages.length === 1 ? '' : 's'} detected: ${messages.join('; ')}`,
        },
    400,
  );

export const unauthorized = (c: Context) =>
  c.json({ message: 'Token is invalid/expired' }, 401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' });

export const forbidden = (c: Context) => c.json({ message: 'The operation being requested is not allowed.' }, 403);

export const notFound = (c: Context, what = 'The resource being requested is not found.') =>
  c.json({ message: what }, 404);

export const heavyTraffic = (c: Context, retryAfter?: string) =>
  c.json(
    { message: 'We are experiencing heavy traffic at the moment. Please try again later.' },
    429,
    retryAfter === undefined ? {} : { 'Retry-After': retryAfter },
  );

export const internalError = (c: Context) => c.json({ message: 'Internal Server Error' }, 500);

export const unavailable = (c: Context) => c.json({ message: 'Service Unavailable' }, 503);

/** A parameter's fault, as Amazon words it. */
export const constraint = (value: string | undefined, parameter: string, must: string): string =>
  `Value ${value === undefined ? 'null' : `'${value}'`} at '${parameter}' failed to satisfy constraint: Member must ${must}`;
