import type { MiddlewareHandler } from 'hono';
import type { World } from '../context';
import type { Settings } from '../settings';

/** How what was sent in confidence comes back. */
const forms: Readonly<Record<Exclude<Settings['echo'], 'none'>, (secret: string) => string>> = {
  plain: (secret) => secret,
  url: (secret) => encodeURIComponent(secret),
  every: (secret) => [...Buffer.from(secret)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  json: (secret) => Array.from(secret, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  base64: (secret) => Buffer.from(`client:${secret}`).toString('base64'),
  part: (secret) => `${secret.slice(0, 20)}…`,
};

/** What a careless service adds to its words: the secrets of the request, in the form that the settings say. */
export const echoOf = ({ echo }: Settings, secrets: readonly (string | undefined)[]): string =>
  echo === 'none'
    ? ''
    : secrets
        .filter((secret) => secret !== undefined && secret !== '')
        .map((secret) => ` (${forms[echo](secret ?? '')})`)
        .join('');

/** Lets errors of SMAPI name the access token, in their words and in the id of the request. */
export const echoToken =
  ({ settings }: World): MiddlewareHandler =>
  async (c, next) => {
    await next();
    const echo = echoOf(settings, [c.req.header('Authorization')?.replace(/^Bearer /i, '')]);
    if (echo === '') return;
    const { status, headers } = c.res;
    // Headers are Latin-1.
    headers.set('x-amzn-requestid', echo.replace('…', ''));
    if (status < 400) return;
    const body: unknown = await c.res.json();
    const message = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : '';
    c.res = Response.json({ message: message + echo }, { status, headers: [...headers] });
  };
