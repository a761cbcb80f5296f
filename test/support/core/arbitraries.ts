/** What property tests draw from. */
import fc from 'fast-check';
import { amazonPeriods, periods } from '../../../src/core/domain/catalog';
import type { Points } from '../../../src/core/windows/points';

const dayMs = 86_400_000;

export const since2015 = Date.UTC(2015, 0, 1);
export const until2031 = Date.UTC(2031, 0, 1);

/**
 * Zones whose clocks do what others do not: change by half an hour, at midnight, on the first of a month, by two hours;
 * skip a day; stand at 45 minutes.
 */
export const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Asuncion',
  'America/Havana',
  'America/Caracas',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Beirut',
  'Asia/Pyongyang',
  'Africa/Casablanca',
  'Antarctica/Troll',
  'Australia/Lord_Howe',
  'Australia/Eucla',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Pacific/Marquesas',
  'Etc/GMT+12',
] as const;

export const zone = fc.constantFrom(...zones);

/** A whole second from 2011 on: the year in which Samoa skipped a day. */
export const second = fc.integer({ min: Date.UTC(2011, 0, 1) / 1000, max: until2031 / 1000 }).map((s) => s * 1000);

/** A whole minute since Alexa skills exist. */
export const minute = fc.integer({ min: since2015 / 60_000, max: until2031 / 60_000 }).map((m) => m * 60_000);

export const period = fc.constantFrom(...periods);
export const amazonPeriod = fc.constantFrom(...amazonPeriods);
export const bucketPeriod = fc.constantFrom('PT15M' as const, 'PT1H' as const, 'P1D' as const);

/** A range of up to 400 days whose ends lie anywhere, or on a bucket's edge. */
export const range = fc
  .tuple(
    minute,
    fc.integer({ min: 1, max: (400 * dayMs) / 60_000 }),
    fc.constantFrom(60_000, 900_000, 3_600_000, dayMs),
  )
  .map(([start, minutes, step]) => {
    const startTime = Math.floor(start / step) * step;
    const length = Math.max(step, Math.floor((minutes * 60_000) / step) * step);
    return { startTime, endTime: startTime + length };
  });

/** Points of different timestamps in any order. */
export const points: fc.Arbitrary<Points> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 1000 })), {
    selector: ([bucket]) => bucket,
    maxLength: 60,
  })
  .map((pairs) => ({
    timestamps: pairs.map(([bucket]) => since2015 + bucket * 900_000),
    values: pairs.map(([, value]) => value),
  }));
