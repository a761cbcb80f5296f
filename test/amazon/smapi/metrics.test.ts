import { describe, expect, it } from 'vitest';
import { against, metricsRequest } from '../../support/amazon/smapi';

const empty = { body: { metric: 'uniqueCustomers', timestamps: [], values: [] } };

describe('the request for metrics', () => {
  it("is the one of Amazon's sample", async () => {
    const { smapi, call, received } = await against([empty]);
    await smapi.metrics({ ...metricsRequest, locale: 'en-US', maxResults: 3, nextToken: 'token' }, call);
    expect(received[0]).toMatchObject({
      method: 'GET',
      path: '/v1/skills/amzn1.ask.skill.001/metrics',
      params: {
        startTime: '2018-11-01T10:45:00Z',
        endTime: '2018-11-02T10:45:00Z',
        period: 'SINGLE',
        metric: 'uniqueCustomers',
        stage: 'live',
        skillType: 'custom',
        locale: 'en-US',
        maxResults: '3',
        nextToken: 'token',
      },
      headers: { authorization: 'Bearer Atza|first', accept: 'application/json' },
    });
  });

  it('leaves out what is not asked, rather than sending it empty', async () => {
    const { smapi, call, received } = await against([empty]);
    await smapi.metrics(metricsRequest, call);
    expect(Object.keys(received[0]?.params ?? {})).toEqual([
      'startTime',
      'endTime',
      'period',
      'metric',
      'stage',
      'skillType',
    ]);
  });

  it('carries any intent and token unharmed', async () => {
    const { smapi, call, received } = await against([empty]);
    const odd = { intent: 'AMAZON.HelpIntent', nextToken: 'a+b/c=&d e%20é' };
    await smapi.metrics({ ...metricsRequest, ...odd }, call);
    expect(received[0]?.params).toMatchObject(odd);
  });

  it("gives music skills the operator's name for their type", async () => {
    const { smapi, call, received } = await against([empty], { musicSkillType: 'audio' });
    await smapi.metrics({ ...metricsRequest, skillType: 'music' }, call);
    await smapi.metrics({ ...metricsRequest, skillType: 'smartHome' }, call);
    expect(received.map(({ params }) => params['skillType'])).toEqual(['audio', 'smartHome']);
  });
});

describe('a page of metrics', () => {
  it("is read as in Amazon's sample, its repeated times included", async () => {
    const { smapi, call } = await against([
      {
        body: {
          metric: 'uniqueCustomers',
          timestamps: ['2018-11-01T10:45:00Z', '2018-11-01T10:45:00Z', '2018-11-01T10:45:00Z'],
          values: [10, 20, 30],
          nextToken: 'string',
        },
      },
    ]);
    const instant = Date.UTC(2018, 10, 1, 10, 45);
    expect(await smapi.metrics(metricsRequest, call)).toEqual({
      timestamps: [instant, instant, instant],
      values: [10, 20, 30],
      nextToken: 'string',
    });
  });

  it.each([
    ['no token', {}],
    ['an empty token', { nextToken: '' }],
    ['a null token', { nextToken: null }],
  ])('is the last one with %s', async (_, token) => {
    const { smapi, call } = await against([{ body: { ...empty.body, ...token } }]);
    expect(await smapi.metrics(metricsRequest, call)).toEqual({ timestamps: [], values: [] });
  });

  it('may be empty and still not the last', async () => {
    const { smapi, call } = await against([{ body: { ...empty.body, nextToken: 'more' } }]);
    expect(await smapi.metrics(metricsRequest, call)).toEqual({ timestamps: [], values: [], nextToken: 'more' });
  });

  it('may hold 100,000 points, fractions and other offsets', async () => {
    const timestamps = Array.from({ length: 100_000 }, (_, n) => new Date(n * 900_000).toISOString());
    const { smapi, call } = await against([
      {
        body: {
          timestamps: [...timestamps, '2018-11-01T12:45:00.5+02:00'],
          values: [...timestamps.map((_, n) => n), 0.5],
        },
      },
    ]);
    const page = await smapi.metrics(metricsRequest, call);
    expect(page.timestamps).toHaveLength(100_001);
    expect(page.timestamps.at(-1)).toBe(Date.UTC(2018, 10, 1, 10, 45, 0, 500));
    expect(page.values.at(-1)).toBe(0.5);
  });

  it('may say more than we know of', async () => {
    const { smapi, call } = await against([{ body: { ...empty.body, isTruncated: false, unit: 'Count' } }]);
    expect(await smapi.metrics(metricsRequest, call)).toEqual({ timestamps: [], values: [] });
  });
});
