import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMetricName, metricNames, metricOf, metricsFor, skillTypes, stages } from '../../../src/core/domain/catalog';
import { FailureError, type Problem } from '../../../src/core/domain/failure';
import { parseQueryParams } from '../../../src/core/protocol/query-params';
import { queryToParams } from '../../../src/core/protocol/stream';
import type { Query } from '../../../src/core/query/query';
import { period, range, zone } from '../../support/core/arbitraries';
import { query, skillId } from '../../support/core/queries';

const problemsOf = (params: readonly (readonly [string, string])[]): readonly Problem[] => {
  try {
    parseQueryParams(params);
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'invalid_query') return error.failure.problems;
    throw error;
  }
  return [];
};
const sample = queryToParams(query());
const without = (name: string) => sample.filter(([one]) => one !== name);

const anyQuery = fc
  .tuple(
    range,
    period,
    fc.constantFrom(...skillTypes),
    fc.constantFrom(...stages),
    zone,
    fc.constantFrom('mon' as const, 'sun' as const),
  )
  .chain(([asked, p, skillType, stage, timeZone, week]) =>
    fc.record(
      {
        skillId: fc.constant(skillId),
        metrics: fc.subarray(
          metricsFor(skillType).filter((name) => ['PT15M', 'PT1H', 'P1D'].includes(p) || metricOf(name).additive),
          { minLength: 1 },
        ),
        startTime: fc.constant(asked.startTime),
        endTime: fc.constant(asked.endTime),
        period: fc.constant(p),
        timeZone: fc.constant(timeZone),
        week: fc.constant(week),
        edges: fc.constant('exact' as const),
        stage: fc.constant(stage),
        skillType: fc.constant(skillType),
        intents: skillType === 'custom' ? fc.subarray(['AMAZON.HelpIntent', 'Order_Pizza', 'a']) : fc.constant([]),
        locales: fc.subarray(['en-US', 'de-DE', 'pt-BR']),
        maxResults: fc.integer({ min: 1, max: 100_000 }),
      },
      {
        requiredKeys: [
          'skillId',
          'metrics',
          'startTime',
          'endTime',
          'period',
          'timeZone',
          'week',
          'edges',
          'stage',
          'skillType',
          'intents',
          'locales',
        ],
      },
    ),
  );

describe('parseQuestionParams', () => {
  it("reads Amazon's sample query", () => {
    const params = new URLSearchParams(
      'skillId=amzn1.ask.skill.001&metric=uniqueCustomers&startTime=2018-11-01T10:45:00Z&endTime=2018-11-02T10:45:00Z' +
        '&period=SINGLE&stage=live&skillType=custom&locale=en-US&maxResults=3',
    );
    expect(parseQueryParams(params)).toEqual(query({ locales: ['en-US'], maxResults: 3 }));
  });

  it('reads whatever questionToParams writes, through a URL too', () => {
    fc.assert(
      fc.property(anyQuery, (asked: Query) => {
        const url = new URL(
          `https://relay.example/api/metrics?${new URLSearchParams(queryToParams(asked)).toString()}`,
        );
        expect(parseQueryParams(url.searchParams)).toEqual(asked);
      }),
    );
  });

  it('lists everything that is missing', () => {
    expect(problemsOf([]).map(({ argument, value }) => [argument, value])).toEqual([
      ['metric', ''],
      ['skillId', ''],
      ['startTime', ''],
      ['endTime', ''],
      ['period', ''],
      ['stage', ''],
      ['skillType', ''],
    ]);
  });

  it.each([
    ['skillId', 'my-skill', "the skill's ID, amzn1.ask.skill.…"],
    ['metric', 'sessions', metricNames.join(', ')],
    ['startTime', '2018-11-01', 'an ISO 8601 time with a zone'],
    ['endTime', 'now', 'an ISO 8601 time with a zone'],
    ['period', 'p1d', 'SINGLE, PT15M, PT1H, P1D, P1W, P1M, P3M, P1Y'],
    ['tz', 'Berlin', 'UTC or an IANA time zone'],
    ['week', 'sat', 'mon, sun'],
    ['edges', 'cut', 'exact'],
    ['stage', 'certification', 'live, development'],
    ['skillType', 'video', 'custom, smartHome, flashBriefing, music'],
    ['maxResults', '0', 'a whole number from 1 to 100000'],
    ['maxResults', '100001', 'a whole number from 1 to 100000'],
    ['maxResults', '1e2', 'a whole number from 1 to 100000'],
    ['intent', 'Order Pizza', "an intent's name such as AMAZON.HelpIntent"],
    ['locale', 'english', 'a locale such as en-US'],
    ['nextToken', 'x', 'no parameter of this call'],
    ['__proto__', 'x', 'no parameter of this call'],
  ])('refuses %s=%s', (argument, value, accepted) => {
    expect(problemsOf([...without(argument), [argument, value]])).toEqual([{ argument, value, accepted }]);
  });

  it('refuses two values where one is meant', () => {
    expect(problemsOf([...sample, ['stage', 'development']])).toEqual([
      { argument: 'stage', value: 'live,development', accepted: 'one value' },
    ]);
  });

  it('counts repeated names once', () => {
    const twice = parseQueryParams([
      ...sample,
      ['metric', 'uniqueCustomers'],
      ['locale', 'en-us'],
      ['locale', 'en-US'],
    ]);
    expect(twice.metrics).toEqual(['uniqueCustomers']);
    expect(twice.locales).toEqual(['en-US']);
  });

  it('holds the query against the rules that cells are held against', () => {
    const month = queryToParams(query({ endTime: Date.parse('2018-12-01T10:45:00Z') }));
    expect(problemsOf(month).map(({ argument, accepted }) => [argument, accepted.slice(0, 33)])).toEqual([
      ['period', 'for uniqueCustomers at most 7 day'],
    ]);
  });

  it('names unknown metrics beside known ones', () => {
    const [problem] = problemsOf([...sample, ['metric', 'a'], ['metric', 'b']]);
    expect(problem).toMatchObject({ argument: 'metric', value: 'a,b' });
    expect(problem?.accepted.split(', ').every(isMetricName)).toBe(true);
  });
});
