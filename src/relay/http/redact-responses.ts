import type { MiddlewareHandler } from 'hono';
import type { Secrets } from '../observability/redaction/secrets';
import type { Env } from './env';

/** Responses that must contain secrets: redirects, cookies, and the session of a redeemed code. */
const meant: ReadonlySet<string> = new Set(['location', 'set-cookie']);
const givesSession = ({ path }: { readonly path: string }, { status }: Response): boolean =>
  path === '/auth/redeem' && status === 200;

/** Whether a body is a short text. Streams are redacted line by line, and lists before they are compressed. */
const isText = ({ body, headers }: Response): boolean =>
  body !== null &&
  !headers.has('Content-Encoding') &&
  /^(application\/(problem\+)?json|text\/(html|plain))\b/.test(headers.get('Content-Type') ?? '');

/** Middleware that redacts secrets in the headers and the body of a response. */
export const redactAnswers =
  (secrets: Secrets): MiddlewareHandler<Env> =>
  async (context, next) => {
    await next();
    const { res } = context;
    for (const [name, value] of [...res.headers]) {
      const safe = meant.has(name) ? value : secrets.redact(value);
      if (safe !== value) res.headers.set(name, safe);
    }
    if (!isText(res) || givesSession(context.req, res)) return;
    const { status, headers } = res;
    context.res = new Response(secrets.redact(await res.text()), { status, headers });
  };
