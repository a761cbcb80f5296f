import { describe, expect, it } from 'vitest';
import { textOf } from '../../../src/core/domain/failure';
import { against, failureFrom } from '../../support/amazon/smapi';

const skill = (skillId: string, rest: object = {}) => ({
  skillId,
  stage: 'live',
  apis: ['custom'],
  publicationStatus: 'PUBLISHED',
  lastUpdated: '2026-10-01T08:00:00.000Z',
  nameByLocale: { 'de-DE': 'Wetter', 'en-US': 'Weather' },
  asin: 'B01',
  _links: { self: { href: '/v1/skills/1' } },
  ...rest,
});

describe('vendors', () => {
  it('are listed', async () => {
    const { smapi, call, received } = await against([
      { body: { vendors: [{ id: 'M1', name: 'Acme', roles: ['ROLE_ADMINISTRATOR'] }, { id: 'M2' }] } },
    ]);
    expect(await smapi.vendors(call)).toEqual([
      { id: 'M1', name: 'Acme' },
      { id: 'M2', name: 'M2' },
    ]);
    expect(received[0]).toMatchObject({ path: '/v1/vendors', params: {} });
  });

  it('may be none', async () => {
    const { smapi, call } = await against([{ body: { vendors: [] } }]);
    expect(await smapi.vendors(call)).toEqual([]);
  });
});

describe('skills', () => {
  it('are gathered from all pages', async () => {
    const { smapi, call, received } = await against([
      { body: { skills: [skill('a')], isTruncated: true, nextToken: 't1' } },
      { body: { skills: [], isTruncated: true, nextToken: 't2' } },
      { body: { skills: [skill('b', { stage: 'development' })], isTruncated: false, nextToken: '' } },
    ]);
    expect((await smapi.skills('M1', call)).map(({ skillId, stage }) => [skillId, stage])).toEqual([
      ['a', 'live'],
      ['b', 'development'],
    ]);
    expect(received.map(({ path, params }) => [path, params])).toEqual([
      ['/v1/skills', { vendorId: 'M1', maxResults: '50' }],
      ['/v1/skills', { vendorId: 'M1', maxResults: '50', nextToken: 't1' }],
      ['/v1/skills', { vendorId: 'M1', maxResults: '50', nextToken: 't2' }],
    ]);
  });

  it('are made regular', async () => {
    const { smapi, call } = await against([{ body: { skills: [skill('a')] } }]);
    expect(await smapi.skills('M1', call)).toEqual([
      {
        skillId: 'a',
        stage: 'live',
        name: 'Weather',
        nameByLocale: { 'de-DE': 'Wetter', 'en-US': 'Weather' },
        apis: ['custom'],
        lastUpdated: '2026-10-01T08:00:00.000Z',
      },
    ]);
  });

  it.each([
    ['in the first locale where en-US is missing', { nameByLocale: { 'de-DE': 'Wetter', 'fr-FR': 'Météo' } }, 'Wetter'],
    ['by its id where it has no name', { nameByLocale: {} }, 'a'],
    ['by its id where names are left out', { nameByLocale: null }, 'a'],
  ])('are named %s', async (_, rest, name) => {
    const { smapi, call } = await against([{ body: { skills: [skill('a', rest)] } }]);
    expect((await smapi.skills('M1', call))[0]?.name).toBe(name);
  });

  it('may come with their id and stage alone', async () => {
    const { smapi, call } = await against([{ body: { skills: [{ skillId: 'a', stage: 'live' }] } }]);
    expect(await smapi.skills('M1', call)).toEqual([
      { skillId: 'a', stage: 'live', name: 'a', nameByLocale: {}, apis: [] },
    ]);
  });

  it('of stages without metrics are left out', async () => {
    const { smapi, call } = await against([{ body: { skills: [skill('a', { stage: 'certified' }), skill('b')] } }]);
    expect((await smapi.skills('M1', call)).map(({ skillId }) => skillId)).toEqual(['b']);
  });

  it.each([
    ['the same page again', ['t1', 't1']],
    ['pages in a circle', ['t1', 't2', 't1']],
  ])('end with an error where Amazon offers %s', async (_, tokens) => {
    const { smapi, call, received } = await against(
      tokens.map((nextToken) => ({ body: { skills: [skill('a')], nextToken } })),
    );
    const failure = await failureFrom(smapi.skills('M1', call));
    expect(failure.code).toBe('bad_answer');
    expect(failure.message).toContain('a page that has already been read');
    expect(received).toHaveLength(tokens.length);
  });

  it('of an unknown vendor are not found', async () => {
    const { smapi, call } = await against([{ status: 404 }]);
    expect(textOf(await failureFrom(smapi.skills('M9', call)))).toBe(
      "Amazon couldn't find the skills of vendor M9. Check the vendor ID.",
    );
  });
});

describe('locales', () => {
  it("are those of the manifest's publishing information", async () => {
    const { smapi, call, received } = await against([
      { body: { manifest: { publishingInformation: { locales: { 'en-US': { name: 'W' }, 'de-DE': {} } }, apis: {} } } },
    ]);
    expect(await smapi.locales('amzn1.ask.skill.1', 'development', call)).toEqual(['en-US', 'de-DE']);
    expect(received[0]?.path).toBe('/v1/skills/amzn1.ask.skill.1/stages/development/manifest');
  });

  it.each([{ manifest: {} }, { manifest: { publishingInformation: {} } }])('are none in %j', async (body) => {
    const { smapi, call } = await against([{ body }]);
    expect(await smapi.locales('a', 'live', call)).toEqual([]);
  });
});

describe('intents', () => {
  it('are those of the language model', async () => {
    const intents = [{ name: 'AMAZON.HelpIntent', samples: [] }, { name: 'ForecastIntent' }];
    const { smapi, call, received } = await against([
      { body: { interactionModel: { languageModel: { invocationName: 'weather', intents } } } },
    ]);
    expect(await smapi.intents('a', 'live', 'en-US', call)).toEqual(['AMAZON.HelpIntent', 'ForecastIntent']);
    expect(received[0]?.path).toBe('/v1/skills/a/stages/live/interactionModel/locales/en-US');
  });

  it('are none where the model lists none', async () => {
    const { smapi, call } = await against([{ body: { interactionModel: { languageModel: {} } } }]);
    expect(await smapi.intents('a', 'live', 'en-US', call)).toEqual([]);
  });

  it('are not found where the locale has no model', async () => {
    const { smapi, call } = await against([{ status: 404, body: { message: 'No interaction model' } }]);
    const failure = await failureFrom(smapi.intents('a', 'live', 'en-US', call));
    expect(`${failure.code}: ${textOf(failure)}`).toBe(
      "not_found: Amazon couldn't find the intents of skill a in stage live for locale en-US. " +
        'Check the skill ID, the stage and the locale; only custom skills have intents.',
    );
  });
});

it('an id that would lead to another path is refused before anything is sent', async () => {
  const { smapi, call, received } = await against([{ body: { manifest: {} } }]);
  expect((await failureFrom(smapi.locales('..', 'live', call))).code).toBe('invalid_query');
  expect(received).toEqual([]);
});
