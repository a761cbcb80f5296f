import { Hono } from 'hono';
import * as v from 'valibot';
import { sealSecret, type World } from '../context';
import type { Stage } from '../data/metrics';
import { between, keyOf } from '../data/random';
import type { Skill } from '../data/skill';
import { skills } from '../data/skill-list';
import { dayMs, iso } from '../data/time';
import { seal, unseal } from '../seal';
import type { SmapiEnv } from './call';
import { badRequest, constraint } from './errors';
import { needs } from './gate';

const asin = (skill: Skill): string => `B0${keyOf(skill.id).toString(36).toUpperCase().padStart(8, '0').slice(0, 8)}`;

/** Some time in the year after the launch. */
const lastUpdated = ({ id, launchedAt }: Skill, stage: Stage): string =>
  iso(Math.floor(between(launchedAt, launchedAt + 365 * dayMs, keyOf(id, stage), 0) / 1000) * 1000);

const status = (skill: Skill, stage: Stage): string => {
  if (stage === 'live') return skill.name === 'Retired Riddles' ? 'HIDDEN' : 'PUBLISHED';
  return 'DEVELOPMENT';
};

const summary = (skill: Skill, stage: Stage) => ({
  skillId: skill.id,
  stage,
  apis: [skill.api],
  publicationStatus: status(skill, stage),
  lastUpdated: lastUpdated(skill, stage),
  nameByLocale: skill.nameByLocale,
  ...(skill.stages.includes('live') ? { asin: asin(skill) } : {}),
  _links: { self: { href: `/v1/skills/${skill.id}/stages/${stage}/manifest` } },
});

/** One entry for each skill and stage. */
const entriesOf = (vendorId: string) =>
  skills
    .filter((skill) => skill.vendorId === vendorId)
    .flatMap((skill) => skill.stages.map((stage) => summary(skill, stage)));

const tokenPayload = v.object({ vendor: v.string(), at: v.number(), until: v.number() });
const pageSize = 50;

/** Vendors and their skills. Source: SMAPI, "Vendor operations" and "Skill operations: list skills". */
export const skillList = (world: World): Hono<SmapiEnv> => {
  const app = new Hono<SmapiEnv>();

  app.get('/v1/vendors', needs('alexa::ask:skills:read'), (c) =>
    c.json({
      vendors: c.get('grant').person.vendors.map(({ id, name }) => ({ id, name, roles: ['ROLE_ADMINISTRATOR'] })),
    }),
  );

  app.get('/v1/skills', needs('alexa::ask:skills:read'), (c) => {
    const { vendorId, maxResults, nextToken } = c.req.query();
    const size = Number(maxResults ?? pageSize);
    const wrong: string[] = [];
    if (vendorId === undefined || vendorId === '') wrong.push(constraint(undefined, 'vendorId', 'not be null'));
    else if (!c.get('grant').person.vendors.some(({ id }) => id === vendorId))
      wrong.push(constraint(vendorId, 'vendorId', 'be a vendor of the signed-in account'));
    if (!Number.isInteger(size) || size < 1 || size > pageSize)
      wrong.push(constraint(maxResults, 'maxResults', `be between 1 and ${pageSize}`));
    const token =
      nextToken === undefined ? undefined : v.safeParse(tokenPayload, unseal(sealSecret(world), 'skills', nextToken));
    const from = token?.success ? token.output : undefined;
    if (token !== undefined && (from === undefined || from.vendor !== vendorId || from.until < world.now()))
      wrong.push(constraint(nextToken, 'nextToken', 'be a token that an earlier answer gave'));
    if (vendorId === undefined || wrong.length > 0) return badRequest(c, wrong, world.settings);

    const entries = entriesOf(vendorId);
    const end = (from?.at ?? 0) + size;
    const isTruncated = end < entries.length;
    return c.json({
      _links: { self: { href: c.req.path } },
      skills: entries.slice(from?.at ?? 0, end),
      isTruncated,
      ...(isTruncated
        ? { nextToken: seal(sealSecret(world), 'skills', { vendor: vendorId, at: end, until: world.now() + dayMs }) }
        : {}),
    });
  });

  return app;
};
