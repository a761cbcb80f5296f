import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MetricName,
  metricOf,
  metricsFor,
  type Period,
  periods,
  type SkillType,
  skillTypes,
  stages,
} from '../../../src/core/domain/catalog';
import { FailureError, type Problem, textOf } from '../../../src/core/domain/failure';
import { formatInstant } from '../../../src/core/domain/instant';
import { defaultOptions } from '../../../src/core/formula/options';
import { type FormulaArguments, type FormulaRequest, parseFormula } from '../../../src/core/formula/parse-formula';
import { serialOf, wallOf } from '../../../src/core/time/excel-time';
import { second, zone } from '../../support/core/arbitraries';
import { at, query } from '../../support/core/queries';

const now = at('2026-11-22T14:37:12Z');

const required: FormulaArguments = { skillId: 'amzn1.ask.skill.001', metric: 'totalSessions', startTime: '2026-11-01' };
const read = (more: Partial<FormulaArguments> = {}): FormulaRequest => parseFormula({ ...required, ...more }, now);

const problemsOf = (args: FormulaArguments): readonly Problem[] => {
  try {
    parseFormula(args, now);
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'invalid_query') return error.failure.problems;
    throw error;
  }
  return [];
};
const wrong = (more: Partial<FormulaArguments>): readonly Problem[] => problemsOf({ ...required, ...more });

