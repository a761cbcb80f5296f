import { describe, expect, it } from 'vitest';
import type { Period } from '../../../src/core/domain/catalog';
import { formatInstant, type Window } from '../../../src/core/domain/instant';
import { type Comparison, earlierBucket, earlierRange, shiftOf } from '../../../src/core/time/shift';

const berlin = 'Europe/Berlin';
const window = (from: string, to: string): Window => ({ startTime: Date.parse(from), endTime: Date.parse(to) });
const shown = ({ startTime, endTime }: Window): string => `${formatInstant(startTime)}/${formatInstant(endTime)}`;

const earlier = (
  comparison: Comparison,
  period: Period,
  range: Window,
  timeZone = 'UTC',
  edges: 'whole' | 'exact' = 'whole',
) => {
  const calendar = { period, timeZone, week: 'mon' } as const;
  const shift = shiftOf(comparison, range, calendar, timeZone);
  return shift && shown(earlierRange(range, shift, calendar, period === 'SINGLE' ? 'exact' : edges));
};

const august = window('2026-08-01T00:00Z', '2026-09-01T00:00Z');
const mondays = window('2026-08-03T00:00Z', '2026-08-31T00:00Z');

describe('an earlier range', () => {
  it.each([
    // Four weeks, and the same weekdays before them.
    ['previous', 'P1D', mondays, '2026-07-06T00:00:00Z/2026-08-03T00:00:00Z'],
    ['week', 'P1D', mondays, '2026-07-27T00:00:00Z/2026-08-24T00:00:00Z'],
    // 52 weeks: August 3, 2026 is a Monday, and so is August 4, 2025.
    ['year', 'P1D', mondays, '2025-08-04T00:00:00Z/2025-09-01T00:00:00Z'],
    ['month', 'P1D', mondays, '2026-07-03T00:00:00Z/2026-07-31T00:00:00Z'],
    ['previous', 'P1W', mondays, '2026-07-06T00:00:00Z/2026-08-03T00:00:00Z'],
    ['year', 'P1W', mondays, '2025-08-04T00:00:00Z/2025-09-01T00:00:00Z'],
    ['previous', 'P1M', august, '2026-07-01T00:00:00Z/2026-08-01T00:00:00Z'],
    ['month', 'P1M', august, '2026-07-01T00:00:00Z/2026-08-01T00:00:00Z'],
    ['year', 'P1M', august, '2025-08-01T00:00:00Z/2025-09-01T00:00:00Z'],
    ['year', 'P1Y', window('2025-01-01T00:00Z', '2026-01-01T00:00Z'), '2024-01-01T00:00:00Z/2025-01-01T00:00:00Z'],
    // One number: a whole month has the month before, and the same month of the year before.
    ['previous', 'SINGLE', august, '2026-07-01T00:00:00Z/2026-08-01T00:00:00Z'],
    ['year', 'SINGLE', august, '2025-08-01T00:00:00Z/2025-09-01T00:00:00Z'],
    ['year', 'SINGLE', mondays, '2025-08-04T00:00:00Z/2025-09-01T00:00:00Z'],
    [
      'previous',
      'SINGLE',
      window('2026-08-03T10:00Z', '2026-08-03T16:00Z'),
      '2026-08-03T04:00:00Z/2026-08-03T10:00:00Z',
    ],
    ['previous', 'PT1H', august, '2026-07-01T00:00:00Z/2026-08-01T00:00:00Z'],
  ] as const)('%s of %s', (comparison, period, range, expected) =>
    expect(earlier(comparison, period, range)).toBe(expected),
  );

  it('takes a part of a month against the same part', () =>
    expect(earlier('month', 'SINGLE', window('2026-08-01T00:00Z', '2026-08-14T15:30Z'))).toBe(
      '2026-07-01T00:00:00Z/2026-07-14T15:30:00Z',
    ));

  it('keeps to the clocks of the zone when they change', () =>
    // Clocks go back on October 25, 2026, so the day a week later begins an hour later in UTC.
    expect(earlier('week', 'P1D', window('2026-10-26T23:00Z', '2026-10-27T23:00Z'), berlin)).toBe(
      '2026-10-19T22:00:00Z/2026-10-20T22:00:00Z',
    ));

  it.each([
    ['week', 'P1M'],
    ['week', 'P1Y'],
    ['month', 'P1W'],
    ['month', 'P3M'],
  ] as const)('%s of %s does not exist', (comparison, period) =>
    expect(earlier(comparison, period, august)).toBeUndefined(),
  );
});

describe('an earlier bucket', () => {
  const calendar = { period: 'P1D', timeZone: berlin, week: 'mon' } as const;

  it('is the same day of the month before, if it has one', () => {
    const shift = { unit: 'months', count: 1, timeZone: berlin } as const;
    const of = (day: string): string | undefined => {
      const found = earlierBucket(Date.parse(day), shift, calendar);
      return found === undefined ? undefined : formatInstant(found);
    };
    expect(of('2026-03-27T23:00Z')).toBe('2026-02-27T23:00:00Z');
    expect(of('2026-03-30T22:00Z')).toBeUndefined();
    expect(of('2028-03-28T23:00Z')).toBe('2028-02-28T23:00:00Z');
  });
});
