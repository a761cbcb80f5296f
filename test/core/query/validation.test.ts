import { describe, expect, it } from 'vitest';
import type { Query } from '../../../src/core/query/query';
import { bucketCount, intentOf, isSkillId, localeOf, problemsOf } from '../../../src/core/query/validation';
import { at, query } from '../../support/core/queries';

const now = at('2026-11-22T14:37:00Z');
const daily = (more: Partial<Query>): Query =>
  query({ period: 'P1D', startTime: at('2026-08-01T00:00:00Z'), endTime: at('2026-11-01T00:00:00Z'), ...more });

describe('problemsOf', () => {
  it('finds nothing wrong with what Amazon answers', () => {
    expect(problemsOf(query(), now)).toEqual([]);
    expect(problemsOf(daily({ metrics: ['uniqueCustomers', 'totalSessions'], intents: ['A'] }), now)).toEqual([]);
  });

  it('names the skill types that have a metric', () => {
    expect(
      problemsOf(daily({ metrics: ['totalSessions', 'playQueuesCount'], skillType: 'smartHome' }), now),
    ).toMatchObject([
      {
        argument: 'metric',
        value: 'totalSessions',
        accepted:
          'for skill type smartHome: uniqueCustomers, totalEnablements, totalUtterances (totalSessions is for custom, flashBriefing)',
      },
      {
        argument: 'metric',
        value: 'playQueuesCount',
        accepted:
          'for skill type smartHome: uniqueCustomers, totalEnablements, totalUtterances (playQueuesCount is for music)',
      },
    ]);
  });

  it('has intents for custom skills only', () => {
    expect(
      problemsOf(daily({ metrics: ['totalUtterances'], skillType: 'smartHome', intents: ['A', 'B'] }), now),
    ).toMatchObject([{ argument: 'intent', value: 'A, B', accepted: 'only for skill type custom; leave it out' }]);
  });

  it.each([
    [
      'before there were skills',
      { startTime: at('2014-12-31T23:59:00Z') },
      'startTime',
      '2014-12-31T23:59:00Z',
      'a time from 2015-01-01 on',
    ],
    [
      'that begins later',
      { startTime: now + 60_000, endTime: now + 120_000 },
      'startTime',
      '2026-11-22T14:38:00Z',
      'a time in the past',
    ],
    [
      'that ends as it begins',
      { endTime: at('2026-08-01T00:00:00Z') },
      'endTime',
      '2026-08-01T00:00:00Z',
      'a time after startTime (2026-08-01T00:00:00Z)',
    ],
    [
      'that ends before it begins',
      { endTime: at('2026-07-01T00:00:00Z') },
      'endTime',
      '2026-07-01T00:00:00Z',
      'a time after startTime (2026-08-01T00:00:00Z)',
    ],
  ] as const)('refuses a range %s', (_, more, argument, value, accepted) => {
    expect(problemsOf(daily(more), now)).toMatchObject([{ argument, value, accepted }]);
  });

  it('lets a range end in the future, and begin there where nobody says what time it is', () => {
    expect(problemsOf(daily({ endTime: at('2027-01-01T00:00:00Z') }), now)).toEqual([]);
    expect(problemsOf(daily({ startTime: at('2027-01-01T00:00:00Z'), endTime: at('2027-02-01T00:00:00Z') }))).toEqual(
      [],
    );
  });

  it('takes SINGLE of a distinct count for exactly a week, and no minute more', () => {
    const startTime = at('2026-08-01T10:45:00Z');
    const week = query({ startTime, endTime: at('2026-08-08T10:45:00Z') });
    expect(problemsOf(week, now)).toEqual([]);
    expect(problemsOf({ ...week, endTime: week.endTime + 60_000 }, now)).toMatchObject([
      {
        argument: 'period',
        value: 'SINGLE',
        accepted:
          'for uniqueCustomers at most 7 days, as its weekly values cannot be added up to 8 days; ask a week at a time, or period P1D for daily values',
      },
    ]);
  });

  it('refuses SINGLE over a month only for those metrics that do not add up', () => {
    const month = { period: 'SINGLE', skillType: 'music' } as const;
    expect(problemsOf(daily({ ...month, metrics: ['playQueuesCount', 'totalPlayQueuesDuration'] }), now)).toEqual([]);
    const mixed = daily({
      ...month,
      metrics: ['averagePlayQueueLength', 'playQueuesCount', 'successfulPlayQueueRate'],
    });
    expect(problemsOf(mixed, now).map(({ accepted }) => accepted.split(' ')[1])).toEqual([
      'averagePlayQueueLength',
      'successfulPlayQueueRate',
    ]);
  });

  it('asks the bucket as a whole in which Alexa skills began', () => {
    const first = { startTime: at('2014-12-31T23:00:00Z'), period: 'P1D', timeZone: 'Europe/Berlin' } as const;
    expect(problemsOf(daily(first), now)).toEqual([]);
    expect(problemsOf(daily({ ...first, startTime: at('2014-12-31T22:59:00Z') }), now)).toHaveLength(1);
    const week = { startTime: at('2014-12-29T00:00:00Z'), period: 'P1W' } as const;
    expect(problemsOf(daily(week), now)).toEqual([]);
    expect(problemsOf(daily({ ...week, startTime: at('2014-12-22T00:00:00Z') }), now)).toHaveLength(1);
  });

  it('asks months of what adds up only, and says what to ask of the rest', () => {
    const metrics = ['totalSessions', 'uniqueCustomers'] as const;
    for (const period of ['P1M', 'P3M', 'P1Y'] as const)
      expect(problemsOf(daily({ metrics, period }), now)).toMatchObject([
        {
          argument: 'period',
          value: period,
          accepted:
            'for uniqueCustomers at most P1W, as its values cannot be added up to those of a longer period; ask P1W or P1D',
        },
      ]);
    expect(problemsOf(daily({ metrics, period: 'P1W' }), now)).toEqual([]);
  });

  it('refuses more columns than anyone means', () => {
    const intents = Array.from({ length: 126 }, (_, index) => `Intent${'A'.repeat(index)}`);
    const metrics = ['totalUtterances', 'failedUtterances'] as const;
    expect(problemsOf(daily({ metrics, intents }), now)).toMatchObject([
      { argument: 'intent', value: '252 columns', accepted: 'at most 250 metrics × intents × locales' },
    ]);
    expect(problemsOf(daily({ metrics, intents: intents.slice(1) }), now)).toEqual([]);
  });

  it('blames too many columns on the argument that has more names, and on intents where both have as many', () => {
    const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `Name${index}`);
    const blamed = (intents: number, locales: number): string[] =>
      problemsOf(daily({ metrics: ['totalSessions'], intents: names(intents), locales: names(locales) }), now).map(
        ({ argument }) => argument,
      );
    expect([blamed(15, 17), blamed(17, 15), blamed(16, 16)]).toEqual([['locale'], ['intent'], ['intent']]);
  });

  it('asks no more buckets than a sheet has rows', () => {
    const long = {
      period: 'PT15M',
      startTime: at('2015-01-01T00:00:00Z'),
      endTime: at('2045-01-01T00:00:00Z'),
    } as const;
    expect(problemsOf(daily(long), at('2045-01-01T00:00:00Z'))).toMatchObject([
      {
        argument: 'startTime',
        value: '2015-01-01T00:00:00Z',
        accepted: 'at most 1048575 buckets of PT15M; ask a shorter range or a longer period',
      },
    ]);
    expect(problemsOf(daily({ ...long, period: 'PT1H' }), at('2045-01-01T00:00:00Z'))).toEqual([]);
    // What has not begun is not asked.
    expect(problemsOf(daily(long), now)).toEqual([]);
  });

  it('describes each in sentences, with dates of the zone and what was written', () => {
    const messages = (more: Partial<Query>, written = {}): readonly string[] =>
      problemsOf(daily(more), now, { timeZone: 'Europe/Berlin', ...written }).map(({ message }) => message ?? '');
    expect(messages({ metrics: ['failedUtterances'], skillType: 'smartHome', intents: ['A'] })).toEqual([
      'Smart home skills have no failedUtterances. Use uniqueCustomers, totalEnablements or totalUtterances.',
      'Only custom skills have metrics by intent. Leave intent out.',
    ]);
    expect(messages({ metrics: ['playQueuesCount'] })).toEqual([
      'Custom skills have no playQueuesCount: only music skills do. Check metric and skillType.',
    ]);
    expect(messages({ startTime: at('2014-01-01T00:00:00Z') })).toEqual([
      'startTime is 2014-01-01 01:00, and Alexa has no metrics from before 2015. Enter a later date.',
    ]);
    expect(messages({ endTime: at('2026-07-31T22:00:00Z') }, { endTime: '-16w' })).toEqual([
      'endTime "-16w" is 2026-08-01, which isn\'t after startTime, 2026-08-01 02:00.',
    ]);
    expect(messages({ metrics: ['uniqueCustomers'], period: 'P3M' })).toEqual([
      "There is no uniqueCustomers by quarter, because its values can't be added up. Use period P1W or P1D.",
    ]);
    expect(messages({ metrics: ['uniqueCustomers'], period: 'SINGLE' })).toEqual([
      "Amazon gives uniqueCustomers over at most 7 days at once, and weekly values can't be added up to your 92 days. Enter a shorter range, or use period P1D for daily values.",
    ]);
  });

  it('finds everything that is wrong at once', () => {
    const wrong = daily({
      metrics: ['uniqueCustomers', 'failedUtterances'],
      skillType: 'flashBriefing',
      intents: ['A'],
      startTime: at('2014-01-01T00:00:00Z'),
      period: 'SINGLE',
    });
    expect(problemsOf(wrong, now).map(({ argument }) => argument)).toEqual(['metric', 'intent', 'startTime', 'period']);
  });
});

