import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periods } from '../../../src/core/domain/catalog';
import type { Query } from '../../../src/core/query/query';
import {
  estimateOf,
  firstPace,
  learnPace,
  maxPoints,
  maxSegments,
  querySizeOf,
  tooLarge,
} from '../../../src/core/windows/query-size';
import { dailySessions } from '../../support/amazon/daily-sessions';
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

const inNovember = at('2026-11-20T10:20:00Z');
const threeMonths = dailySessions({
  skillId: 'amzn1.ask.skill.1',
  startTime: at('2026-08-01T00:00:00Z'),
  endTime: at('2026-11-01T00:00:00Z'),
});
const week = { ...threeMonths, startTime: at('2026-10-25T00:00:00Z') };

describe('estimateOf', () => {
  it('counts a row each day and a request each week', () => {
    expect(estimateOf(threeMonths, inNovember, firstPace)).toMatchObject({ rows: 92, columns: 1, requests: 14 });
  });

  it('asks a week of quarter-hours in as many requests as pages of 50 need', () => {
    const estimate = estimateOf({ ...week, period: 'PT15M' }, inNovember, firstPace);
    expect(estimate).toMatchObject({ rows: 672, requests: 14 });
    expect(estimateOf({ ...week, period: 'PT15M' }, inNovember, { ...firstPace, pageSize: 100_000 }).requests).toBe(1);
  });

  it('asks a series for every metric, intent and locale', () => {
    const query: Query = {
      ...threeMonths,
      metrics: ['totalSessions', 'uniqueCustomers'],
      locales: ['en-US', 'de-DE'],
    };
    expect(estimateOf(query, inNovember, firstPace)).toMatchObject({ rows: 92, columns: 4, requests: 56 });
  });

  it('takes the page size that the query asks, where that is smaller', () => {
    expect(estimateOf({ ...week, maxResults: 1 }, inNovember, firstPace).requests).toBe(7);
  });

  it('counts neither what lies in the future nor what is beyond the limit', () => {
    const query = { ...threeMonths, startTime: at('2026-11-19T00:00:00Z'), endTime: at('2026-12-31T00:00:00Z') };
    expect(estimateOf(query, inNovember, firstPace)).toMatchObject({ rows: 2, requests: 1 });
    expect(estimateOf(threeMonths, inNovember, firstPace, 10).rows).toBe(10);
  });

  it('is one row for one value, however many weeks it takes', () => {
    expect(estimateOf({ ...threeMonths, period: 'SINGLE' }, inNovember, firstPace)).toMatchObject({
      rows: 1,
      requests: 14,
    });
  });

  it('never asks fewer requests than rows fill pages', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...periods),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 700 }),
        (period, hours, pageSize) => {
          const query = { ...threeMonths, period, endTime: threeMonths.startTime + hours * 3_600_000 };
          const { rows, requests } = estimateOf(query, inNovember, { ...firstPace, pageSize });
          expect(requests * pageSize).toBeGreaterThanOrEqual(rows);
        },
      ),
    );
  });
});

describe('learnPace', () => {
  const quarterHours: Query = { ...week, period: 'PT15M' };

  it('believes smaller pages when an answer took more of them than it has windows', () => {
    const large = { ...firstPace, pageSize: 100_000 };
    expect(learnPace(large, quarterHours, { pages: 14, points: 672, requests: 14, seconds: 2 }).pageSize).toBe(48);
  });

  it('believes larger pages when it has seen one', () => {
    expect(learnPace(firstPace, quarterHours, { pages: 1, points: 672, requests: 1, seconds: 1 }).pageSize).toBe(672);
  });

  it('takes no short range for a small page, nor a page size that was asked for', () => {
    expect(learnPace(firstPace, week, { pages: 1, points: 7, requests: 1, seconds: 1 }).pageSize).toBe(50);
    const asked = { ...quarterHours, maxResults: 10 };
    expect(learnPace(firstPace, asked, { pages: 68, points: 672, requests: 68, seconds: 1 }).pageSize).toBe(50);
  });

  it('follows the pace of late answers, the larger the more', () => {
    const slow = learnPace(firstPace, quarterHours, { pages: 100, points: 5_000, requests: 100, seconds: 100 });
    expect(slow.secondsPerRequest).toBeCloseTo(1, 1);
    const still = learnPace(slow, week, { pages: 1, points: 7, requests: 1, seconds: 0.1 });
    expect(still.secondsPerRequest).toBeGreaterThan(0.9);
  });

  it('learns nothing from an answer that Amazon was not asked for', () => {
    expect(learnPace(firstPace, week, { pages: 0, points: 0, requests: 0, seconds: 9 })).toBe(firstPace);
  });
});
