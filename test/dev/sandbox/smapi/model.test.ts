import { describe, expect, it } from 'vitest';
import { dailyTriviaId, skillOfId, skills } from '../../../../src/dev/sandbox/data/skill-list';
import { faults } from '../../../../src/dev/sandbox/faults/faults';
import type { RunningSandbox } from '../../../../src/dev/sandbox/serve';
import { get, metricsPath, noon, start } from '../../../support/sandbox/client';
import { faultsBy } from '../../../support/sandbox/smapi-model';

const example = `/v1/skills/${dailyTriviaId}`;
const faultId = (key: string): string => faults.find((fault) => fault.key === key)?.id ?? '';
const bens = skills.find(({ vendorId }) => vendorId === 'M2SANDBOXHARBOR')?.id ?? '';

const listed = async (sandbox: RunningSandbox, vendorId: string, maxResults: number) => {
  const found: unknown[] = [];
  let nextToken: string | undefined;
  do {
    const token = nextToken === undefined ? '' : `&nextToken=${encodeURIComponent(nextToken)}`;
    const { body } = await get(sandbox, `/v1/skills?vendorId=${vendorId}&maxResults=${maxResults}${token}`);
    expect(faultsBy('v1.skill.ListSkillResponse', body)).toEqual([]);
    const page = body as { skills: unknown[]; isTruncated: boolean; nextToken?: string };
    expect(page.isTruncated).toBe(page.nextToken !== undefined);
    found.push(...page.skills);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found as { skillId: string; stage: string; apis: string[] }[];
};

describe('answers as Amazon’s model has them', () => {
  it('vendors', async () => {
    const { body } = await get(await start(), '/v1/vendors');
    expect(faultsBy('v1.vendorManagement.Vendors', body)).toEqual([]);
    expect(body).toMatchObject({ vendors: [{ id: 'M1SANDBOXSTUDIO' }, { id: 'M4SANDBOXFAULTS' }] });
  });

  it.each([1, 7, 50])('skills, %i a page', async (size) => {
    const sandbox = await start();
    const entries = await listed(sandbox, 'M1SANDBOXSTUDIO', size);
    expect(new Set(entries.map(({ skillId }) => skillId)).size).toBeGreaterThan(50);
    expect(new Set(entries.map(({ skillId, stage }) => skillId + stage)).size).toBe(entries.length);
    expect(new Set(entries.flatMap(({ apis }) => apis))).toEqual(
      new Set(['custom', 'smartHome', 'flashBriefing', 'music', 'video']),
    );
    expect(entries.slice(0, 2)).toMatchObject([
      { skillId: dailyTriviaId, stage: 'live' },
      { skillId: dailyTriviaId, stage: 'development' },
    ]);
  });

  it('manifest and interaction model of every skill that has them', async () => {
    const sandbox = await start();
    const token = sandbox.tokensFor().accessToken;
    for (const { id, stages, locales, withoutModel, api } of skills.filter(
      ({ vendorId }) => vendorId === 'M1SANDBOXSTUDIO',
    )) {
      const path = `/v1/skills/${id}/stages/${stages[0] ?? ''}`;
      const manifest = await get(sandbox, `${path}/manifest`, token);
      expect(faultsBy('v1.skill.Manifest.SkillManifestEnvelope', manifest.body)).toEqual([]);
      for (const { name } of locales) {
        const model = await get(sandbox, `${path}/interactionModel/locales/${name}`, token);
        const has = api === 'custom' && !withoutModel.includes(name);
        expect(model.status).toBe(has ? 200 : 404);
        const definition = has ? 'v1.skill.interactionModel.InteractionModelData' : 'v1.skill.StandardizedError';
        expect(faultsBy(definition, model.body)).toEqual([]);
      }
    }
  });

  it('the manifest names the locales, the model the intents that metrics know', async () => {
    const sandbox = await start();
    const { body } = await get(sandbox, `${example}/stages/live/manifest`);
    expect(body).toMatchObject({
      manifest: { publishingInformation: { locales: { 'de-DE': { name: 'Tägliches Quiz' } } } },
    });
    const model = await get(sandbox, `${example}/stages/live/interactionModel/locales/de-DE`);
    expect(model.body).toMatchObject({
      interactionModel: { languageModel: { intents: skillOfId(dailyTriviaId)?.intents.map(({ name }) => ({ name })) } },
    });
  });

  it.each([1, 50])('metrics, %i a page', async (maxResults) => {
    const { status, body } = await get(
      await start({ now: () => noon }),
      metricsPath({ maxResults: String(maxResults) }),
    );
    expect(status).toBe(200);
    expect(faultsBy('v1.skill.metrics.GetMetricDataResponse', body)).toEqual([]);
  });

  it.each([
    ['400', metricsPath({ period: 'PT5M' }), 400, 'v1.BadRequestError'],
    ['400 of the skill list', '/v1/skills?vendorId=M1SANDBOXSTUDIO&maxResults=51', 400, 'v1.BadRequestError'],
    ['400 of a stage', `${example}/stages/beta/manifest`, 400, 'v1.BadRequestError'],
    ['403', metricsPath({}, bens), 403, 'v1.skill.StandardizedError'],
    ['404', metricsPath({}, 'amzn1.ask.skill.none'), 404, 'v1.skill.StandardizedError'],
    [
      '404 of a stage',
      `/v1/skills/${skills.find(({ stages }) => stages.length === 1)?.id ?? ''}/stages/certified/manifest`,
      404,
      'v1.skill.StandardizedError',
    ],
    ['404 of a call that is not there', '/v1/nothing', 404, 'v1.skill.StandardizedError'],
    ['429', metricsPath({}, faultId('status-429')), 429, 'v1.skill.StandardizedError'],
    ['500', metricsPath({}, faultId('status-500')), 500, 'v1.skill.StandardizedError'],
    ['503', metricsPath({}, faultId('status-503')), 503, 'v1.skill.StandardizedError'],
  ])('%s, with the id of the request', async (_, path, status, definition) => {
    const answer = await get(await start(), path);
    expect(answer.status).toBe(status);
    expect(faultsBy(definition, answer.body)).toEqual([]);
    expect(faultsBy('v1.Error', answer.body)).toEqual([]);
    expect(answer.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('401, with the way to sign in', async () => {
    const sandbox = await start();
    for (const token of ['', 'Atza|none', sandbox.tokensFor().refreshToken]) {
      const { status, headers, body } = await get(sandbox, '/v1/vendors', token);
      expect(status).toBe(401);
      expect(headers.get('www-authenticate')).toContain('Bearer');
      expect(faultsBy('v1.Error', body)).toEqual([]);
    }
  });
});

describe('what a person may see', () => {
  it.each([
    ['Ben', 'amzn1.account.SANDBOXBEN000000000000000000', ['M2SANDBOXHARBOR', 'M4SANDBOXFAULTS']],
    ['Nora', 'amzn1.account.SANDBOXNORA00000000000000000', ['M3SANDBOXEMPTY']],
    ['Sam', 'amzn1.account.SANDBOXSAM000000000000000000', []],
  ])('%s has vendors of their own', async (_, id, expected) => {
    const sandbox = await start();
    const { body } = await get(sandbox, '/v1/vendors', sandbox.tokensFor(id).accessToken);
    expect((body as { vendors: { id: string }[] }).vendors.map((vendor) => vendor.id)).toEqual(expected);
  });

  it('the skills of another vendor are refused', async () => {
    const sandbox = await start();
    const { accessToken } = sandbox.tokensFor('amzn1.account.SANDBOXBEN000000000000000000');
    expect((await get(sandbox, metricsPath(), accessToken)).status).toBe(403);
    expect((await get(sandbox, `${example}/stages/live/manifest`, accessToken)).status).toBe(403);
    expect((await get(sandbox, '/v1/skills?vendorId=M1SANDBOXSTUDIO', accessToken)).status).toBe(400);
  });

  it('a vendor may have no skills', async () => {
    const sandbox = await start();
    const { accessToken } = sandbox.tokensFor('amzn1.account.SANDBOXNORA00000000000000000');
    const { body } = await get(sandbox, '/v1/skills?vendorId=M3SANDBOXEMPTY', accessToken);
    expect(body).toMatchObject({ skills: [], isTruncated: false });
  });

  it('goes by the scopes of the token', async () => {
    const sandbox = await start();
    const person = sandbox.grants.check(sandbox.tokensFor().accessToken)?.person;
    if (person === undefined) throw new Error('nobody');
    const status = async (scopes: string[], path: string) =>
      (await get(sandbox, path, sandbox.grants.issue({ person, scopes }).accessToken)).status;
    const model = `${example}/stages/live/interactionModel/locales/en-US`;
    expect(await status(['profile'], metricsPath())).toBe(403);
    expect(await status(['alexa::ask:skills:readwrite'], metricsPath())).toBe(200);
    expect(await status(['alexa::ask:skills:read'], model)).toBe(403);
    expect(await status(['alexa::ask:models:read'], model)).toBe(200);
  });
});
