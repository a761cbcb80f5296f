import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periods } from '../../../src/core/domain/catalog';
import { parseInstant } from '../../../src/core/domain/instant';
import type { Query } from '../../../src/core/query/query';
import { estimateOf, firstPace, learnPace } from '../../../src/core/windows/estimate';
import { dailySessions } from '../../support/daily-sessions';

const at = (text: string): number => parseInstant(text) ?? NaN;
const now = at('2026-11-20T10:20:00Z');
const threeMonths = dailySessions({
  skillId: 'amzn1.ask.skill.1',
  startTime: at('2026-08-01T00:00:00Z'),
  endTime: at('2026-11-01T00:00:00Z'),
});
const week = { ...threeMonths, startTime: at('2026-10-25T00:00:00Z') };

describe('estimateOf', () => {
  it('counts a row each day and a request each week', () => {
    expect(estimateOf(threeMonths, now, firstPace)).toMatchObject({ rows: 92, columns: 1, requests: 14 });
  });

  it('asks a week of quarter-hours in as many requests as pages of 50 need', () => {
    const estimate = estimateOf({ ...week, period: 'PT15M' }, now, firstPace);
    expect(estimate).toMatchObject({ rows: 672, requests: 14 });
    expect(estimateOf({ ...week, period: 'PT15M' }, now, { ...firstPace, pageSize: 100_000 }).requests).toBe(1);
  });

  it('asks a series for every metric, intent and locale', () => {
    const query: Query = {
      ...threeMonths,
      metrics: ['totalSessions', 'uniqueCustomers'],
      locales: ['en-US', 'de-DE'],
    };
    expect(estimateOf(query, now, firstPace)).toMatchObject({ rows: 92, columns: 4, requests: 56 });
  });

  it('takes the page size that the query asks, where that is smaller', () => {
    expect(estimateOf({ ...week, maxResults: 1 }, now, firstPace).requests).toBe(7);
  });

  it('counts neither what lies in the future nor what is beyond the limit', () => {
    const query = { ...threeMonths, startTime: at('2026-11-19T00:00:00Z'), endTime: at('2026-12-31T00:00:00Z') };
    expect(estimateOf(query, now, firstPace)).toMatchObject({ rows: 2, requests: 1 });
    expect(estimateOf(threeMonths, now, firstPace, 10).rows).toBe(10);
  });

  it('is one row for one value, however many weeks it takes', () => {
    expect(estimateOf({ ...threeMonths, period: 'SINGLE' }, now, firstPace)).toMatchObject({ rows: 1, requests: 14 });
  });

  it('never asks fewer requests than rows fill pages', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...periods),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 1, max: 700 }),
        (period, hours, pageSize) => {
          const query = { ...threeMonths, period, endTime: threeMonths.startTime + hours * 3_600_000 };
          const { rows, requests } = estimateOf(query, now, { ...firstPace, pageSize });
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
