import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Expectation,
  expectedRows,
  type NoExpectation,
  type Observations,
  type ObservedRow,
  withHistory,
} from '../../../src/core/analysis/expected';
import type { Period } from '../../../src/core/domain/catalog';
import { FailureError } from '../../../src/core/domain/failure';
import { formatInstant } from '../../../src/core/domain/instant';
import { bucketsOf, type Calendar } from '../../../src/core/time/calendar';
import { wallOf } from '../../../src/core/time/excel-time';
import { at } from '../../support/core/queries';

const dayMs = 86_400_000;
const days: Calendar = { period: 'P1D', timeZone: 'UTC', week: 'mon' };
const weeks: Calendar = { ...days, period: 'P1W' };

/** A Monday. */
const monday = at('2026-06-01T00:00:00Z');

type Value = number | undefined;

/** Rows of days from eight weeks before Monday on; `value` takes the number of days since Monday, so -7 is a week before. */
const rowsOf = (value: (day: number) => Value, until = 1): readonly ObservedRow[] =>
  Array.from({ length: 56 + until }, (_, index) => ({
    start: monday + (index - 56) * dayMs,
    value: value(index - 56),
  }));

const expectations = (more: Partial<Observations>): readonly (Expectation | NoExpectation)[] =>
  expectedRows({ rows: [], from: monday, calendar: days, isCount: true, ...more });

const rounded = (row: Expectation | NoExpectation | undefined) =>
  row === undefined || 'unavailable' in row
    ? 'none'
    : [row.expected, row.low, row.high].map((value) => Math.round(value * 100) / 100);

/** The marks of rows, by their number after Monday. */
const marks = (rows: readonly (Expectation | NoExpectation)[]) =>
  rows.map((row) => ('unavailable' in row ? 'none' : (row.unusual ?? '')));

describe('expectedRows of days, calculated by hand', () => {
  it.each<[why: string, value: (day: number) => Value, band: readonly number[] | 'none', isCount?: boolean]>([
    // No deviations, so the spread is √400 = 20, and the band reaches 4 · 20 to both sides.
    ['count noise where nothing varies', () => 400, [400, 320, 480]],
    // √max(0, 1) = 1, and nothing is below 0.
    ['nothing but zeros', () => 0, [0, 0, 4]],
    // 1 % of 90 is 0.9.
    ['a mean that never varied', () => 90, [90, 86.4, 93.6], false],
    // Mondays are 300, all other days 1,000: √300 · 4 = 69.28.
    ['its own weekday', (day) => (day % 7 === 0 ? 300 : 1000), [300, 230.72, 369.28]],
    // Mondays ± 15, 10, 5, 0 %: the median is 10,000, the MAD (5 + 10) / 2 % · 1.4826 = 11.12 %, and 4 of it 44.48 %.
    [
      'a weekday that varies',
      (day) => (day % 7 === 0 ? 10_000 * (1 + ([15, 10, 5, 0, 0, -5, -10, -15][-day / 7 - 1] ?? 0) / 100) : 10_000),
      [10_000, 5552.2, 14_447.8],
    ],
    // The other days vary by 3 %, this one doesn't: 3 % · 1.4826 · 4 = 17.79 % of 10,000.
    [
      'other weekdays that vary',
      (day) => (day % 7 === 0 ? 10_000 : 10_000 + (day % 2 === 0 ? 300 : -300)),
      [10_000, 8220.88, 11_779.12],
    ],
    // The last week is at level 1.2, those before at 1: 1,000 − 4 · √1,000 to 1,200 + 4 · √1,200.
    ['the level of the last week', (day) => (day >= -7 ? 1200 : 1000), [1200, 873.51, 1338.56]],
    // The last three weeks are at 1.2, and nothing is left of what was before: 4 · √1,200 to both sides.
    ['a level of three weeks', (day) => (day >= -21 ? 1200 : 1000), [1200, 1061.44, 1338.56]],
    // Three of seven days don't change the median.
    ['an outage of three days', (day) => (day >= -3 ? 0 : 400), [400, 320, 480]],
    // Weeks of nothing are no new level.
    ['an outage of two weeks', (day) => (day >= -14 ? 0 : 400), [400, 320, 480]],
    // Fewer than 100 a week have no level, but the median of eight Mondays: 4 · √2 = 5.66.
    ['few counts', (day) => (day >= -7 ? 4 : 2), [2, 0, 7.66]],
    ['four of eight values', (day) => (day < -28 ? undefined : 400), [400, 320, 480]],
    ['three of eight values', (day) => (day < -21 ? undefined : 400), 'none'],
    ['every other week missing', (day) => (Math.floor(day / 7) % 2 === 0 ? undefined : 400), [400, 320, 480]],
    ['only Mondays', (day) => (day % 7 === 0 ? 400 : undefined), [400, 320, 480]],
    ['no history at all', () => undefined, 'none'],
  ])('%s', (_, value, band, isCount = true) => {
    const rows = rowsOf((day) => (day === 0 ? 100_000 : value(day)));
    expect(rounded(expectations({ rows, isCount })[0])).toEqual(band);
  });

  it('marks what is outside, but not the edges themselves', () => {
    const marked = (value: number) => marks(expectations({ rows: rowsOf((day) => (day === 0 ? value : 400)) }));
    expect([319, 320, 400, 480, 481].flatMap(marked)).toEqual(['low', '', '', '', 'high']);
  });
});

