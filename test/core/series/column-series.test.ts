import { describe, expect, it } from 'vitest';
import { type FormulaArguments, type FormulaRequest, parseFormula } from '../../../src/core/formula/parse-formula';
import type { Answer, Query, Series } from '../../../src/core/query/query';
import { queriesOf } from '../../../src/core/series/column-series';
import { comparedRequest, overallChange } from '../../../src/core/series/overall-change';
import { tableOf } from '../../../src/core/tables/metrics-table';
import { parseTotal, totalTable } from '../../../src/core/tables/total-table';
import { bucketsOf } from '../../../src/core/time/calendar';
import { at, skillId } from '../../support/core/queries';

const now = at('2026-11-22T14:37:00Z');
const required = { skillId, metric: 'totalSessions', startTime: '2026-08-03', endTime: '2026-08-10' };
const parse = (more: Partial<FormulaArguments> = {}): FormulaRequest => parseFormula({ ...required, ...more }, now);

type Value = (metric: string, start: number) => number | undefined;

const answerTo = (query: Query, value: Value, more: Partial<Answer> = {}): Answer => ({
  series: query.metrics.map((metric): Series => {
    const points = bucketsOf(query, query)
      .map(({ startTime }) => [startTime, value(metric, startTime)] as const)
      .filter((point): point is readonly [number, number] => point[1] !== undefined);
    return { metric, timestamps: points.map(([time]) => time), values: points.map(([, one]) => one) };
  }),
  fetchedAt: now,
  requests: 1,
  pages: 1,
  requestIds: [],
  ...more,
});

const tableFor = (request: FormulaRequest, value: Value, more: Partial<Answer> = {}) =>
  tableOf(
    request,
    queriesOf(request).map((query) => answerTo(query, value, more)),
  );

const failureOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return String(error);
  }
  return 'It did not fail.';
};

describe('a derived metric', () => {
  it('asks for its parts, each once', () => {
    expect(parse({ metric: [['successRate', 'failureRate', 'totalUtterances']] }).query.metrics).toEqual([
      'successfulUtterances',
      'totalUtterances',
      'failedUtterances',
    ]);
  });

  it('is the ratio of the sums of the row, not a mean of ratios', () => {
    // A busy day of 1,000 with 900 successes, and six quiet days of 1 without any.
    const byDay: Value = (metric, start) => {
      const isBusy = start === at('2026-08-03T00:00Z');
      return metric === 'totalUtterances' ? (isBusy ? 1000 : 1) : isBusy ? 900 : 0;
    };
    const weekly = parse({ metric: 'successRate', period: 'P1W' });
    // Weeks are sums of days: 900 of 1,006.
    const sum: Value = (metric) => (metric === 'totalUtterances' ? 1006 : 900);
    expect(tableFor(weekly, sum)[1]?.[1]).toBeCloseTo(900 / 1006, 12);
    expect(tableFor(parse({ metric: 'successRate' }), byDay).slice(1, 3)).toEqual([
      [46_237, 0.9],
      [46_238, 0],
    ]);
  });

  it('has no value where there is nothing to divide by, and none is made up for a gap', () => {
    const request = parse({ metric: 'successRate', options: 'fill=0', endTime: '2026-08-06' });
    const value: Value = (metric, start) =>
      start === at('2026-08-03T00:00Z') ? 0 : start === at('2026-08-04T00:00Z') ? 1 : undefined;
    const [, first, second, third] = tableFor(request, value);
    expect(first?.[1]).toEqual({ unavailable: 'There was nothing to divide by: the lower part of this ratio is 0.' });
    expect(second?.[1]).toBe(1);
    expect(third?.[1]).toBe('');
  });

  it.each([
    [
      { metric: 'sessionsPerCustomer', period: 'P1M' },
      'sessionsPerCustomer is calculated from totalSessions and uniqueCustomers.',
    ],
    [
      { metric: 'successRate', skillType: 'flashBriefing' },
      'successRate needs successfulUtterances and totalUtterances, which only custom skills have.',
    ],
    [{ metric: 'stickiness' }, 'Use period P1W.'],
    [{ metric: 'stickiness', period: 'SINGLE', endTime: '2026-08-06' }, 'Enter seven whole days.'],
  ] as const)('is refused where a part does not add up or exist: %j', (args, message) =>
    expect(failureOf(() => parse(args))).toContain(message),
  );

  it('compares the mean of the days with the week for stickiness', () => {
    const request = parse({ metric: 'stickiness', period: 'P1W' });
    const [weekly, daily] = queriesOf(request);
    expect([weekly?.period, daily?.period, daily?.metrics]).toEqual(['P1W', 'P1D', ['uniqueCustomers']]);
    const answers = [
      answerTo(request.query, () => 70),
      answerTo(daily ?? request.query, (_, start) => (start < at('2026-08-05T00:00Z') ? 35 : 14)),
    ];
    // (2 × 35 + 5 × 14) ÷ 7 = 20 customers a day of 70 in the week.
    expect(tableOf(request, answers)[1]?.[1]).toBeCloseTo(20 / 70, 12);
  });
});

