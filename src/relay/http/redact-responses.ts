import type { MiddlewareHandler } from 'hono';
import type { Env } from './env';
import type { Secrets } from '../observability/redaction/secrets';

/** What has to say a secret: where a browser is sent, what it keeps for us, and what a redeemed code is worth. */
const meant: ReadonlySet<string> = new Set(['location', 'set-cookie']);
const givesSession = ({ path }: { readonly path: string }, { status }: Response): boolean =>
  path === '/auth/redeem' && status === 200;

/** Bodies that are texts made in one segment. The lines of a stream are redacted one by one, and lists before they are packed. */
const isText = ({ body, headers }: Response): boolean =>
  body !== null &&
  !headers.has('Content-Encoding') &&
  /^(application\/(problem\+)?json|text\/(html|plain))\b/.test(headers.get('Content-Type') ?? '');

/** Takes secrets out of headers and body of an answer that holds words of others. */
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