describe('expectedRows after', () => {
  const marksOf = (value: (day: number) => Value, length = 70) => marks(expectations({ rows: rowsOf(value, length) }));
  const quiet = (length: number): string[] => Array.from({ length }, () => '');

  it('an outage: its days are low, and no day is marked in the ten weeks after it', () => {
    expect(marksOf((day) => (day === 0 || day === 1 ? 150 : 1000))).toEqual(['low', 'low', ...quiet(68)]);
  });

  it('an outage of weeks: all its days are low, and what was usual before is usual again', () => {
    const found = marksOf((day) => (day >= 0 && day < 21 ? 0 : 1000));
    expect(found).toEqual([...Array.from({ length: 21 }, () => 'low'), ...quiet(49)]);
  });

  it('a lasting change: four days are high, and then the new level is expected', () => {
    const value = (day: number) => (day >= 0 ? 2000 : 1000);
    expect(marksOf(value)).toEqual(['high', 'high', 'high', 'high', ...quiet(66)]);
    expect(expectations({ rows: rowsOf(value, 70) }).slice(4)).toMatchObject(
      Array.from({ length: 66 }, () => ({ expected: 2000 })),
    );
  });

  it("a launch that fades: its first days are high, and its end doesn't count as an outage", () => {
    const found = marksOf((day) => (day < 0 ? 1000 : Math.round(1000 * (1 + 2 * Math.exp(-day / 3)))));
    expect(found.slice(0, 3)).toEqual(['high', 'high', 'high']);
    expect(found.filter((mark) => mark === 'low')).toEqual([]);
  });

  it('the first day of a skill: it is high, and nothing is expected until four weeks are known', () => {
    const found = marksOf((day) => (day >= 0 ? 1000 : 0));
    expect(found.slice(0, 4)).toEqual(['high', 'high', 'high', 'high']);
    expect(found.slice(4, 21)).toEqual(Array.from({ length: 17 }, () => 'none'));
    expect(found.slice(28)).toEqual(quiet(42));
  });

  it('steady growth: nothing is unusual', () => {
    expect(marksOf((day) => Math.round(5000 * 1.03 ** (day / 7)))).toEqual(quiet(70));
  });
});

describe('rows that are not final', () => {
  const value = (day: number) => (day >= 0 ? 0 : 400);

  it('are never marked, but have an expectation', () => {
    const rows = rowsOf(value, 3);
    const found = expectations({ rows, provisionalFrom: monday + dayMs });
    expect(marks(found)).toEqual(['low', '', '']);
    expect(rounded(found[2])).toEqual([400, 320, 480]);
  });

  it('nor are those that the range cuts, or that are not known', () => {
    const rows = rowsOf((day) => (day === 1 ? undefined : value(day)), 3).map((row) => ({
      ...row,
      isCut: row.start === monday,
    }));
    expect(marks(expectations({ rows }))).toEqual(['', '', 'low']);
  });

  it("don't count as history", () => {
    const provisionalFrom = monday - 4 * 7 * dayMs;
    const rows = rowsOf((day) => (day >= -28 ? 5 : 400));
    expect(rounded(expectations({ rows, provisionalFrom })[0])).toEqual([400, 320, 480]);
  });
});

