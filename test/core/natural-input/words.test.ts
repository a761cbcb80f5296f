import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FormulaArguments, type FormulaRequest, parseFormula } from '../../../src/core/formula/parse-formula';
import { parseInWords } from '../../../src/core/natural-input/parse-natural';
import { now, read, skills, triviaId } from '../../support/core/typed';

const all = ({ query }: FormulaRequest): string => query.metrics.join();

describe('a metric', () => {
  it.each([
    ['sessions', 'totalSessions'],
    ['Total sessions', 'totalSessions'],
    ['TOTAL_SESSIONS', 'totalSessions'],
    ['customers', 'uniqueCustomers'],
    ['Unique customers', 'uniqueCustomers'],
    ['users', 'uniqueCustomers'],
    ['utterances', 'totalUtterances'],
    ['Failed utterances', 'failedUtterances'],
    ['enablements', 'totalEnablements'],
    ['totalSessions, uniqueCustomers', 'totalSessions,uniqueCustomers'],
    ['sessions; customers; sessions', 'totalSessions,uniqueCustomers'],
    ['sessions and customers', 'totalSessions,uniqueCustomers'],
    [[['sessions'], ['customers']], 'totalSessions,uniqueCustomers'],
    [[['sessions', '', 'Unique customers']], 'totalSessions,uniqueCustomers'],
    ['plays', 'totalSessions'],
    ['totalSession', 'There is no metric "totalSession". Did you mean totalSessions?'],
    ['uniqueCustomer', 'There is no metric "uniqueCustomer". Did you mean uniqueCustomers?'],
    ['sesions', 'There is no metric "sesions". Did you mean totalSessions?'],
    [
      'clicks',
      `There is no metric "clicks". Use a metric such as totalSessions or uniqueCustomers; the function's help lists all.`,
    ],
    ['sessions, clicks', /^There is no metric "clicks"\. Use/],
    [
      'playQueuesCount',
      'Daily Trivia is a custom skill, which has no playQueuesCount. Use another metric, or another skill.',
    ],
    ['', 'metric is missing. Enter one such as "totalSessions".'],
  ])('%j', (metric, expected) => {
    const found = read({ skillId: 'Daily Trivia', metric }, all);
    if (expected instanceof RegExp) expect(found).toMatch(expected);
    else expect(found).toBe(expected);
  });

  it('means what the type of the skill makes of it', () => {
    expect(read({ skillId: 'Morning News', metric: 'plays' }, all)).toBe('totalSessions');
    expect(read({ skillId: 'Night Radio', metric: 'plays' }, all)).toBe('playQueuesCount');
    expect(read({ skillId: 'Porch Light', metric: 'clicks' }, all)).toBe(
      'There is no metric "clicks". Use uniqueCustomers, totalEnablements or totalUtterances.',
    );
  });

  it('expands to the columns of a list in one text', () => {
    expect(read({ metric: 'customers, sessions' }, ({ table }) => JSON.stringify(table.columns))).toBe(
      '[{"metric":"uniqueCustomers"},{"metric":"totalSessions"}]',
    );
  });
});

describe('a period', () => {
  it.each([
    ['day', 'P1D'],
    ['Daily', 'P1D'],
    ['p1d', 'P1D'],
    ['hour', 'PT1H'],
    ['hourly', 'PT1H'],
    ['15min', 'PT15M'],
    ['15 minutes', 'PT15M'],
    ['week', 'P1W'],
    ['weekly', 'P1W'],
    ['month', 'P1M'],
    ['quarter', 'P3M'],
    ['year', 'P1Y'],
    ['total', 'SINGLE'],
    ['dayly', 'There is no period "dayly". Did you mean daily?'],
    ['fortnight', 'There is no period "fortnight". Use hour, day, week, month, quarter, year or total.'],
  ])('%j', (period, expected) => {
    expect(read({ period }, ({ query }) => query.period)).toBe(expected);
  });
});

describe('a stage', () => {
  it.each([
    ['dev', 'development'],
    ['Development', 'development'],
    ['in development', 'development'],
    ['prod', 'live'],
    ['published', 'live'],
    ['LIVE', 'live'],
    ['alive', 'There is no stage "alive". Did you mean live?'],
    ['beta', 'There is no stage "beta". Use live or development.'],
  ])('%j', (stage, expected) => {
    expect(read({ stage }, ({ query }) => query.stage)).toBe(expected);
  });
});

