import { describe, expect, it } from 'vitest';
import { maxPieces, maxPoints, sizeOf, tooLarge } from '../../src/core/size';
import { at, question } from './questions';

const now = Date.UTC(2026, 10, 26);
const day = 86_400_000;
const august = (more: Parameters<typeof question>[0] = {}) =>
  question({
    metrics: ['totalSessions'],
    period: 'P1D',
    startTime: at('2026-08-01T00:00:00Z'),
    endTime: at('2026-09-01T00:00:00Z'),
    ...more,
  });
const columns = (count: number): string[] => Array.from({ length: count }, (_, index) => `locale-${index}`);

describe('the size of a question', () => {
  it('counts times, days and columns, of what has begun', () => {
    const month = august({ metrics: ['totalSessions', 'totalUtterances'], intents: ['A', 'B', 'C'] });
    expect(sizeOf(month, now)).toEqual({ buckets: 31, pieces: 31, series: 6 });
    expect(sizeOf({ ...month, period: 'PT15M' }, now).buckets).toBe(31 * 96);
    expect(sizeOf(month, month.startTime + 36 * 3_600_000)).toEqual({ buckets: 2, pieces: 2, series: 6 });
    expect(sizeOf(month, month.startTime - day).buckets).toBe(0);
  });

  it('counts a number of many weeks as the weeks that are asked', () => {
    expect(sizeOf(august({ period: 'SINGLE' }), now)).toEqual({ buckets: 1, pieces: 5, series: 1 });
  });
});

describe('a question that is too large', () => {
  it('is told how many values it asks for, and how many it may', () => {
    const of = august({ startTime: now - 4_018 * day, endTime: now, period: 'PT15M', locales: columns(250) });
    expect(tooLarge(of, now)).toEqual({
      code: 'too_large',
      message:
        'This asks for 96,432,000 values (385,728 for each of 250 columns). One question can ask for at most 2,500,000 values.',
      advice: 'Ask for a shorter time, a longer period, or fewer metrics, intents or locales.',
    });
  });

  it('is told the same of days, of which each is kept by itself', () => {
    const of = august({ startTime: now - 4_018 * day, endTime: now, locales: columns(250) });
    expect(tooLarge(of, now)?.message).toBe(
      'This asks for 1,004,500 days of data (4,018 for each of 250 columns). One question can ask for at most 100,000 days of data.',
    );
  });

  it('begins beyond the bounds', () => {
    const days = Math.floor(maxPieces / 250);
    expect(tooLarge(august({ startTime: now - days * day, endTime: now, locales: columns(250) }), now)).toBeUndefined();
    const more = august({ startTime: now - (days + 1) * day, endTime: now, locales: columns(250) });
    expect(tooLarge(more, now)?.code).toBe('too_large');
    const quarters = Math.floor(maxPoints / (96 * 10));
    const long = august({ startTime: now - quarters * day, endTime: now, period: 'PT15M', locales: columns(10) });
    expect(tooLarge(long, now)).toBeUndefined();
    expect(tooLarge({ ...long, startTime: long.startTime - day }, now)?.code).toBe('too_large');
  });
});