describe('a comparison', () => {
  const sessions: Value = (_, start) => (start < at('2026-08-03T00:00Z') ? 80 : 100);

  it('returns value, earlier value, change and percentage, in columns of their own', () => {
    const table = tableFor(parse({ options: 'compare=week' }), sessions);
    expect(table[0]).toEqual(['Date (UTC)', 'Total sessions', 'Week before', 'Change', 'Change %']);
    expect(table[1]).toEqual([46_237, 100, 80, 20, 0.25]);
  });

  it('says why a change is unavailable', () => {
    const zero: Value = (_, start) => (start < at('2026-08-03T00:00Z') ? 0 : 100);
    expect(tableFor(parse({ options: 'compare=week' }), zero)[1]).toEqual([
      46_237,
      100,
      0,
      100,
      { unavailable: 'The earlier value is 0, so there is no percentage.' },
    ]);
    const march = parse({ startTime: '2026-03-31', endTime: '2026-04-01', options: 'compare=month' });
    expect(tableFor(march, sessions)[1]?.[2]).toEqual({ unavailable: 'The earlier month has no such day.' });
  });

  it('never holds a running day against a whole one', () => {
    const request = parse({ startTime: '2026-11-21', endTime: '2026-11-23', options: 'compare=week' });
    const [, whole, running] = tableFor(request, () => 50);
    expect(whole?.slice(1)).toEqual([50, 50, 0, 0]);
    expect(running?.slice(1, 3)).toEqual([50, 50]);
    expect(running?.[3]).toEqual({
      unavailable: "This period isn't over yet, so it can't be compared with a whole one.",
    });
  });

  it('shows what was there before where there is nothing now', () => {
    const gone: Value = (_, start) => (start < at('2026-08-03T00:00Z') ? 80 : undefined);
    expect(tableFor(parse({ endTime: '2026-08-04', options: 'compare=week' }), gone)[1]).toEqual([
      46_237,
      '',
      80,
      '',
      '',
    ]);
  });

  it('shows the change of a share in points', () => {
    const share: Value = (metric, start) =>
      metric === 'totalUtterances' ? 100 : start < at('2026-08-03T00:00Z') ? 80 : 90;
    const [header, row] = tableFor(parse({ metric: 'successRate', options: 'compare=week' }), share);
    expect(header?.[3]).toBe('Change in points');
    expect(row?.[3]).toBeCloseTo(0.1, 12);
    expect(row?.[4]).toBeCloseTo(0.125, 12);
  });

  it.each([
    [{ period: 'P1M', startTime: '2026-08-01', endTime: '2026-10-01', options: 'compare=week' }, "can't be compared"],
    [{ options: 'compare=decade' }, 'compare'],
  ])('is refused where rows have no counterpart: %j', (args, message) =>
    expect(failureOf(() => parse(args))).toContain(message),
  );

  it('of a total holds a part of today against the same part', () => {
    const args = { skillId, metric: 'totalSessions', startTime: 'today', options: 'compare=week' };
    const request = parseTotal(args, now);
    expect(request.queries.map(({ startTime, endTime }) => [startTime, endTime])).toEqual([
      [at('2026-11-22T00:00Z'), now],
      [at('2026-11-15T00:00Z'), at('2026-11-15T14:37Z')],
    ]);
    const [today, before] = request.queries.map((query, index) => answerTo(query, () => (index === 0 ? 30 : 20)));
    expect(
      totalTable(
        request,
        [today, before].filter((one) => one !== undefined),
      ),
    ).toEqual([[30, 20, 10, 0.5]]);
  });

  it('of totals is beside each of them', () => {
    const request = parseTotal(
      { ...required, metric: [['totalSessions'], ['successRate']], options: 'compare=week' },
      now,
    );
    const value: Value = (metric, start) =>
      metric === 'successfulUtterances' ? 50 : start < at('2026-08-03T00:00Z') ? 100 : 200;
    expect(
      totalTable(
        request,
        request.queries.map((query) => answerTo(query, value)),
      ),
    ).toEqual([
      [200, 100, 100, 1],
      [0.25, 0.5, -0.25, -0.5],
    ]);
  });
});

describe('the overall change', () => {
  it('sums the rows that can be compared, of the first series', () => {
    const request = parse({ metric: 'totalSessions', startTime: '2026-11-16', endTime: '2026-11-23' });
    const compared = comparedRequest(request, now);
    expect(compared?.table.compare).toBe('week');
    const value: Value = (_, start) =>
      start < at('2026-11-16T00:00Z') ? 100 : start < at('2026-11-22T00:00Z') ? 110 : 1;
    const answers = compared && queriesOf(compared).map((query) => answerTo(query, value));
    // Of the seven days, the last is still running.
    expect(compared && answers && overallChange(compared, answers)?.share).toBeCloseTo(0.1, 12);
  });

  it("is not shown where values don't add up", () =>
    expect(comparedRequest(parse({ metric: 'uniqueCustomers' }), now)).toBeUndefined());
});

describe('expected values', () => {
  it('come from the eight weeks before, and mark what is outside', () => {
    const request = parse({ options: 'expected=1' });
    const [own, history] = queriesOf(request);
    expect([history?.startTime, history?.endTime]).toEqual([at('2026-06-08T00:00Z'), own?.startTime]);
    const value: Value = (_, start) => (start === at('2026-08-05T00:00Z') ? 10 : 1000 + ((start / 86_400_000) % 3));
    const table = tableFor(request, value);
    expect(table[0]?.slice(2)).toEqual(['Expected', 'Low', 'High', 'Unusual']);
    expect(table.slice(1).map((row) => row[5])).toEqual(['', '', 'low', '', '', '', '']);
  });

  it('of a share stay between 0 and 1', () => {
    const value: Value = (metric) => (metric === 'totalUtterances' ? 10 : 10);
    const [, row] = tableFor(parse({ metric: 'successRate', options: 'expected=1' }), value);
    expect(row?.[4]).toBe(1);
  });

  it('are refused for months, and for totals', () => {
    expect(failureOf(() => parse({ period: 'P1M', options: 'expected=1' }))).toContain('a week or less');
    expect(failureOf(() => parseTotal({ ...required, options: 'expected=1' }, now))).toContain(
      'SKILLTOTAL has no expected',
    );
  });
});
