import { Hono } from 'hono';
import type { World } from '../context';
import { stages } from '../data/metrics';
import { keyOf } from '../data/random';
import type { Skill } from '../data/skill';
import type { Settings } from '../settings';
import type { Call, SmapiEnv } from './call';
import { badRequest, constraint, forbidden, notFound } from './errors';
import { findSkill } from './find-skill';
import { needs } from './gate';

/** As little as Amazon's model demands of an API in a manifest. */
const apiOf = ({ api, locales }: Skill): object => {
  if (api === 'smartHome') return { protocolVersion: '3' };
  // The model allows no more than one locale here.
  return api === 'flashBriefing' ? { locales: { [locales[0]?.name ?? 'en-US']: {} } } : {};
};

const manifestOf = (skill: Skill) => ({
  manifest: {
    manifestVersion: '1.0',
    publishingInformation: {
      locales: Object.fromEntries(
        Object.entries(skill.nameByLocale).map(([locale, name]) => [
          locale,
          { name, summary: 'A skill of the sandbox.', description: 'It exists in the sandbox alone.' },
        ]),
      ),
      isAvailableWorldwide: true,
      distributionMode: 'PUBLIC',
      category: 'KNOWLEDGE_AND_TRIVIA',
    },
    apis: { [skill.api]: apiOf(skill) },
  },
});

const spoken = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N} ]/gu, ' ')
    .trim() || 'my skill';

const modelOf = (skill: Skill, locale: string) => ({
  version: '3',
  interactionModel: {
    languageModel: {
      invocationName: spoken(skill.nameByLocale[locale] ?? skill.name),
      intents: skill.intents.map(({ name }) => ({
        name,
        slots: [],
        samples: name.startsWith('AMAZON.') ? [] : [`please ${name.replace(/Intent$/, '').toLowerCase()}`],
      })),
      types: [],
    },
  },
});

const hasModel = ({ api, locales, withoutModel }: Skill, locale: string): boolean =>
  api === 'custom' && locales.some(({ name }) => name === locale) && !withoutModel.includes(locale);

const known: readonly string[] = [...stages, 'certified'];

/** The skill that a call names, or why the caller does not get it. */
const wanted = (c: Call, id: string, stage: string, settings: Settings): Skill | Response => {
  if (!known.includes(stage))
    return badRequest(c, [constraint(stage, 'stage', `satisfy enum value set: [${known.join(', ')}]`)], settings);
  const found = findSkill(c.get('grant').person, id, stage);
  if ('skill' in found) return found.skill;
  return found.refused === 'forbidden' ? forbidden(c) : notFound(c);
};

/**
 * What a skill is made of: its manifest and its interaction models.
 * Source: SMAPI, "Skill manifest" and "Interaction model" operations.
 */
export const definition = ({ settings }: World): Hono<SmapiEnv> => {
  const app = new Hono<SmapiEnv>();

  app.get('/v1/skills/:id/stages/:stage/manifest', needs('alexa::ask:skills:read'), (c) => {
    const found = wanted(c, c.req.param('id'), c.req.param('stage'), settings);
    return found instanceof Response ? found : c.json(manifestOf(found));
  });

  app.get('/v1/skills/:id/stages/:stage/interactionModel/locales/:locale', needs('alexa::ask:models:read'), (c) => {
    const { id, stage, locale } = c.req.param();
    const found = wanted(c, id, stage, settings);
    if (found instanceof Response) return found;
    if (!hasModel(found, locale)) return notFound(c, 'There is no interaction model for this locale.');
    return c.json(modelOf(found, locale), 200, { ETag: `"${keyOf(id, stage, locale).toString(16)}"` });
  });

  return app;
};
