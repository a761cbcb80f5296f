import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricsRequest, Smapi } from '../../../../src/amazon/smapi/client';
import { amazonBucketMs, metricOf } from '../../../../src/core/domain/catalog';
import type { Answer, Query } from '../../../../src/core/query/query';
import type { Page } from '../../../../src/core/windows/points';
import { amazonPeriod } from '../../../support/amazon/amazon-period';
import { ask, at, august, engineOf } from '../../../support/relay/asking';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const begin = at('2026-08-01T00:00:00Z');
const lagMs = metricOf('totalSessions').lagHours * hourMs;

/** Sessions of a range that Amazon knows of by then: of each minute one more every ten minutes, until its lag is over. */
const knownBy = (now: number, from: number, to: number): number => {
  let sessions = 0;
  for (let minute = from; minute < Math.min(to, now); minute += minuteMs)
    sessions += Math.floor(Math.min(now - minute, lagMs) / (10 * minuteMs)) + ((minute / minuteMs) % 3);
  return sessions;
};

type Range = Pick<Query, 'startTime' | 'endTime' | 'period'>;

const pointsBy = (now: number, { startTime, endTime, period }: Range): { timestamp: number; value: number }[] => {
  const step = amazonBucketMs(amazonPeriod(period));
  if (step === undefined) return [{ timestamp: startTime, value: knownBy(now, startTime, endTime) }];
  const points: { timestamp: number; value: number }[] = [];
  for (let timestamp = Math.floor(startTime / step) * step; timestamp < endTime; timestamp += step)
    points.push({
      timestamp,
      value: knownBy(now, Math.max(startTime, timestamp), Math.min(endTime, timestamp + step)),
    });
  return points;
};

const unused = (): Promise<never> => Promise.reject(new Error('only metrics are asked here'));

const movingAmazon = (now: () => number): Smapi => ({
  vendors: unused,
  skills: unused,
  locales: unused,
  intents: unused,
  metrics: (request: MetricsRequest): Promise<Page> => {
    const points = pointsBy(now(), request);
    return Promise.resolve({
      timestamps: points.map(({ timestamp }) => timestamp),
      values: points.map(({ value }) => value),
    });
  },
});

/** What an answer that was given at `now` must hold; numbers only grow while they may change. */
const expectRight = (of: Query, answer: Answer, now: number): void => {
  const { fetchedAt, provisionalFrom = Infinity } = answer;
  const given = answer.series[0];
  const end = Math.min(of.endTime, Math.floor(now / minuteMs) * minuteMs);
  const [least, most] = [fetchedAt, now].map((instant) => pointsBy(instant, { ...of, endTime: end }));
  const final = pointsBy(now + 100 * hourMs, { ...of, endTime: end });
  expect(fetchedAt).toBeLessThanOrEqual(now);
  expect(given?.timestamps).toEqual(most?.map(({ timestamp }) => timestamp));
  given?.timestamps.forEach((timestamp, index) => {
    const value = given.values[index] ?? Number.NaN;
    if (timestamp < provisionalFrom) expect(value).toBe(final[index]?.value);
    expect(value).toBeGreaterThanOrEqual(least?.[index]?.value ?? Infinity);
    expect(value).toBeLessThanOrEqual(most?.[index]?.value ?? -Infinity);
  });
};

interface Step {
  /** Minutes since the step before. */
  readonly wait: number;
  /** Minutes before now. */
  readonly from: number;
  readonly to: number;
  readonly grid: number;
  readonly period: Query['period'];
  readonly fresh: 'tail' | 'all' | undefined;
}

const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.oneof(fc.constantFrom(0, 0.5, 1), fc.integer({ min: 0, max: 600 })),
  from: fc.integer({ min: 2, max: 2 * 1440 }),
  to: fc.oneof(fc.constantFrom(0, -300), fc.integer({ min: 0, max: 1440 })),
  grid: fc.constantFrom(1, 15, 60, 1440),
  period: fc.constantFrom('SINGLE', 'PT1H', 'P1D', 'PT15M'),
  fresh: fc.constantFrom(undefined, undefined, 'tail', 'all'),
});

const floored = (instant: number, minutes: number): number =>
  Math.floor(instant / (minutes * minuteMs)) * minutes * minuteMs;

describe('numbers that still change', () => {
  it('hold as of the time that the answer states, and are final where it says so, whatever was requested before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 6 }), async (steps) => {
        let now = begin + 3 * 24 * hourMs + 17_000;
        const engine = engineOf(
          movingAmazon(() => now),
          { now: () => now },
        );
        for (const { wait, from, to, grid, period, fresh } of steps) {
          now += wait * minuteMs;
          const startTime = floored(now - from * minuteMs, grid);
          const endTime = Math.max(startTime + grid * minuteMs, floored(now - to * minuteMs, grid));
          const of = august({ startTime, endTime, period });
          const answer = await ask(engine, of, fresh === undefined ? {} : { fresh });
          expectRight(of, answer, now);
          if (fresh !== undefined) expect(answer.fetchedAt).toBe(now);
        }
      }),
      { numRuns: 150 },
    );
  });
});