describe('a skill type', () => {
  it.each([
    ['Custom skill', 'Daily Trivia', 'custom'],
    ['flash briefing', 'Morning News', 'flashBriefing'],
    ['Flash briefing skill', 'Morning News', 'flashBriefing'],
    ['Smart home', 'Porch Light', 'smartHome'],
    ['Music, radio', 'Night Radio', 'music'],
    [
      'Smart home',
      'Daily Trivia',
      'Daily Trivia is a custom skill, not a smart home skill. Leave skillType out, or enter custom.',
    ],
    ['games', 'Daily Trivia', 'There is no skill type "games". Use custom, smartHome, flashBriefing or music.'],
  ])('%j of %s', (skillType, skillId, expected) => {
    expect(read({ skillId, skillType, metric: 'customers' }, ({ query }) => query.skillType)).toBe(expected);
  });
});

describe('headers', () => {
  it.each([
    [true, '1'],
    [false, '0'],
    ['TRUE', '1'],
    ['false', '0'],
    ['none', '0'],
    [2, '2'],
    ['3', `headers can't be "3". Use 0 for none, 1 for column names, or 2 for the skill and column names.`],
  ])('%j', (headers, expected) => {
    expect(read({ headers }, ({ table }) => table.headers)).toBe(expected);
  });
});

describe('options', () => {
  it.each([
    ['tz=Berlin', 'There is no time zone "Berlin". Did you mean Europe/Berlin?'],
    ['tz=New York', 'There is no time zone "New York". Did you mean America/New_York?'],
    ['tz=Mars', 'There is no time zone "Mars". Enter UTC, or a time zone such as Europe/Berlin.'],
    ['ordr=desc', 'There is no option "ordr". Did you mean order?'],
    ['colour=red', `There is no option "colour". The function's help lists all options.`],
    ['desc', 'options take "key=value; key=value", and "desc" has no equal sign.'],
    ['order=down', `order can't be "down". Use asc or desc.`],
    ['order=asc; order=desc', 'options name order twice. Enter it once.'],
    ['limit=0', `limit can't be "0". Use a whole number from 1 to 1000000.`],
  ])('%j', (options, expected) => {
    expect(read({ options }, () => 'an answer')).toBe(expected);
  });
});

describe('a skill', () => {
  it.each([
    ['Daily Trivia', triviaId],
    ['毎日クイズ', triviaId],
    ["farmers' markets", 'amzn1.ask.skill.7'],
    ['7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10', triviaId],
    [
      'Twins',
      '2 of your skills are named "Twins": amzn1.ask.skill.5 and amzn1.ask.skill.6. Enter the ID of the one that you mean.',
    ],
    ['Daily Trivi', 'None of your skills is named "Daily Trivi". Did you mean "Daily Trivia"?'],
  ])('%j', (skillId, expected) => {
    expect(read({ skillId }, ({ query }) => query.skillId)).toBe(expected);
  });
});

describe('what the strict grammar takes', () => {
  it('means the same in the words of people', () => {
    const value = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
    const calls = fc.record({
      skillId: value<unknown>(triviaId, [[triviaId]], ` ${triviaId.toUpperCase()}`),
      metric: value<unknown>('totalSessions', [['totalSessions', 'totalUtterances']], [['total sessions'], [0]]),
      startTime: value<unknown>('-7d', 46_235, '46235', '2026-08-01T10:45Z', 'last 28 days', 'last month', 'ytd', [
        ['today'],
      ]),
      endTime: value<unknown>(null, 0, 'now', 'tomorrow', '2026-11-22T12:00'),
      period: value<unknown>(null, 0, 'P1D', 'PT1H', 'pt15m', 'P1W', 'SINGLE'),
      stage: value<unknown>(null, 'live', 'Development'),
      skillType: value<unknown>('custom', 'CUSTOM'),
      intent: value<unknown>(null, 'AMAZON.HelpIntent', [
        ['HelpIntent', ''],
        ['PlayIntent', 0],
      ]),
      locale: value<unknown>(null, 'en_us', [['en-US'], ['de-DE']], 0),
      headers: value<unknown>(null, 0, 1, '2', true),
      options: value<unknown>(
        null,
        0,
        'tz=Europe/Berlin; order=desc',
        [
          ['tz', 'UTC'],
          ['limit', 3],
        ],
        'week=sun, fill=na',
      ),
    });
    fc.assert(
      fc.property(calls, (args) => {
        const strict = (written: FormulaArguments): FormulaRequest => parseFormula(written, now);
        let expected: FormulaRequest;
        try {
          expected = strict(args);
        } catch {
          return;
        }
        expect(parseInWords(strict, args, { now, serialShift: 0, skills })).toEqual(expected);
        expect(parseInWords(strict, args, { now, serialShift: 0 })).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});
