import { describe, expect, it } from 'vitest';
import { parseFormula } from '../../../src/core/formula/parse-formula';
import { type Answer, type Query, seriesKeys } from '../../../src/core/query/query';
import { requestOfRow } from '../../../src/core/series/row-request';
import { changesOf, changeTable, reasonAgainstSplit } from '../../../src/core/tables/change-table';
import { topOf } from '../../../src/core/tables/top-request';
import { at, skillId } from '../../support/core/queries';

const now = at('2026-11-22T14:37:12Z');
const args = {
  skillId,
  metric: 'totalUtterances',
  startTime: '2026-08-03',
  endTime: '2026-08-10',
  options: 'compare=previous; tz=Europe/Berlin',
};
const row = at('2026-08-04T22:00:00Z');
const column = { metric: 'totalUtterances' } as const;

type Value = (name: string, isEarlier: boolean) => number | undefined;

const answerTo = (query: Query, value: Value): Answer => ({
  series: seriesKeys(query).map((key) => {
    const one = value(key.intent ?? key.locale ?? 'total', query.startTime < row);
    const found = one === undefined ? [] : [one];
    return { ...key, timestamps: found.map(() => query.startTime), values: found };
  }),
  fetchedAt: now,
  requests: 1,
  pages: 1,
  requestIds: [],
});

const tableFor = (names: readonly string[], value: Value) => {
  const whole = requestOfRow(parseFormula(args, now), column, row, now);
  if ('refused' in whole) throw new Error(whole.refused);
  const top = topOf({ whole, column, by: 'locales', n: names.length }, names, now);
  return changeTable(
    changesOf(
      top,
      top.queries.map((query) => answerTo(query, value)),
    ),
    'locales',
  );
};

describe('the request for one row', () => {
  it("asks its whole bucket, and that of the row's counterpart", () => {
    const request = requestOfRow(parseFormula(args, now), column, row, now);
    expect(request).toMatchObject({
      query: { startTime: row, endTime: at('2026-08-05T22:00:00Z'), period: 'SINGLE', edges: 'exact' },
      earlier: { query: { startTime: at('2026-07-28T22:00:00Z'), endTime: at('2026-07-29T22:00:00Z') } },
    });
  });

  it.each([
    ['a row that is not over', {}, at('2026-08-05T12:00Z'), "isn't over yet"],
    [
      'a row that the range cuts',
      { startTime: '2026-08-05T12:00', options: 'edges=exact; compare=previous' },
      now,
      'cuts this row',
    ],
  ])('refuses %s', (_, more, then, reason) =>
    expect(requestOfRow(parseFormula({ ...args, ...more }, then), column, at('2026-08-05T00:00Z'), then)).toEqual({
      refused: expect.stringContaining(reason) as string,
    }),
  );

  it('is the total itself if there are no rows', () => {
    const total = parseFormula({ ...args, period: 'SINGLE' }, now);
    const request = requestOfRow(total, column, total.query.startTime, now);
    expect(request).toMatchObject({
      query: { startTime: total.query.startTime, endTime: total.query.endTime },
      earlier: { query: { startTime: total.earlier?.query.startTime, endTime: total.earlier?.query.endTime } },
    });
  });
});

describe('a table of changes', () => {
  it('has the largest change first, the new and the gone, and adds up to the total', () => {
    const after: Readonly<Record<string, number>> = { 'en-US': 60, 'en-GB': 25, total: 100 };
    const before: Readonly<Record<string, number>> = { 'en-US': 50, 'de-DE': 20, total: 80 };
    expect(
      tableFor(['en-US', 'en-GB', 'de-DE', 'en-AU'], (name, isEarlier) => (isEarlier ? before : after)[name]),
    ).toEqual([
      ['Locale', 'Value', 'Before', 'Change', 'Share of change', 'New or gone'],
      ['en-GB', 25, 0, 25, 1.25, 'new'],
      ['de-DE', 0, 20, -20, -1, 'gone'],
      ['en-US', 60, 50, 10, 0.5, ''],
      ['All others', 15, 10, 5, 0.25, ''],
      ['Total', 100, 80, 20, 1, ''],
    ]);
  });

  it('has no shares of no change', () => {
    const [, name, total] = tableFor(['en-US'], () => 5);
    expect([name?.[4], total?.[4]]).toEqual([
      { unavailable: expect.any(String) as string },
      { unavailable: expect.any(String) as string },
    ]);
  });

  it('refuses parts that are more than the total', () =>
    expect(() => tableFor(['en-US', 'en-GB'], () => 5)).toThrow('more than their total'));
});

describe('a change', () => {
  it.each([
    [{ metric: 'uniqueCustomers' }, 'locales', 'one customer can use several locales'],
    [{ metric: 'totalSessions' }, 'intents', 'one session can hold several intents'],
    [{ metric: 'successRate' }, 'intents', 'ratios of parts'],
    [{ metric: 'totalUtterances', locale: 'en-US' }, 'locales', 'one of the locales'],
  ] as const)('of %o is not split by %s', (key, by, reason) => expect(reasonAgainstSplit(key, by)).toContain(reason));

  it('of utterances is split by both', () =>
    expect([reasonAgainstSplit(column, 'intents'), reasonAgainstSplit(column, 'locales')]).toEqual([
      undefined,
      undefined,
    ]));
});
