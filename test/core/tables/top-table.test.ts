import { describe, expect, it } from 'vitest';
import { type Answer, type Query, seriesKeys } from '../../../src/core/query/query';
import { parseTop, type TopArguments, topOf } from '../../../src/core/tables/top-request';
import { nothingTop, topTable } from '../../../src/core/tables/top-table';
import { failureFrom } from '../../support/core/failure';
import { at, skillId } from '../../support/core/queries';

const now = at('2026-11-22T14:37:12Z');
const required: TopArguments = {
  skillId,
  metric: 'totalUtterances',
  by: 'intents',
  startTime: '2026-08-03',
  endTime: '2026-08-10',
};
const read = (more: Partial<TopArguments> = {}) => parseTop({ ...required, ...more }, now);

interface Asked {
  readonly metric: string;
  /** The intent or locale; undefined for all together. */
  readonly name: string | undefined;
  readonly isEarlier: boolean;
}
type Value = (asked: Asked) => number | undefined;

const answerTo = (query: Query, value: Value): Answer => ({
  series: seriesKeys(query).map((key) => {
    const isEarlier = query.startTime < at('2026-08-03T00:00Z');
    const one = value({ metric: key.metric, name: key.intent ?? key.locale, isEarlier });
    const found = one === undefined ? [] : [one];
    return { ...key, timestamps: found.map(() => query.startTime), values: found };
  }),
  fetchedAt: now,
  requests: 1,
  pages: 1,
  requestIds: [],
});

const tableFor = (names: readonly string[], value: Value, more: Partial<TopArguments> = {}) => {
  const top = topOf(read(more), names, now);
  return topTable(
    top,
    top.queries.map((query) => answerTo(query, value)),
  );
};

/** Values by name; `total` for all together. */
const of =
  (values: Readonly<Record<string, number>>): Value =>
  ({ name = 'total' }) =>
    values[name];

describe('a filter', () => {
  const filtered: Partial<TopArguments> = { options: 'locale=de-DE; compare=previous' };

  it('is in every query, and in the headers', () => {
    const top = topOf(read(filtered), ['PlayIntent', 'StopIntent'], now);
    expect(top.queries.map(({ intents, locales }) => [intents, locales])).toEqual([
      [['PlayIntent', 'StopIntent'], ['de-DE']],
      [['PlayIntent', 'StopIntent'], ['de-DE']],
      [[], ['de-DE']],
      [[], ['de-DE']],
    ]);
    const [header] = topTable(
      top,
      top.queries.map((query) => answerTo(query, () => 5)),
    );
    expect(header?.slice(0, 3)).toEqual(['Intent', 'Total utterances – de-DE', 'Share']);
  });

  it('leaves sessions of one intent to add up over locales', () => {
    const more = { by: 'locales', metric: 'totalSessions', options: 'intent=PlayIntent' };
    expect(tableFor(['en-US', 'de-DE'], () => 5, more)[0]).toEqual(['Locale', 'Total sessions – PlayIntent', 'Share']);
  });
});

describe('topTable', () => {
  it('has the largest values first, their shares, and what is left of the total', () => {
    const values = of({ A: 20, B: 50, C: 10, D: 20, total: 110 });
    expect(tableFor(['A', 'B', 'C', 'D', 'E'], values, { n: 3 })).toEqual([
      ['Intent', 'Total utterances', 'Share'],
      ['B', 50, 50 / 110],
      ['A', 20, 20 / 110],
      ['D', 20, 20 / 110],
      ['All others', 20, 20 / 110],
    ]);
  });

  it('leaves out the others if there are none, and names without a value', () =>
    expect(tableFor(['en-US', 'en-GB', 'de-DE'], of({ 'en-US': 3, 'en-GB': 1, total: 4 }), { by: 'locales' })).toEqual([
      ['Locale', 'Total utterances', 'Share'],
      ['en-US', 3, 0.75],
      ['en-GB', 1, 0.25],
    ]));

  it('has neither shares nor others if values of several names overlap', () => {
    const values = of({ A: 5, B: 7, total: 8 });
    expect(tableFor(['A', 'B'], values, { metric: 'totalSessions', n: 1 })).toEqual([
      ['Intent', 'Total sessions'],
      ['B', 7],
    ]);
  });

  it('calculates a ratio from the parts of each name', () => {
    const value: Value = ({ metric, name }) =>
      metric === 'successfulUtterances' ? (name === 'A' ? 1 : 90) : name === 'A' ? 2 : 100;
    expect(tableFor(['A', 'B'], value, { metric: 'successRate' })).toEqual([
      ['Intent', 'Success rate'],
      ['B', 0.9],
      ['A', 0.5],
    ]);
  });

  it('compares each name, the new and the gone, and the others', () => {
    const after: Readonly<Record<string, number>> = { A: 60, New: 30, total: 100 };
    const before: Readonly<Record<string, number>> = { A: 50, Gone: 20, total: 80 };
    const value: Value = ({ name = 'total', isEarlier }) => (isEarlier ? before : after)[name];
    const fromNothing = { unavailable: expect.any(String) as string };
    expect(tableFor(['A', 'Gone', 'New'], value, { options: 'compare=previous; fill=0' })).toEqual([
      ['Intent', 'Total utterances', 'Share', 'Period before', 'Change', 'Change %'],
      ['A', 60, 0.6, 50, 10, 0.2],
      ['New', 30, 0.3, 0, 30, fromNothing],
      ['Gone', 0, 0, 20, -20, -1],
      ['All others', 10, 0.1, 10, 0, 0],
    ]);
  });

  it('says so instead of a negative rest', () => {
    const table = tableFor(['A', 'B'], of({ A: 5, B: 7, total: 8 }));
    expect(table.at(-1)).toEqual([
      'All others',
      { unavailable: expect.stringContaining('more than the total') as string },
      { unavailable: expect.any(String) as string },
    ]);
  });

  it("has Amazon's names if that is wanted", () =>
    expect(tableFor(['A'], of({ A: 1, total: 1 }), { options: 'names=api' })[0]).toEqual([
      'intent',
      'totalUtterances',
      'share',
    ]));

  it('fails if Amazon has nothing at all', () =>
    expect(failureFrom(() => tableFor(['A'], () => undefined)).code).toBe('not_found'));

  it('has a header and the reason if the range has only just begun', () =>
    expect(nothingTop(read(), 'Not yet.')).toEqual([
      ['Intent', 'Total utterances', 'Share'],
      ['', { unavailable: 'Not yet.' }, { unavailable: 'Not yet.' }],
    ]));
});
