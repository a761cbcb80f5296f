import { Hono } from 'hono';
import type { Limiter } from '../rate-limit/limiter';
import { formatInstant } from '../../core/domain/instant';
import type { RunningQueries } from '../queries/running-queries';
import type { StoreHealth } from '../store/health';
import type { Telemetry } from '../observability/metrics';
import type { ResponseCache } from './response-cache';

export interface HealthDeps {
  readonly storeHealth: StoreHealth;
  readonly running: RunningQueries;
  readonly limiter: Limiter;
  readonly telemetry: Telemetry;
  readonly warm: ResponseCache;
}

/** For whoever runs the relay: is it alive, should it get requests, how is it doing. */
export const healthRoutes = ({ storeHealth, running, limiter, telemetry, warm }: HealthDeps): Hono => {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ status: 'alive' }));
  app.get('/readyz', async (context) => {
    const store = await storeHealth.check();
    const checks = { store, stopping: running.stopping };
    // Told, but no reason to take the relay out of service: no other one would do better.
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
  app.get('/metrics', async (context) => {
    warm.tell();
    return context.body(await telemetry.registry.metrics(), 200, { 'Content-Type': telemetry.registry.contentType });
  });
  return app;
};