describe('bucketCount', () => {
  it('counts the buckets at the edges, however little of them is in the range', () => {
    const range = { startTime: at('2019-10-07T10:45:00Z'), endTime: at('2019-10-14T10:45:00Z') };
    expect(bucketCount(query({ ...range, period: 'P1D' }))).toBe(8);
    expect(bucketCount(query({ ...range, period: 'PT1H' }))).toBe(169);
    expect(bucketCount(query({ ...range, period: 'PT15M' }))).toBe(672);
    expect(bucketCount(query({ ...range, period: 'SINGLE' }))).toBe(1);
  });
});

describe('names', () => {
  it('knows a skill ID', () => {
    expect(isSkillId('amzn1.ask.skill.0d2b4d5c-2b9c-4f3a-9d0e-1f2a3b4c5d6e')).toBe(true);
    for (const text of ['', 'amzn1.ask.skill.', 'amzn1.ask.skill.a/../b', 'amzn1.ask.skill.a b', 'my skill'])
      expect(isSkillId(text)).toBe(false);
  });

  it('gives a locale the case that Amazon uses', () => {
    expect(['en-US', 'EN-us', 'de_de'].map(localeOf)).toEqual(['en-US', 'en-US', 'de-DE']);
    expect(['', 'en', 'en-', 'eng-US', 'english'].map(localeOf)).toEqual(Array(5).fill(undefined));
  });

  it("knows an intent's name, Amazon's own included", () => {
    expect(intentOf('AMAZON.HelpIntent')).toBe('AMAZON.HelpIntent');
    expect(intentOf('Order_Pizza2')).toBe('Order_Pizza2');
    for (const name of [
      'AMAZON.SearchAction<object@WeatherForecast[temperature]>',
      'AMAZON.AddAction<object@Book,targetCollection@ReadingList>',
    ])
      expect(intentOf(name)).toBe(name);
    expect(['', '2nd', 'Order Pizza', 'a&b', 'x'.repeat(256), 'A<b', 'A<>'].map(intentOf)).toEqual(
      Array(7).fill(undefined),
    );
  });
});
