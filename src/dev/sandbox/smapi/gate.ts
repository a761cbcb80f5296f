import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { World } from '../context';
import type { Grants } from '../lwa/grants';
import { allows } from '../lwa/scopes';
import type { SmapiEnv } from './call';
import { forbidden, heavyTraffic, unauthorized } from './errors';

/** Gives every answer the id by which Amazon would find it again. */
export const requestId = (): MiddlewareHandler => async (c, next) => {
  await next();
  c.res.headers.set('x-amzn-requestid', randomUUID());
};

/** Lets each call wait as long as the settings say. */
export const latency =
  ({ settings, sleep }: World): MiddlewareHandler =>
  async (c, next) => {
    if (settings.latencyMs > 0) await sleep(settings.latencyMs, c.req.raw.signal);
    await next();
  };

const retryAfter = ({ settings, now }: World): string | undefined => {
  if (settings.retryAfter === 'none') return undefined;
  const { retryAfter: form, retryAfterS } = settings;
  return form === 'seconds' ? String(retryAfterS) : new Date(now() + retryAfterS * 1000).toUTCString();
};

/** A bucket that holds one second's calls and fills evenly; whoever finds it empty is throttled. */
export const throttle = (world: World): MiddlewareHandler => {
  let left = 0;
  let filledAt = -Infinity;
  return async (c, next) => {
    const { rps } = world.settings;
    if (rps === 0) return next();
    const now = world.now();
    left = Math.min(rps, left + ((now - filledAt) / 1000) * rps);
    filledAt = now;
    if (left < 1) return heavyTraffic(c, retryAfter(world));
    left -= 1;
    return next();
  };
};

/** Refuses those who are to be throttled, however few their calls are. */
export const refuseThrottled =
  (world: World): MiddlewareHandler<SmapiEnv> =>
  async (c, next) => {
    const { settings } = world;
    const isNext = settings.throttleNext > 0;
    if (isNext) settings.throttleNext -= 1;
    const isThrottled = isNext || ['everyone', c.get('grant').person.id].some((id) => settings.throttled.includes(id));
    return isThrottled ? heavyTraffic(c, retryAfter(world)) : next();
  };

/** Lets only those in who carry an access token. */
export const authenticate =
  (grants: Grants): MiddlewareHandler<SmapiEnv> =>
  async (c, next) => {
    const [, token = ''] = /^Bearer (.+)$/i.exec(c.req.header('Authorization') ?? '') ?? [];
    const grant = grants.check(token);
    if (grant === undefined) return unauthorized(c);
    c.set('grant', grant);
    c.set('accessToken', token);
    return next();
  };

/** Lets only those through who were granted a scope. */
export const needs =
  (scope: string): MiddlewareHandler<SmapiEnv> =>
  async (c, next) =>
    allows(c.get('grant').scopes, scope) ? next() : forbidden(c);
