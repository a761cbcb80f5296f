import { CustomSmapiClientBuilder } from 'ask-smapi-sdk';
import { describe, expect, it } from 'vitest';
import { dailyTriviaId } from '../../../../src/dev/sandbox/data/skill-list';
import type { RunningSandbox } from '../../../../src/dev/sandbox/serve';
import { noon, start } from '../../../support/sandbox/client';

const clientOf = ({ url, settings, tokensFor }: RunningSandbox) =>
  new CustomSmapiClientBuilder()
    .withApiEndpoint(url)
    .withAuthEndpoint(url)
    .withRefreshTokenConfig({
      clientId: settings.clientId,
      clientSecret: settings.clientSecret,
      refreshToken: tokensFor().refreshToken,
    })
    .client();

type Client = ReturnType<typeof clientOf>;

const week = ['2026-11-01T10:45:00Z', '2026-11-08T10:45:00Z'] as const;

const allPages = async (client: Client, period: string, maxResults: number) => {
  const points: { time: string; value: number }[] = [];
  let token: string | undefined;
  do {
    const page = await client.getSkillMetricsV1(
      dailyTriviaId,
      ...week,
      period,
      'totalSessions',
      'live',
      'custom',
      undefined,
      'en-US',
      maxResults,
      token,
    );
    points.push(...page.timestamps.map((time, at) => ({ time, value: page.values[at] ?? NaN })));
    token = page.nextToken;
  } while (token !== undefined);
  return points;
};

describe('Amazon’s own client for Node', () => {
  it('renews its token and finds vendors, skills, locales and intents', async () => {
    const client = clientOf(await start());
    const { vendors = [] } = await client.getVendorListV1();
    expect(vendors.map(({ name }) => name)).toContain('Lighthouse Voice Studio');

    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.listSkillsForVendorV1(vendors[0]?.id ?? '', token, 50);
      names.push(...(page.skills ?? []).map(({ nameByLocale }) => Object.values(nameByLocale ?? {})[0] ?? ''));
      token = page.nextToken;
    } while (token !== undefined);
    expect(names.length).toBeGreaterThan(100);
    expect(names).toContain('Daily Trivia');

    const { manifest } = await client.getSkillManifestV1(dailyTriviaId, 'live');
    expect(Object.keys(manifest?.publishingInformation?.locales ?? {})).toEqual(['en-US', 'en-GB', 'de-DE']);
    const { interactionModel } = await client.getInteractionModelV1(dailyTriviaId, 'live', 'en-US');
    expect(interactionModel.languageModel.intents.map(({ name }) => name)).toContain('AnswerIntent');
  });

  it.each([
    ['PT15M', 50],
    ['PT1H', 50],
    ['P1D', 3],
    ['SINGLE', 1],
  ] as const)('reads every page of a week of %s at %i a page', async (period, size) => {
    const sandbox = await start({ now: () => noon });
    const truth = sandbox.truth({
      skillId: dailyTriviaId,
      metric: 'totalSessions',
      startTime: Date.parse(week[0]),
      endTime: Date.parse(week[1]),
      period,
      locale: 'en-US',
    });
    expect(
      (await allPages(clientOf(sandbox), period, size)).map(({ time, value }) => ({ time: Date.parse(time), value })),
    ).toEqual(truth);
  });

  it('reads an error with its status and body', async () => {
    const client = clientOf(await start());
    await expect(
      client.getSkillMetricsV1(dailyTriviaId, ...week, 'P1D', 'playQueuesCount', 'live', 'custom'),
    ).rejects.toMatchObject({ statusCode: 400, response: { violations: [{ code: 'INVALID_REQUEST' }] } });
  });
});
