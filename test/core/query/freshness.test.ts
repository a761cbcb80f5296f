import { describe, expect, it } from 'vitest';
import { formatInstant } from '../../../src/core/domain/instant';
import { provisionalFrom, settledUntil } from '../../../src/core/query/freshness';
import { type Query } from '../../../src/core/query/query';
import { at, query } from '../../support/core/queries';

const now = at('2026-11-22T14:37:00Z');
const from = (more: Partial<Query>): string | undefined => {
  const instant = provisionalFrom(query({ startTime: at('2026-11-20T00:00:00Z'), endTime: now, ...more }), now);
  return instant === undefined ? undefined : formatInstant(instant);
};

describe('settledUntil', () => {
  it("is as far back as Amazon's numbers lag", () => {
    expect(settledUntil('totalSessions', now)).toBe(at('2026-11-22T12:37:00Z'));
    expect(settledUntil('totalEnablements', now)).toBe(at('2026-11-21T14:37:00Z'));
  });
});

describe('provisionalFrom', () => {
  it.each([
    ['PT15M', 'totalSessions', '2026-11-22T12:30:00Z'],
    ['PT1H', 'totalSessions', '2026-11-22T12:00:00Z'],
    ['P1D', 'totalSessions', '2026-11-22T00:00:00Z'],
    ['P1D', 'totalEnablements', '2026-11-21T00:00:00Z'],
    ['SINGLE', 'totalSessions', '2026-11-20T00:00:00Z'],
  ] as const)('is the first bucket of %s that %s may still change', (period, metric, iso) => {
    expect(from({ period, metrics: [metric] })).toBe(iso);
  });

  it('is that of the slowest of several metrics', () => {
    expect(from({ period: 'PT1H', metrics: ['totalSessions', 'totalEnablements'] })).toBe('2026-11-21T14:00:00Z');
  });

  it('is none where all that was asked is final', () => {
    expect(from({ period: 'PT1H', endTime: at('2026-11-22T12:37:00Z'), metrics: ['totalSessions'] })).toBeUndefined();
    expect(from({ period: 'SINGLE', endTime: at('2026-11-22T12:37:00Z'), metrics: ['totalSessions'] })).toBeUndefined();
    expect(from({ period: 'PT1H', endTime: at('2026-11-22T12:38:00Z'), metrics: ['totalSessions'] })).toBe(
      '2026-11-22T12:00:00Z',
    );
  });

  it('is never before the first bucket', () => {
    expect(from({ period: 'PT15M', startTime: at('2026-11-22T14:20:00Z'), metrics: ['totalSessions'] })).toBe(
      '2026-11-22T14:15:00Z',
    );
  });

  it('knows that what ends in the future is not final', () => {
    expect(from({ period: 'P1D', endTime: at('2027-01-01T00:00:00Z'), metrics: ['totalSessions'] })).toBe(
      '2026-11-22T00:00:00Z',
    );
  });
});