describe('expectedRows of hours', () => {
  const berlin: Calendar = { period: 'PT1H', timeZone: 'Europe/Berlin', week: 'mon' };
  /** Everybody comes at eight in the evening, and twice as many on Sundays. */
  const evening = (start: number, { timeZone }: Calendar): number => {
    const wall = new Date(wallOf(start, timeZone));
    return (wall.getUTCHours() === 20 ? 4000 : 100) * (wall.getUTCDay() === 0 ? 2 : 1);
  };
  const hours = (from: string, until: string, calendar: Calendar) => {
    const range = { startTime: at(from), endTime: at(until) };
    const rows = bucketsOf(withHistory(range, calendar), calendar).map(({ startTime }) => ({
      start: startTime,
      value: evening(startTime, calendar),
    }));
    return { rows, from: range.startTime, calendar };
  };

  it.each(['Europe/Berlin', 'America/Chicago', 'Asia/Kolkata', 'Australia/Lord_Howe'])(
    'are those of the clocks of %s, also when these change',
    (timeZone) => {
      for (const [from, until] of [
        ['2026-03-01T00:00:00Z', '2026-04-20T00:00:00Z'],
        ['2026-10-01T00:00:00Z', '2026-11-20T00:00:00Z'],
      ] as const) {
        const observed = hours(from, until, { ...berlin, timeZone });
        const found = expectations(observed);
        expect(new Set(marks(found))).toEqual(new Set(['']));
        expect(found.map((row) => ('expected' in row ? row.expected : NaN))).toEqual(
          observed.rows.filter(({ start }) => start >= observed.from).map(({ value }) => value),
        );
      }
    },
  );

  it('go with the weekday of the clocks', () => {
    // Midnight of a Sunday in Berlin.
    const observed = hours('2026-06-06T22:00:00Z', '2026-06-06T23:00:00Z', berlin);
    expect(expectations(observed)).toMatchObject([{ expected: 200 }]);
  });

  it('expect of both hours that clocks show twice what is usual at that time', () => {
    const observed = hours('2026-10-25T00:00:00Z', '2026-10-25T02:00:00Z', berlin);
    expect(expectations(observed).map((row) => formatInstant(row.start))).toEqual([
      '2026-10-25T00:00:00Z',
      '2026-10-25T01:00:00Z',
    ]);
    expect(expectations(observed)).toMatchObject([{ expected: 200 }, { expected: 200 }]);
  });

  it('take quarter-hours as well', () => {
    const observed = hours('2026-06-01T00:00:00Z', '2026-06-02T00:00:00Z', { ...berlin, period: 'PT15M' });
    const found = expectations(observed);
    expect(found).toHaveLength(96);
    expect(new Set(marks(found))).toEqual(new Set(['']));
  });
});

describe('expectedRows of weeks', () => {
  const rows = (value: (week: number) => Value, until: number) =>
    Array.from({ length: 8 + until }, (_, index) => ({
      start: monday + 7 * (index - 8) * dayMs,
      value: value(index - 8),
    }));

  it.each<[why: string, value: (week: number) => Value, band: readonly number[] | 'none']>([
    // 4 · √1,600 = 160.
    ['weeks that do not vary', () => 1600, [1600, 1440, 1760]],
    // The latest three are at 1,200, the middle of all eight at 1,000.
    ['the level of the latest three', (week) => (week >= -3 ? 1200 : 1000), [1200, 873.51, 1338.56]],
    ['four of eight', (week) => (week < -4 ? undefined : 1600), [1600, 1440, 1760]],
    ['three of eight', (week) => (week < -3 ? undefined : 1600), 'none'],
  ])('%s', (_, value, band) => {
    const found = expectations({ calendar: weeks, rows: rows((week) => (week === 0 ? 1 : value(week)), 1) });
    expect(rounded(found[0])).toEqual(band);
  });

  it('get used to a lasting change after two of them', () => {
    const found = expectations({ calendar: weeks, rows: rows((week) => (week >= 0 ? 2000 : 1000), 10) });
    expect(marks(found)).toEqual(['high', 'high', '', '', '', '', '', '', '', '']);
  });
});

