import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { periods } from '../../../src/core/domain/catalog';
import { formatInstant } from '../../../src/core/domain/instant';
import { bucketsOf, bucketStart, type Calendar, countBuckets, wholeBuckets } from '../../../src/core/time/calendar';
import { range, zone } from '../../support/core/arbitraries';
import { at } from '../../support/core/queries';

const hourMs = 3_600_000;
const calendar = (more: Partial<Calendar> = {}): Calendar => ({
  period: 'P1D',
  timeZone: 'UTC',
  week: 'mon',
  ...more,
});

/** Where clocks show midnight twice luxon takes the one whose offset it has seen last; the day begins at the first. */
const firstOf = (midnight: DateTime): number => {
  const before = midnight.minus({ milliseconds: hourMs });
  return (before.hasSame(midnight, 'day') ? before : midnight).toMillis();
};

/** What another library makes of the same calendar. */
const startByLuxon = (instant: number, { period, timeZone, week }: Calendar): number => {
  if (period === 'SINGLE') return instant;
  const zoned = DateTime.fromMillis(instant, { zone: timeZone });
  switch (period) {
    case 'PT15M':
      return instant - (instant % (hourMs / 4));
    case 'PT1H':
      return instant - (instant % hourMs);
    case 'P1D':
      return firstOf(zoned.startOf('day'));
    case 'P1W': {
      if (week === 'mon') return firstOf(zoned.startOf('week'));
      return firstOf(zoned.minus({ days: zoned.weekday % 7 }).startOf('day'));
    }
    case 'P1M':
      return firstOf(zoned.startOf('month'));
    case 'P3M':
      return firstOf(zoned.startOf('quarter'));
    case 'P1Y':
      return firstOf(zoned.startOf('year'));
  }
};

const anyCalendar = fc.record({
  period: fc.constantFrom(...periods),
  timeZone: zone,
  week: fc.constantFrom('mon' as const, 'sun' as const),
});
const recent = range.filter(({ startTime }) => startTime >= Date.UTC(2015, 0, 2));

describe('bucketStart', () => {
  it.each([
    ['P1D', 'America/New_York', '2026-08-01T02:00:00Z', '2026-07-31T04:00:00Z'],
    ['P1D', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z'],
    ['P1D', 'Asia/Kolkata', '2026-08-01T18:29:00Z', '2026-07-31T18:30:00Z'],
    ['P1D', 'Australia/Lord_Howe', '2026-08-01T18:00:00Z', '2026-08-01T13:30:00Z'],
    ['P1D', 'Pacific/Apia', '2026-08-01T12:00:00Z', '2026-08-01T11:00:00Z'],
    ['P1W', 'UTC', '2026-11-25T21:00:00Z', '2026-11-23T00:00:00Z'],
    ['P1M', 'Europe/Berlin', '2026-11-25T21:00:00Z', '2026-10-31T23:00:00Z'],
    ['P3M', 'Europe/Berlin', '2026-11-25T21:00:00Z', '2026-09-30T22:00:00Z'],
    ['P1Y', 'America/New_York', '2027-01-01T04:59:00Z', '2026-01-01T05:00:00Z'],
    ['PT1H', 'Asia/Kolkata', '2026-08-01T18:29:00Z', '2026-08-01T18:00:00Z'],
  ] as const)('of %s in %s at %s is %s', (period, timeZone, instant, expected) => {
    expect(formatInstant(bucketStart(at(instant), calendar({ period, timeZone })))).toBe(expected);
  });

  it('begins weeks on Sunday where that is asked', () => {
    const sunday = calendar({ period: 'P1W', week: 'sun' });
    expect(formatInstant(bucketStart(at('2026-11-25T21:00:00Z'), sunday))).toBe('2026-11-22T00:00:00Z');
    expect(formatInstant(bucketStart(at('2026-11-22T00:00:00Z'), sunday))).toBe('2026-11-22T00:00:00Z');
  });

  it('agrees with another calendar, in all zones and periods', () => {
    fc.assert(
      fc.property(recent, anyCalendar, ({ startTime }, one) => {
        expect(bucketStart(startTime, one)).toBe(startByLuxon(startTime, one));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('bucketsOf', () => {
  it('gives a day 23 hours when clocks go forward, and 25 when they go back', () => {
    const hours = (day: string, timeZone: string): number[] => {
      const noon = at(`${day}T12:00:00Z`);
      const buckets = bucketsOf({ startTime: noon, endTime: noon + 1 }, calendar({ timeZone }));
      return buckets.map(({ startTime, endTime }) => (endTime - startTime) / hourMs);
    };
    expect(hours('2026-03-29', 'Europe/Berlin')).toEqual([23]);
    expect(hours('2026-10-25', 'Europe/Berlin')).toEqual([25]);
    expect(hours('2026-11-01', 'America/New_York')).toEqual([25]);
    expect(hours('2026-04-05', 'Australia/Lord_Howe')).toEqual([24.5]);
    expect(hours('2026-11-01', 'Europe/Berlin')).toEqual([24]);
  });

  it.each(periods)('has no %s in a range that is over where it begins, or before', (period) => {
    const noon = at('2026-08-01T12:00:00Z');
    for (const endTime of [noon, noon - 48 * hourMs]) {
      const empty = { startTime: noon, endTime };
      expect(bucketsOf(empty, calendar({ period }))).toEqual([]);
      expect(countBuckets(empty, calendar({ period }))).toBe(0);
    }
  });

  it('covers the range with whole buckets that meet, and no more of them than it touches', () => {
    fc.assert(
      fc.property(recent, anyCalendar, (asked, one) => {
        const buckets = bucketsOf(asked, one);
        const whole = wholeBuckets(asked, one);
        expect([buckets[0]?.startTime, buckets.at(-1)?.endTime]).toEqual([whole.startTime, whole.endTime]);
        const meets = buckets.every(
          ({ startTime, endTime }, index) =>
            endTime > startTime &&
            startTime === (index === 0 ? startTime : buckets[index - 1]?.endTime) &&
            startTime === bucketStart(startTime, one),
        );
        expect(meets).toBe(true);
        expect(whole.startTime <= asked.startTime && (buckets[0]?.endTime ?? 0) > asked.startTime).toBe(true);
        expect(whole.endTime >= asked.endTime && (buckets.at(-1)?.startTime ?? 0) < asked.endTime).toBe(true);
        expect(countBuckets(asked, one)).toBe(buckets.length);
        expect(wholeBuckets(whole, one)).toEqual(whole);
      }),
      { numRuns: 150 },
    );
  });
});