describe('parseFormula', () => {
  it('fills in what is left out', () => {
    const omitted: Partial<FormulaArguments> = {
      endTime: null,
      period: null,
      stage: null,
      skillType: null,
      intent: null,
      locale: null,
      headers: null,
      options: null,
    };
    const expected: FormulaRequest = {
      query: query({
        metrics: ['totalSessions'],
        startTime: at('2026-11-01T00:00:00Z'),
        // The running day is asked as a whole, up to now.
        endTime: at('2026-11-23T00:00:00Z'),
        period: 'P1D',
        edges: 'whole',
      }),
      table: { ...defaultOptions, headers: 1, columns: [{ metric: 'totalSessions' }] },
    };
    expect(read()).toEqual(expected);
    expect(read(omitted)).toEqual(expected);
  });

  it('reads every argument', () => {
    const args: FormulaArguments = {
      skillId: 'amzn1.ask.skill.001',
      metric: [['totalSessions', 'uniqueCustomers']],
      startTime: 46_235,
      endTime: 46_242,
      period: 'PT15M',
      stage: 'development',
      skillType: 'custom',
      intent: [['AMAZON.HelpIntent'], ['OrderPizza']],
      locale: ['en-US', 'de-DE'],
      headers: 2,
      options: 'tz=Europe/Berlin; order=desc; fill=na; layout=rows; maxResults=50; limit=10',
    };
    expect(parseFormula(args, now)).toEqual({
      query: {
        skillId: 'amzn1.ask.skill.001',
        metrics: ['totalSessions', 'uniqueCustomers'],
        startTime: at('2026-07-31T22:00:00Z'),
        endTime: at('2026-08-07T22:00:00Z'),
        period: 'PT15M',
        timeZone: 'UTC',
        week: 'mon',
        edges: 'whole',
        stage: 'development',
        skillType: 'custom',
        intents: ['AMAZON.HelpIntent', 'OrderPizza'],
        locales: ['en-US', 'de-DE'],
        maxResults: 50,
      },
      table: {
        ...defaultOptions,
        columns: expect.any(Array) as unknown,
        tz: 'Europe/Berlin',
        order: 'desc',
        fill: 'na',
        layout: 'rows',
        maxResults: 50,
        limit: 10,
        headers: 2,
      },
    });
  });

  it.each([
    ['stray spaces', { skillId: ' amzn1.ask.skill.001\u00a0', metric: ' totalSessions', stage: 'live ' }],
    ['the wrong case', { skillId: 'AMZN1.Ask.Skill.001', metric: 'TOTALSESSIONS', period: 'p1d', skillType: 'Custom' }],
    ['words apart', { metric: 'Total Sessions', skillType: 'custom' }],
    ['dashes and underscores', { metric: 'total_sessions', stage: '-live-' }],
    [
      'typed cell values',
      { metric: { type: 'String', basicValue: 'totalSessions' }, startTime: { type: 'Double', basicValue: 46_327 } },
    ],
    ['ranges of one cell', { skillId: [['amzn1.ask.skill.001']], startTime: [[46_327]], headers: [[1]] }],
    ['ranges with empty cells', { metric: [['totalSessions'], [''], [null], [0]], stage: [['live', '', 0]] }],
    [
      'references to empty cells, which arrive as 0',
      { endTime: 0, period: 0, stage: 0, skillType: 0, intent: 0, locale: 0, options: 0 },
    ],
    ['numbers as text', { startTime: '46327', headers: '1' }],
  ])('does not mind %s', (_, more) => {
    expect(read(more)).toEqual(read());
  });

  it.each([
    ['smart home', 'smartHome'],
    ['Flash Briefing', 'flashBriefing'],
    ['flash_briefing', 'flashBriefing'],
    ['MUSIC', 'music'],
  ])('knows skill type %s', (text, skillType) => {
    expect(read({ skillType: text, metric: 'uniqueCustomers' }).query.skillType).toBe(skillType);
  });

  it('writes locales as Amazon does', () => {
    expect(read({ locale: [['EN-us', 'de_DE', 'en-US']] }).query.locales).toEqual(['en-US', 'de-DE']);
  });

  it('reads times without a zone on the clocks of tz, and relative ones from now', () => {
    const { startTime, endTime } = read({ startTime: '-7d', endTime: 'today', options: 'tz=Asia/Kolkata' }).query;
    expect([startTime, endTime].map(formatInstant)).toEqual(['2026-11-14T18:30:00Z', '2026-11-21T18:30:00Z']);
  });

  it('reads months by name on the clocks of tz, from a text or a cell, with spaces around it', () => {
    const args = { startTime: '\u00a0Last month ', endTime: [['this  month']], options: 'tz=Europe/Berlin' };
    const { startTime, endTime } = read(args).query;
    expect([startTime, endTime].map(formatInstant)).toEqual(['2026-09-30T22:00:00Z', '2026-10-31T23:00:00Z']);
  });

  describe('problems', () => {
    it('are all reported at once, each with the argument, the value and what is accepted', () => {
      const args: FormulaArguments = {
        skillId: 'my skill',
        metric: [['totalSessions', 'clicks']],
        startTime: 'someday',
        endTime: true,
        period: 'P7D',
        stage: 'beta',
        skillType: 'games',
        intent: 'Order Pizza',
        locale: 'english',
        headers: 3,
        options: 'tz=Berlin; colour=red',
      };
      expect(problemsOf(args)).toEqual([
        { argument: 'skillId', value: 'my skill', accepted: "the skill's ID, amzn1.ask.skill.…" },
        { argument: 'skillType', value: 'games', accepted: 'custom, smartHome, flashBriefing, music' },
        {
          argument: 'metric',
          value: 'clicks',
          accepted:
            'uniqueCustomers, totalEnablements, totalUtterances, successfulUtterances, failedUtterances, totalSessions, successfulSessions, incompleteSessions, userEndedSessions, skillEndedSessions, playQueuesCount, totalPlayQueuesDuration, averagePlayQueueLength, successfulPlayQueueRate, successRate, failureRate, incompleteRate, sessionsPerCustomer, utterancesPerSession, utterancesPerCustomer, stickiness',
        },
        { argument: 'period', value: 'P7D', accepted: 'SINGLE, PT15M, PT1H, P1D, P1W, P1M, P3M, P1Y' },
        { argument: 'stage', value: 'beta', accepted: 'live, development' },
        { argument: 'options tz', value: 'Berlin', accepted: 'UTC or an IANA time zone such as Europe/Berlin' },
        {
          argument: 'options',
          value: 'colour=red',
          accepted:
            '"key=value; key=value" with tz, order, fill, layout, edges, days, tail, week, zone, names, compare, expected, maxResults, limit, through',
        },
        {
          argument: 'startTime',
          value: 'someday',
          accepted:
            'a date, an ISO 8601 text such as 2026-08-01 or 2026-08-01T10:45Z, or words such as today, last 28 days, last month, -7d',
        },
        {
          argument: 'endTime',
          value: 'true',
          accepted:
            'a date, an ISO 8601 text such as 2026-08-01 or 2026-08-01T10:45Z, or words such as today, last 28 days, last month, -7d',
        },
        { argument: 'intent', value: 'Order Pizza', accepted: "an intent's name such as AMAZON.HelpIntent" },
        { argument: 'locale', value: 'english', accepted: 'a locale such as en-US' },
        { argument: 'headers', value: '3', accepted: '0 none, 1 header row, 2 identifying row and header row' },
      ]);
    });

    it('name what is missing', () => {
      const missing = problemsOf({ skillId: null, metric: [['', null]], startTime: 0 });
      expect(missing.map(({ argument, value }) => [argument, value])).toEqual([
        ['skillId', ''],
        ['metric', ''],
        ['startTime', ''],
      ]);
    });

    it('are not multiplied by others: a wrong skill type or range says nothing about metric and end', () => {
      expect(wrong({ skillType: 'musik', metric: 'playQueuesCount' }).map(({ argument }) => argument)).toEqual([
        'skillType',
      ]);
      expect(wrong({ startTime: 'soon', endTime: '2015-01-01' }).map(({ argument }) => argument)).toEqual([
        'startTime',
      ]);
      expect(wrong({ skillId: [['a', 'b']] })).toEqual([
        { argument: 'skillId', value: 'a, b', accepted: "one value: the skill's ID, amzn1.ask.skill.…" },
      ]);
      expect(wrong({ startTime: [[46_235], [46_242]] })).toHaveLength(1);
    });

    it('offer the metrics of the skill type', () => {
      expect(wrong({ skillType: 'smartHome', metric: 'clicks' })[0]?.accepted).toBe(
        'uniqueCustomers, totalEnablements, totalUtterances, utterancesPerCustomer, stickiness',
      );
    });

    it.each([
      ['a serial', { startTime: 2026 }, 'startTime', '2026 (1905-07-18T00:00:00Z)'],
      ['a date', { startTime: '2014-12-31' }, 'startTime', '2014-12-31 (2014-12-31T00:00:00Z)'],
      ['a relative word', { startTime: '-7d', endTime: '-2w' }, 'endTime', '-2w (2026-11-08T00:00:00Z)'],
      ['an instant', { endTime: '2026-10-01T00:00:00Z' }, 'endTime', '2026-10-01T00:00:00Z'],
      ['what is left out', { startTime: '2026-11-22T14:37:05Z' }, 'endTime', '2026-11-22T14:37:00Z'],
    ])('show %s as written, beside what was understood', (_, more, argument, value) => {
      expect(wrong(more)).toEqual([expect.objectContaining({ argument, value })]);
    });

    it('read as one text', () => {
      try {
        read({ skillId: '', stage: 'beta' });
        expect.unreachable();
      } catch (error) {
        expect(error instanceof FailureError && textOf(error.failure)).toBe(
          `skillId is missing: the skill's ID, amzn1.ask.skill.… stage can't be "beta": live, development. Fix these arguments.`,
        );
      }
    });
  });

  it('asks the same query in whatever form the arguments come', () => {
    const upper = (text: string): string => text.toUpperCase();
    const forms = (text: string): fc.Arbitrary<unknown> =>
      fc.constantFrom(
        text,
        ` ${text}\t`,
        upper(text),
        [[text]],
        [
          [null, text],
          ['', 0],
        ],
        { type: 'String', basicValue: text },
      );
    const times = (instant: number, timeZone: string): fc.Arbitrary<unknown> => {
      const serial = serialOf(instant, timeZone);
      const wall = formatInstant(wallOf(instant, timeZone)).replace('Z', '');
      return fc.constantFrom(serial, String(serial), wall, ` ${wall.replace('T', ' ')} `, [[serial]], {
        type: 'Double',
        basicValue: serial,
      });
    };
    /** Those of which a period can be asked: nobody can add up distinct customers to a month's. */
    const metricsOf = (skillType: SkillType, period: Period): readonly MetricName[] =>
      metricsFor(skillType).filter((name) => metricOf(name).additive || !['P1M', 'P3M', 'P1Y'].includes(period));
    const asked = fc
      .tuple(second, zone, fc.constantFrom(...skillTypes), fc.constantFrom(...stages), fc.constantFrom(...periods))
      .filter(([start]) => start >= at('2015-01-02T00:00:00Z') && start < at('2026-11-15T00:00:00Z'))
      .chain(([start, timeZone, skillType, stage, period]) =>
        fc.constantFrom(...metricsOf(skillType, period)).chain((metric) => {
          const fixed = { ...required, options: `tz=${timeZone}`, startTime: serialOf(start, timeZone) };
          const plain = { ...fixed, metric, skillType, stage, period, endTime: serialOf(start + 86_400_000, timeZone) };
          const free = fc.record({
            skillId: fc.constantFrom('amzn1.ask.skill.001', [['amzn1.ask.skill.001']], ' AMZN1.ASK.SKILL.001'),
            metric: forms(metric),
            startTime: times(start, timeZone),
            endTime: times(start + 86_400_000, timeZone),
            period: forms(period),
            stage: forms(stage),
            skillType: forms(skillType),
            options: forms(`tz=${timeZone}`),
          });
          return fc.tuple(fc.constant(plain), free);
        }),
      )
      // A day in which clocks skip a day ends when it begins.
      .filter(([{ startTime, endTime }]) => endTime > startTime);
    fc.assert(
      fc.property(asked, ([plain, free]) => {
        const [one, other] = [parseFormula(free, now), parseFormula(plain, now)];
        expect(one.query).toEqual(other.query);
        // An engine that prefers another name for a zone does not tell the case of this one.
        expect(one.table.tz.toLowerCase()).toBe(other.table.tz.toLowerCase());
      }),
      { numRuns: 300 },
    );
  });
});
