import { Hono } from 'hono';
import type { World } from '../context';
import { chance, keyOf } from '../data/random';
import { spoilers } from '../faults/corruptions';
import { isRefusal, refusals } from '../faults/error-responses';
import type { Memory } from '../faults/fault-state';
import { type FaultKey, faultOf } from '../faults/faults';
import type { SmapiEnv } from './call';
import { badRequest, constraint, forbidden, notFound } from './errors';
import { findSkill } from './find-skill';
import { needs } from './gate';
import { type MetricsPage, metricsPage, type PageOptions } from './metrics-page';
import { type MetricsQuery, metricsQueryOf } from './metrics-query';

/** The largest maxResults of Amazon's documentation. */
const documentedMost = 100_000;
const smallCap = 50;

/** What a flaky Amazon does, one as often as the other. */
const flukes = ['html-503', 'reset', 'cut-transfer', 'cut-json'] as const satisfies readonly FaultKey[];

/** A fault that strikes by chance; which requests it strikes follows from the seed and their number. */
const fluke = ({ settings }: World, memory: Memory): FaultKey | undefined => {
  if (settings.flaky === 0) return undefined;
  const [key, request] = [keyOf(settings.seed, 'flaky'), memory.times('flaky')];
  if (chance(key, request) * 100 >= settings.flaky) return undefined;
  return flukes[Math.floor(chance(key, request, 1) * flukes.length)];
};

const strikes = (world: World, memory: Memory, skillId: string): FaultKey | undefined => {
  const { fault, faultSkills } = world.settings;
  const isMeant = fault !== 'none' && (faultSkills.length === 0 || faultSkills.includes(skillId));
  return faultOf(skillId) ?? (isMeant ? fault : fluke(world, memory));
};

/** The largest page, and the largest maxResults that is not refused. */
const limits = ({ settings }: World, fault: FaultKey | undefined) => {
  const cap = fault === 'small-pages' ? Math.min(smallCap, settings.pageCap) : settings.pageCap;
  const strict = fault === 'small-pages' || settings.oversize === 'reject';
  return { cap, most: strict ? cap : documentedMost };
};

type PageAt = (token: string | undefined, options?: Partial<PageOptions>) => MetricsPage | undefined;

/** Metrics of a skill. Source: Amazon's page "Metrics API v1". */
export const metricsRoute = (world: World, memory: Memory): Hono<SmapiEnv> => {
  const app = new Hono<SmapiEnv>();
  const { settings } = world;

  app.get('/v1/skills/:id/metrics', needs('alexa::ask:skills:read'), async (c) => {
    const fault = strikes(world, memory, c.req.param('id'));
    const { cap, most } = limits(world, fault);
    const query = metricsQueryOf(c.req.param('id'), c.req.query(), most);
    if (!isQuery(query)) return badRequest(c, query, settings);
    const found = findSkill(c.get('grant').person, query.skillId, query.stage);
    if (!('skill' in found)) return found.refused === 'forbidden' ? forbidden(c) : notFound(c);

    const size = Math.min(query.maxResults ?? cap, cap);
    const pageAt: PageAt = (token, options) =>
      metricsPage(world, found.skill, query, token, { size, order: settings.order, ...options });
    const context = { call: c, world, memory, query, pageAt };
    if (fault !== undefined && !isRefusal(fault)) return spoilers[fault](context);
    const refused = fault === undefined ? undefined : await refusals[fault](context);
    if (refused !== undefined) return refused;
    const page = pageAt(query.nextToken);
    if (page === undefined)
      return badRequest(
        c,
        [constraint(query.nextToken, 'nextToken', 'be a token that an earlier answer gave')],
        settings,
      );
    return c.json(page);
  });

  return app;
};

const isQuery = (value: MetricsQuery | readonly string[]): value is MetricsQuery => 'metric' in value;