describe('periods', () => {
  it.each(['SINGLE', 'P1M', 'P3M', 'P1Y'] satisfies Period[])('%s is refused with a reason', (period) => {
    const calendar = { ...days, period };
    const message = /Expected values need periods of a week or less.*Choose the period PT15M, PT1H, P1D, or P1W/;
    expect(() => expectations({ calendar })).toThrow(FailureError);
    expect(() => expectations({ calendar })).toThrow(message);
    expect(() => withHistory({ startTime: monday, endTime: monday + dayMs }, calendar)).toThrow(message);
  });

  it.each([
    ['P1D', '2026-04-05T22:00:00Z'],
    ['PT1H', '2026-04-05T22:00:00Z'],
    ['P1W', '2026-04-05T22:00:00Z'],
  ] as const)('%s reach back eight weeks of the zone, from its midnight', (period, from) => {
    const range = { startTime: at('2026-05-31T22:00:00Z'), endTime: at('2026-06-20T22:00:00Z') };
    const { startTime, endTime } = withHistory(range, { ...days, period, timeZone: 'Europe/Berlin' });
    expect([formatInstant(startTime), endTime]).toEqual([from, range.endTime]);
  });
});

describe('any rows', () => {
  const anyValue = fc.option(fc.nat({ max: 5000 }), { nil: undefined, freq: 8 });
  const anyRows = fc.array(anyValue, { minLength: 60, maxLength: 90 }).map((values) => {
    return values.map((value, index) => ({ start: monday + (index - 56) * dayMs, value }));
  });

  it('have low ≤ expected ≤ high, and are marked where they are outside', () => {
    fc.assert(
      fc.property(anyRows, fc.boolean(), (rows, isCount) => {
        const values = new Map(rows.map(({ start, value }) => [start, value]));
        for (const row of expectations({ rows, isCount })) {
          if ('unavailable' in row) continue;
          const value = values.get(row.start) ?? row.expected;
          expect(row.low).toBeGreaterThanOrEqual(0);
          expect(row.low).toBeLessThanOrEqual(row.expected);
          expect(row.high).toBeGreaterThanOrEqual(row.expected);
          expect(row.unusual).toBe(value > row.high ? 'high' : value < row.low ? 'low' : undefined);
        }
      }),
    );
  });

  it('follow only from rows before them', () => {
    fc.assert(
      fc.property(anyRows, fc.nat(), fc.nat({ max: 9000 }), (rows, nth, other) => {
        const cut = monday + (nth % (rows.length - 56)) * dayMs;
        const changed = rows.map((row) => (row.start < cut ? row : { ...row, value: other }));
        const bands = (of: readonly ObservedRow[]) =>
          expectations({ rows: of })
            .filter(({ start }) => start <= cut)
            .map(rounded);
        expect(bands(changed)).toEqual(bands(rows));
      }),
    );
  });

  it('are the same in any order', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        expect(expectations({ rows: rows.toReversed() })).toEqual(expectations({ rows }));
      }),
    );
  });

  it('of means grow with the unit in which they are measured', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const doubled = rows.map((row) => ({ ...row, value: row.value === undefined ? undefined : row.value * 2 }));
        const twice = (row: Expectation | NoExpectation) =>
          'unavailable' in row ? row : { ...row, expected: row.expected * 2, low: row.low * 2, high: row.high * 2 };
        expect(expectations({ rows: doubled, isCount: false })).toEqual(
          expectations({ rows, isCount: false }).map(twice),
        );
      }),
    );
  });

  it('are expected where they always were, whatever happened on any three days', () => {
    const anyEvents = fc.array(fc.tuple(fc.integer({ min: -56, max: -1 }), fc.nat({ max: 90_000 })), { maxLength: 3 });
    fc.assert(
      fc.property(anyEvents, (events) => {
        const happened = new Map(events);
        const found = expectations({ rows: rowsOf((day) => happened.get(day) ?? 1000) });
        expect(found.map(rounded)).toEqual([[1000, 873.51, 1126.49]]);
      }),
    );
  });
});
