import { Hono, type MiddlewareHandler } from 'hono';
import { FailureError } from '../../core/domain/failure';
import { formatInstant } from '../../core/domain/instant';
import { isSameSecret } from '../lib/session-token';
import type { Telemetry } from '../observability/metrics';
import type { RunningQueries } from '../queries/running-queries';
import type { Limiter } from '../rate-limit/limiter';
import type { StoreHealth } from '../store/health';
import type { ResponseCache } from './response-cache';

export interface HealthDeps {
  readonly storeHealth: StoreHealth;
  readonly running: RunningQueries;
  readonly limiter: Limiter;
  readonly telemetry: Telemetry;
  readonly warm: ResponseCache;
  /** The bearer token that opens `/metrics`. Absent: there is no such page. */
  readonly metricsToken: string | undefined;
}

/** Middleware that lets nobody pass without the token: the numbers tell who does how much when. */
const withToken =
  (token: string | undefined): MiddlewareHandler =>
  async (context, next) => {
    if (token === undefined) return context.notFound();
    const [, given = ''] = /^Bearer +(\S+)$/i.exec(context.req.header('Authorization') ?? '') ?? [];
    if (!isSameSecret(given, token)) throw tokenRequired();
    return next();
  };

const tokenRequired = (): FailureError =>
  new FailureError({
    code: 'sign_in_required',
    message: 'The metrics need a token.',
    advice: 'Send the value of METRICS_TOKEN as a bearer token.',
  });

/**
 * The routes for operators: `GET /healthz` (alive), `GET /readyz` (status 200 or 503: whether to send it requests), and
 * `GET /metrics` (Prometheus, with a token).
 */
export const healthRoutes = ({ storeHealth, running, limiter, telemetry, warm, metricsToken }: HealthDeps): Hono => {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ status: 'alive' }));
  app.get('/readyz', async (context) => {
    const store = await storeHealth.check();
    const checks = { store, stopping: running.stopping };
    // Amazon's state doesn't make the relay unready: no other relay would do better.
    const { amazon, retryAt, throttle } = limiter.state();
    const retry = retryAt === undefined ? {} : { amazonRetryAt: formatInstant(retryAt) };
    const throttled =
      throttle === undefined ? {} : { amazonThrottles: { ...throttle, until: formatInstant(throttle.until) } };
    const ready = store === 'reachable' && !running.stopping;
    return context.json(
      { status: ready ? 'ready' : 'not ready', ...checks, amazon, ...retry, ...throttled },
      ready ? 200 : 503,
    );
  });
  app.get('/metrics', withToken(metricsToken), async (context) => {
    warm.tell();
    return context.body(await telemetry.registry.metrics(), 200, { 'Content-Type': telemetry.registry.contentType });
  });
  return app;
};
