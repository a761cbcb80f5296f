import { describe, expect, it } from 'vitest';
import { maxPoints, maxSegments, querySizeOf, tooLarge } from '../../../src/core/windows/query-size';
import { at, query } from '../../support/core/queries';

const now = Date.UTC(2026, 10, 26);
const day = 86_400_000;
const august = (more: Parameters<typeof query>[0] = {}) =>
  query({
    metrics: ['totalSessions'],
    period: 'P1D',
    startTime: at('2026-08-01T00:00:00Z'),
    endTime: at('2026-09-01T00:00:00Z'),
    ...more,
  });
const columns = (count: number): string[] => Array.from({ length: count }, (_, index) => `locale-${index}`);

describe('the size of a query', () => {
  it('counts times, days and columns, of what has begun', () => {
    const month = august({ metrics: ['totalSessions', 'totalUtterances'], intents: ['A', 'B', 'C'] });
    expect(querySizeOf(month, now)).toEqual({ buckets: 31, segments: 31, series: 6 });
    expect(querySizeOf({ ...month, period: 'PT15M' }, now).buckets).toBe(31 * 96);
    expect(querySizeOf(month, month.startTime + 36 * 3_600_000)).toEqual({ buckets: 2, segments: 2, series: 6 });
    expect(querySizeOf(month, month.startTime - day).buckets).toBe(0);
  });

  it('counts a number of many weeks as the weeks that are asked, or as the days that are summed', () => {
    const single = august({ period: 'SINGLE' });
    expect(querySizeOf({ ...single, metrics: ['uniqueCustomers'] }, now)).toEqual({
      buckets: 1,
      segments: 5,
      series: 1,
    });
    expect(querySizeOf(single, now)).toMatchObject({ segments: 31, series: 1 });
  });

  it('counts what is asked of Amazon for days, weeks and months of a zone', () => {
    const zone = (more: Parameters<typeof query>[0]) =>
      querySizeOf(
        august({
          startTime: at('2026-07-31T22:00:00Z'),
          endTime: at('2026-08-31T22:00:00Z'),
          timeZone: 'Europe/Berlin',
          ...more,
        }),
        now,
      );
    expect(zone({})).toEqual({ buckets: 32 * 24, segments: 32, series: 1 });
    expect(zone({ timeZone: 'Asia/Kolkata' }).buckets).toBe(32 * 96);
    expect(zone({ metrics: ['uniqueCustomers'] })).toEqual({ buckets: 31, segments: 31, series: 1 });
    expect(zone({ period: 'P1M' }).buckets).toBeLessThan(100);
  });
});

describe('a query that is too large', () => {
  it('is one whose days of a zone take too many hours, and none that asks for years of a decade', () => {
    const decade = {
      startTime: at('2015-12-31T23:00:00Z'),
      endTime: at('2025-12-31T23:00:00Z'),
      timeZone: 'Europe/Berlin',
      locales: columns(25),
    };
    expect(tooLarge(august({ ...decade, period: 'P1Y' }), now)).toBeUndefined();
    expect(tooLarge(august({ ...decade, locales: columns(29) }), now)?.message).toBe(
      'This asks for 2,543,184 values (87,696 for each of 29 columns). One query can ask for at most 2,500,000 values.',
    );
  });

  it('is refused with the number of its values, and the most allowed', () => {
    const of = august({ startTime: now - 4_018 * day, endTime: now, period: 'PT15M', locales: columns(250) });
    expect(tooLarge(of, now)).toEqual({
      code: 'too_large',
      message:
        'This asks for 96,432,000 values (385,728 for each of 250 columns). One query can ask for at most 2,500,000 values.',
      advice: 'Request a shorter range, a longer period, or fewer metrics, intents or locales.',
    });
  });

  it('is refused in the same way for too many days, since each is cached by itself', () => {
    const of = august({ startTime: now - 4_018 * day, endTime: now, locales: columns(250) });
    expect(tooLarge(of, now)?.message).toBe(
      'This asks for 1,004,500 days of data (4,018 for each of 250 columns). One query can ask for at most 100,000 days of data.',
    );
  });

  it('begins beyond the bounds', () => {
    const days = Math.floor(maxSegments / 250);
    expect(tooLarge(august({ startTime: now - days * day, endTime: now, locales: columns(250) }), now)).toBeUndefined();
    const more = august({ startTime: now - (days + 1) * day, endTime: now, locales: columns(250) });
    expect(tooLarge(more, now)?.code).toBe('too_large');
    const quarters = Math.floor(maxPoints / (96 * 10));
    const long = august({ startTime: now - quarters * day, endTime: now, period: 'PT15M', locales: columns(10) });
    expect(tooLarge(long, now)).toBeUndefined();
    expect(tooLarge({ ...long, startTime: long.startTime - day }, now)?.code).toBe('too_large');
  });
});
