import type { MiddlewareHandler } from 'hono';
import type { Secrets } from '../observability/redaction/secrets';
import type { Env } from './env';

/** The one place where a response must contain secrets of the relay: in the redirect and the cookies of a sign-in. */
const isMeant = (path: string, header: string): boolean =>
  (header === 'location' && path === '/auth/start') ||
  (header === 'set-cookie' && (path === '/auth/start' || path === '/auth/callback'));

/** A session that has just been opened is the answer itself. */
const givesSession = ({ path }: { readonly path: string }, { status }: Response): boolean =>
  (path === '/auth/redeem' || path === '/auth/microsoft') && status === 200;

/** Whether a body is a short text. Streams are redacted line by line, and lists before they are compressed. */
const isText = ({ body, headers }: Response): boolean =>
  body !== null &&
  !headers.has('Content-Encoding') &&
  /^(application\/(problem\+)?json|text\/(html|plain))\b/.test(headers.get('Content-Type') ?? '');

/** Middleware that redacts secrets in the headers of a response. */
export const redactHeaders =
  (secrets: Secrets): MiddlewareHandler<Env> =>
  async (context, next) => {
    await next();
    const { res, req } = context;
    for (const [name, value] of [...res.headers]) {
      const safe = isMeant(req.path, name) ? value : secrets.redact(value);
      if (safe !== value) res.headers.set(name, safe);
    }
  };

/** Middleware that redacts secrets in the body of a response. */
export const redactBodies =
  (secrets: Secrets): MiddlewareHandler<Env> =>
  async (context, next) => {
    await next();
    const { res } = context;
    if (!isText(res) || givesSession(context.req, res)) return;
    const { status, headers } = res;
    context.res = new Response(secrets.redact(await res.text()), { status, headers });
  };
