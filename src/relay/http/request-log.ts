import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Clock } from '../lib/clock';
import { personOf, type Log } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import type { Env } from './env';

/** The pattern that answered, never the address itself: that may hold a secret, and would make a label without end. */
const patternOf = (context: Context): string =>
  matchedRoutes(context).find(({ method }) => method !== 'ALL')?.path ?? 'pages';

/** One log line and two measures for each request. */
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
