import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRetryAfter, type RetryAttempt, retryDelay } from '../../../src/amazon/http/retry';
import { failureCodes } from '../../../src/core/domain/failure';

const moment: RetryAttempt = { code: 'unavailable', failed: 1, now: 0, deadline: 1e9, random: 0.5 };

const moments = fc.record(
  {
    code: fc.constantFrom(...failureCodes),
    failed: fc.integer({ min: 1, max: 20 }),
    retryAfterMs: fc.integer({ min: 0, max: 200_000 }),
    now: fc.integer({ min: 0, max: 100_000 }),
    deadline: fc.integer({ min: 0, max: 300_000 }),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  },
  { requiredKeys: ['code', 'failed', 'now', 'deadline', 'random'] },
);

describe('retryDelay', () => {
  it('doubles the upper bound of the wait with every failure, up to 20 seconds', () => {
    const bounds = [1, 2, 3, 4, 5, 6].map((failed) => retryDelay({ ...moment, code: 'throttled', failed, random: 1 }));
    expect(bounds).toEqual([500, 1000, 2000, 4000, 8000, 16_000]);
  });

  it('spreads the waits over the whole span from nothing on', () => {
    expect(retryDelay({ ...moment, random: 0 })).toBe(0);
    expect(retryDelay({ ...moment, random: 0.25 })).toBe(125);
  });

  it('asks a server that fails again within two seconds, however often it has failed', () => {
    const bounds = [1, 2, 3, 4, 20].map((failed) => retryDelay({ ...moment, failed, random: 1 }));
    expect(bounds).toEqual([500, 1000, 2000, 2000, 2000]);
  });

  it.each(failureCodes.filter((code) => code !== 'throttled' && code !== 'unavailable'))('never repeats %s', (code) =>
    expect(retryDelay({ ...moment, code })).toBeUndefined(),
  );

  it('never waits until the deadline or beyond, nor shorter than Retry-After asks', () => {
    fc.assert(
      fc.property(moments, (any) => {
        const wait = retryDelay(any);
        if (wait === undefined) return;
        expect(any.now + wait).toBeLessThan(any.deadline);
        expect(wait).toBeGreaterThanOrEqual(any.retryAfterMs ?? 0);
      }),
    );
  });
});

describe('parseRetryAfter', () => {
  const now = Date.UTC(2026, 10, 1, 12, 0, 0);

  it.each([
    ['seconds', '120', 120_000],
    ['no wait', '0', 0],
    ['spaces around', ' 7 ', 7000],
    ['an HTTP date', 'Sun, 01 Nov 2026 12:00:30 GMT', 30_000],
    ['a date gone by', 'Sun, 01 Nov 2026 11:00:00 GMT', 0],
    ['an obsolete HTTP date', 'Sunday, 01-Nov-26 12:00:30 GMT', 30_000],
    ['no more than five minutes of a day', '86400', 300_000],
    ['no more than five minutes of an eternity', '9'.repeat(400), 300_000],
    ['no more than five minutes of a date far ahead', 'Tue, 01 Nov 2036 12:00:00 GMT', 300_000],
    ['a fraction', '5.5', undefined],
    ['a negative number', '-5', undefined],
    ['words', 'soon', undefined],
    ['nonsense with a zone', 'soon GMT', undefined],
    ['the empty text', '', undefined],
    ['no header', null, undefined],
  ])('reads %s', (_, header, ms) => expect(parseRetryAfter(header, now)).toBe(ms));
});
