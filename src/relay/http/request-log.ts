import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Clock } from '../lib/clock';
import { type Log, personOf } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import type { Env } from './env';

/** The route's pattern. The URL itself may hold a secret, and would make too many labels. */
const patternOf = (context: Context): string =>
  matchedRoutes(context).find(({ method }) => method !== 'ALL')?.path ?? 'pages';

/** Middleware that logs, counts and times each request. */
export const observe =
  ({ clock, log, telemetry }: { clock: Clock; log: Log; telemetry: Telemetry }): MiddlewareHandler<Env> =>
  async (context, next) => {
    const from = clock.now();
    await next();
    const { method } = context.req;
    const { status } = context.res;
    const route = patternOf(context);
    const ms = clock.now() - from;
    const account = context.get('session')?.account.id;
    telemetry.requests.inc({ route, method, status: String(status) });
    telemetry.requestSeconds.observe({ route }, ms / 1000);
    const line = { requestId: context.get('requestId'), method, route, status, ms };
    const person = account === undefined ? {} : { person: personOf(account) };
    log[status >= 500 ? 'warn' : 'info']({ ...line, ...person }, 'request');
  };
