import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Period, periods } from '../../../src/core/domain/catalog';
import { formatInstant } from '../../../src/core/domain/instant';
import { readThrough, readTime, type TimeContext } from '../../../src/core/formula/time-input';
import type { Calendar } from '../../../src/core/time/calendar';
import { instantOfSerial, serialOf, wallOf } from '../../../src/core/time/excel-time';
import { currentMinute } from '../../../src/core/time/relative-time';
import { second, zone } from '../../support/core/arbitraries';

const now = Date.parse('2026-11-22T14:37:12.345Z');
const calendar = (period: Period, timeZone = 'UTC'): Calendar => ({ period, timeZone, week: 'mon' });
const context: TimeContext = { timeZone: 'UTC', now, calendar: calendar('P1D') };
const read = (value: string | number | boolean, more: Partial<TimeContext> = {}): string | undefined => {
  const instant = readTime(value, { ...context, ...more })?.at;
  return instant === undefined ? undefined : formatInstant(instant);
};

describe('readTime', () => {
  it.each([
    [46_235, '2026-08-01T00:00:00Z'],
    [43_405.447916666664, '2018-11-01T10:45:00Z'],
    ['46235', '2026-08-01T00:00:00Z'],
    ['46235.5', '2026-08-01T12:00:00Z'],
    ['2026-08-01', '2026-08-01T00:00:00Z'],
    ['2026-08-01T10:45', '2026-08-01T10:45:00Z'],
    ['2026-08-01 10:45:30', '2026-08-01T10:45:30Z'],
    ['2026-08-01T10:45:30.25', '2026-08-01T10:45:30.250Z'],
    ['2026-08-01t10:45z', '2026-08-01T10:45:00Z'],
    ['2026-08-01T10:45+02:00', '2026-08-01T08:45:00Z'],
  ])('reads %j', (value, iso) => {
    expect(read(value)).toBe(iso);
  });

  it.each([
    [46_235, '2026-07-31T22:00:00Z'],
    ['46235', '2026-07-31T22:00:00Z'],
    ['2026-08-01', '2026-07-31T22:00:00Z'],
    ['2026-08-01T10:45', '2026-08-01T08:45:00Z'],
    ['2026-08-01T10:45Z', '2026-08-01T10:45:00Z'],
    ['today', '2026-11-21T23:00:00Z'],
    ['now', '2026-11-22T14:37:00Z'],
  ])('takes %j without a zone for a time on the clocks of the zone', (value, iso) => {
    expect(read(value, { timeZone: 'Europe/Berlin' })).toBe(iso);
  });

  it.each([
    ['now', 'P1D', '2026-11-22T14:37:00Z'],
    ['NOW', 'P1D', '2026-11-22T14:37:00Z'],
    ['Today', 'P1D', '2026-11-22T00:00:00Z'],
    ['-7d', 'P1D', '2026-11-15T00:00:00Z'],
    ['-7d', 'PT1H', '2026-11-15T14:00:00Z'],
    ['-7d', 'PT15M', '2026-11-15T14:30:00Z'],
    ['-7d', 'SINGLE', '2026-11-15T14:37:00Z'],
    ['-24h', 'PT1H', '2026-11-21T14:00:00Z'],
    ['-4w', 'P1D', '2026-10-25T00:00:00Z'],
    ['-4W', 'P1D', '2026-10-25T00:00:00Z'],
    ['- 4 w', 'P1D', '2026-10-25T00:00:00Z'],
    ['-4 weeks', 'P1D', '2026-10-25T00:00:00Z'],
    ['-1m', 'P1D', '2026-10-22T00:00:00Z'],
    ['-9 months', 'P1M', '2026-02-01T00:00:00Z'],
    ['3 quarters ago', 'P1D', '2026-02-22T00:00:00Z'],
    ['-1y', 'P1D', '2025-11-22T00:00:00Z'],
    ['\u22124w', 'P1D', '2026-10-25T00:00:00Z'],
  ] as const)('counts %s with period %s back from now, to the edge of a bucket', (word, period, iso) => {
    expect(read(word, { calendar: calendar(period) })).toBe(iso);
  });

  it.each([
    ['today', '2026-11-21T23:00:00Z'],
    ['yesterday', '2026-11-20T23:00:00Z'],
    ['this month', '2026-10-31T23:00:00Z'],
    ['last month', '2026-09-30T22:00:00Z'],
    ['this year', '2025-12-31T23:00:00Z'],
    ['last year', '2024-12-31T23:00:00Z'],
    ['Last  MONTH', '2026-09-30T22:00:00Z'],
    ['this\nyear', '2025-12-31T23:00:00Z'],
  ])('takes %j for the moment at which it begins on clocks of the zone, whatever the period', (word, iso) => {
    for (const period of periods)
      expect(read(word, { timeZone: 'Europe/Berlin', calendar: calendar(period, 'Europe/Berlin') })).toBe(iso);
  });

  it('goes by the calendar of the zone, across the year', () => {
    const newYear = Date.parse('2026-12-31T20:00:00Z');
    const words = ['yesterday', 'this month', 'last month', 'this year', 'last year'];
    const days = (timeZone: string) =>
      words.map((word) => {
        const instant = readTime(word, { ...context, timeZone, now: newYear })?.at;
        return instant === undefined ? undefined : formatInstant(wallOf(instant, timeZone)).slice(0, 10);
      });
    expect(days('Asia/Tokyo')).toEqual(['2026-12-31', '2027-01-01', '2026-12-01', '2027-01-01', '2026-01-01']);
    expect(days('America/New_York')).toEqual(['2026-12-30', '2026-12-01', '2026-11-01', '2026-01-01', '2025-01-01']);
  });

  it.each([
    ['America/Asuncion', '2023-10-05T12:00:00Z', '2023-10-01T01:00:00Z', 'has no midnight'],
    ['America/Havana', '2026-11-05T12:00:00Z', '2026-11-01T00:00:00Z', 'has midnight twice'],
  ])('begins a month in %s with the first moment of a day that clocks change', (timeZone, at, wall) => {
    const start = readTime('this month', { ...context, timeZone, now: Date.parse(at) })?.at ?? NaN;
    expect(formatInstant(wallOf(start, timeZone))).toBe(wall);
    // The moment before it is of the month before.
    expect(new Date(wallOf(start - 1000, timeZone)).getUTCDate()).toBe(30 + (wall.includes('-11-') ? 1 : 0));
  });

  it('counts months back to the last day of a shorter one', () => {
    expect(read('-1m', { now: Date.parse('2026-03-31T12:00:00Z') })).toBe('2026-02-28T00:00:00Z');
    expect(read('-1y', { now: Date.parse('2024-02-29T12:00:00Z') })).toBe('2023-02-28T00:00:00Z');
  });

  it.each([
    ['now-2h', '2026-11-22T12:00:00Z'],
    ['today-2h', '2026-11-21T22:00:00Z'],
    ['yesterday - 2 hours', '2026-11-20T22:00:00Z'],
    ['12 hours ago', '2026-11-22T02:00:00Z'],
    ['12h ago', '2026-11-22T02:00:00Z'],
  ])('counts %s back from there', (text, iso) => {
    expect(read(text, { calendar: calendar('PT1H') })).toBe(iso);
  });

  it.each([
    'the last 7 days',
    'last 7 days 3',
    'from -7d',
    '-7d 3',
    'at last month',
    'last month 3',
    'my ytd',
    'ytd 3',
  ])('takes no words for a time that say more: %s', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('begins today when the day begins in the zone, on days that clocks change too', () => {
    const day = { timeZone: 'Europe/Berlin', now: Date.parse('2026-10-25T22:30:00Z') };
    expect(read('today', day)).toBe('2026-10-24T22:00:00Z');
    expect(read('today', { timeZone: 'Australia/Lord_Howe' })).toBe('2026-11-22T13:00:00Z');
  });

  it.each([
    0,
    0.5,
    -46_235,
    2_958_466,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    true,
    'last 0 days',
    'last hours',
    'this hour',
    'last dayz',
    '-7 fortnights',
    'next month',
    'thismonth',
    'constructor',
    '7d',
    '+7d',
    '-7',
    '01.08.2026',
    '8/1/2026',
    '2026-02-30',
    '2026-08-01T25:00',
    '2026-08-01T10',
    '2026-08',
    '20260801',
    'TODAY()',
    '#N/A',
  ])('takes %j for no time', (value) => {
    expect(read(value)).toBeUndefined();
  });

  it('means the same moment by a serial, by that serial as text, and by the date as text', () => {
    fc.assert(
      fc.property(second, zone, (instant, timeZone) => {
        const written = serialOf(instant, timeZone);
        const local = formatInstant(wallOf(instant, timeZone)).replace('Z', '');
        const meant = instantOfSerial(written, timeZone);
        const at = { ...context, timeZone };
        expect(readTime(written, at)?.at).toBe(meant);
        expect(readTime(String(written), at)?.at).toBe(meant);
        expect(readTime(local, at)?.at).toBe(meant);
        expect(readTime(local.replace('T', ' '), at)?.at).toBe(meant);
        expect(readTime(formatInstant(meant), at)?.at).toBe(meant);
      }),
    );
  });
});

describe('a day, month or year by its word', () => {
  const at = (word: string, now: number, timeZone: string): number =>
    readTime(word, { ...context, timeZone, now })?.at ?? NaN;

  /** Any time, and often one on the night in which a month begins somewhere. */
  const time = fc.oneof(
    second,
    fc
      .tuple(fc.integer({ min: 0, max: 20 * 12 }), fc.integer({ min: -16 * 3600, max: 16 * 3600 }))
      .map(([months, seconds]) => Date.UTC(2011, months) + seconds * 1000),
  );

  it('holds now, and ends where the next one begins', () => {
    fc.assert(
      fc.property(time, zone, (now, timeZone) => {
        for (const [word, days] of [
          ['this month', 32],
          ['this year', 367],
        ] as const) {
          const start = at(word, now, timeZone);
          expect(start).toBeLessThanOrEqual(now);
          expect(at(word, start + days * 86_400_000, timeZone)).toBeGreaterThan(now);
        }
      }),
    );
  });

  it('begins at midnight of the first, or with the first moment that there is', () => {
    fc.assert(
      fc.property(time, zone, (now, timeZone) => {
        const wall = new Date(wallOf(now, timeZone));
        const [year, month] = [wall.getUTCFullYear(), wall.getUTCMonth()];
        for (const [word, midnight] of [
          ['this month', Date.UTC(year, month)],
          ['last month', Date.UTC(year, month - 1)],
          ['this year', Date.UTC(year, 0)],
          ['last year', Date.UTC(year - 1, 0)],
        ] as const) {
          const start = at(word, now, timeZone);
          expect(wallOf(start, timeZone)).toBeGreaterThanOrEqual(midnight);
          expect(wallOf(start - 1, timeZone)).toBeLessThan(midnight);
        }
      }),
    );
  });

  it('follows without a gap on the one before it', () => {
    fc.assert(
      fc.property(time, zone, (now, timeZone) => {
        expect(at('this month', at('last month', now, timeZone), timeZone)).toBe(at('last month', now, timeZone));
        expect(at('last month', now, timeZone)).toBe(at('this month', at('this month', now, timeZone) - 1, timeZone));
        expect(at('last year', now, timeZone)).toBe(at('this year', at('this year', now, timeZone) - 1, timeZone));
      }),
    );
  });
});

describe('a named period', () => {
  const period = (word: string, more: Partial<TimeContext> = {}): readonly string[] => {
    const { at, end } = readTime(word, { ...context, ...more }) ?? {};
    return [at, end].map((instant) => (instant === undefined ? 'now' : formatInstant(instant)));
  };

  it('ends with itself, and what runs to date with now', () => {
    expect(period('yesterday')).toEqual(['2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z']);
    expect(period('last quarter')).toEqual(['2026-07-01T00:00:00Z', '2026-10-01T00:00:00Z']);
    expect(period('ytd')).toEqual(['2026-01-01T00:00:00Z', 'now']);
  });

  it('follows the given time zone and week', () => {
    const named = { timeZone: 'America/New_York', week: 'sun' } as const;
    expect(period('last week', { named })).toEqual(['2026-11-15T05:00:00Z', '2026-11-22T05:00:00Z']);
    expect(period('last week', { timeZone: 'Europe/Berlin' })).toEqual([
      '2026-11-08T23:00:00Z',
      '2026-11-15T23:00:00Z',
    ]);
  });

  it('of the last so many is as long as so many in turn, and ends where the running one begins', () => {
    fc.assert(
      fc.property(second, zone, fc.integer({ min: 1, max: 400 }), (instant, timeZone, count) => {
        const clock = { ...context, now: instant, timeZone };
        for (const unit of ['day', 'week', 'month']) {
          const last = readTime(`last ${count} ${unit}s`, clock);
          const first = readTime(`last ${count + 1} ${unit}s`, clock);
          expect(last?.end).toBe(readTime(unit === 'day' ? 'today' : `this ${unit}`, clock)?.at);
          // The one before the first of these is the first of one more.
          const before = readTime(unit === 'day' ? 'yesterday' : `last ${unit}`, { ...clock, now: last?.at ?? NaN });
          expect(before?.at).toBe(first?.at);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('readThrough', () => {
  it.each([
    ['2026-08-31', '2026-09-01T00:00:00Z'],
    [46_265, '2026-09-01T00:00:00Z'],
    ['yesterday', '2026-11-22T00:00:00Z'],
    ['last month', '2026-11-01T00:00:00Z'],
    ['-7d', '2026-11-16T00:00:00Z'],
    ['2026-08-31T10:00', undefined],
    ['someday', undefined],
  ])('ends the range after %j', (value, iso) => {
    const end = readThrough(value, context);
    expect(end === undefined ? undefined : formatInstant(end)).toBe(iso);
  });
});

describe('currentMinute', () => {
  it('leaves out the seconds', () => {
    expect(formatInstant(currentMinute(now))).toBe('2026-11-22T14:37:00Z');
  });
});
