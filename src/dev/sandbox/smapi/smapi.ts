import { Hono, type MiddlewareHandler } from 'hono';
import type { World } from '../context';
import { echoToken } from '../faults/echo';
import { isRefusal, refusals } from '../faults/error-responses';
import type { Memory } from '../faults/fault-state';
import { faultOf } from '../faults/faults';
import type { Grants } from '../lwa/grants';
import type { SmapiEnv } from './call';
import { definition } from './definition';
import { notFound, unauthorized } from './errors';
import { authenticate, latency, refuseThrottled, requestId, throttle } from './gate';
import { metricsRoute } from './metrics';
import { skillList } from './skills';

/** Lets the fault of the settings strike what is no question for metrics; those see to it themselves. */
const faultForAll =
  (world: World, memory: Memory): MiddlewareHandler<SmapiEnv> =>
  async (call, next) => {
    const { fault, faultOn } = world.settings;
    const strikes = faultOn === 'everything' && !call.req.path.endsWith('/metrics');
    const refused =
      strikes && fault !== 'none' && isRefusal(fault) ? await refusals[fault]({ call, world, memory }) : undefined;
    return refused ?? next();
  };

/** Amazon refuses a skill without access in all that is asked of it, not in its metrics alone. */
const noAccess = (): MiddlewareHandler<SmapiEnv> => (call, next) =>
  faultOf(call.req.param('id') ?? '') === 'status-401' ? Promise.resolve(unauthorized(call)) : next();

/** The Skill Management API, as far as a reader of metrics needs it. */
export const smapi = (world: World, grants: Grants, memory: Memory): Hono<SmapiEnv> => {
  const app = new Hono<SmapiEnv>();
  app.use('/v1/*', echoToken(world), requestId(), latency(world), throttle(world), authenticate(grants));
  app.use('/v1/*', refuseThrottled(world));
  app.use('/v1/*', faultForAll(world, memory));
  app.use('/v1/skills/:id/stages/*', noAccess());
  app.route('/', skillList(world));
  app.route('/', definition(world));
  app.route('/', metricsRoute(world, memory));
  app.all('/v1/*', (c) => notFound(c));
  return app;
};
