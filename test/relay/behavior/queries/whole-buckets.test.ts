/** Tables of all periods, zones and options, held against quarter-hours that another calendar sums. */
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import type { MetricsRequest } from '../../../../src/amazon/smapi/client';
import { amazonBucketMs, type MetricName, metricOf, type Period } from '../../../../src/core/domain/catalog';
import { FailureError } from '../../../../src/core/domain/failure';
import { formatInstant } from '../../../../src/core/domain/instant';
import { type FormulaRequest, parseFormula } from '../../../../src/core/formula/parse-formula';
import { type Cell } from '../../../../src/core/tables/metrics-table';
import { toTable } from '../../../support/core/to-table';
import { ask, engineOf } from '../../../support/relay/asking';
import { FakeAmazon, type Habits, type Point } from '../../../support/relay/fakes/fake-amazon';

const minuteMs = 60_000;
const quarterMs = 15 * minuteMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** How often something happened in the first moment of a quarter-hour, and never in the rest of it; often, nothing did. */
const countAt = (quarter: number, metric: MetricName): number => {
  const n = Math.imul(quarter / quarterMs + metric.length * 7919, 2_654_435_761) >>> 8;
  // Whole nights without anything, so that days have gaps and some hours are empty.
  return n % 3 === 0 || Math.floor(quarter / (9 * hourMs)) % 4 === 0 ? 0 : n % 97;
};

const sumOf = (metric: MetricName, from: number, to: number): number => {
  let sum = 0;
  for (let at = Math.ceil(from / quarterMs) * quarterMs; at < to; at += quarterMs) sum += countAt(at, metric);
  return sum;
};

/** Amazon's points of a range. `zeros`: a bucket of which there is nothing is a 0, and not left out. */
const truth =
  (zeros: boolean) =>
  ({ startTime, endTime, period, metric }: MetricsRequest): readonly Point[] => {
    const step = amazonBucketMs(period);
    const points: Point[] = [];
    for (
      let timestamp = step === undefined ? startTime : Math.floor(startTime / step) * step;
      timestamp < endTime;
      timestamp += step ?? Infinity
    ) {
      const value = sumOf(metric, Math.max(startTime, timestamp), Math.min(endTime, timestamp + (step ?? Infinity)));
      if (zeros || value > 0) points.push({ timestamp, value });
    }
    return points;
  };

interface Asking {
  readonly metrics: readonly MetricName[];
  readonly start: number;
  readonly end: number;
  readonly now: number;
  readonly period: Period;
  readonly zone: string;
  readonly days: 'zone' | 'utc';
  readonly week: 'mon' | 'sun';
  readonly edges: 'whole' | 'exact';
  readonly tail: 'all' | 'complete' | 'final';
  readonly fill: 'none' | '0' | 'na';
  readonly order: 'asc' | 'desc';
}

const unitOf = { P1D: 'day', P1W: 'week', P1M: 'month', P3M: 'quarter', P1Y: 'year' } as const;

/** Where the bucket begins that holds an instant, or the one after it, as luxon has it. */
const edge = (instant: number, { period, zone, days, week }: Asking, next: 0 | 1): number => {
  if (period === 'SINGLE') return instant;
  const step = period === 'PT15M' ? quarterMs : period === 'PT1H' ? hourMs : undefined;
  if (step !== undefined) return (Math.floor(instant / step) + next) * step;
  if (period === 'PT15M' || period === 'PT1H') return instant;
  const unit = unitOf[period];
  const zoned = DateTime.fromMillis(instant, { zone: days === 'utc' ? 'UTC' : zone });
  const start =
    period === 'P1W' && week === 'sun' ? zoned.minus({ days: zoned.weekday % 7 }).startOf('day') : zoned.startOf(unit);
  return (next === 0 ? start : start.plus({ [unit]: 1 }).startOf('day')).toMillis();
};

const serial = (wall: number): number => (wall + 25_569 * dayMs) / dayMs;

const labelOf = (timestamp: number, { period, zone, days }: Asking): number => {
  const isCalendar = Object.hasOwn(unitOf, period);
  const zoned = DateTime.fromMillis(timestamp, { zone: isCalendar && days === 'utc' ? 'UTC' : zone });
  const wall = timestamp + zoned.offset * minuteMs;
  return serial(isCalendar ? Math.floor(wall / dayMs) * dayMs : wall);
};

/** The rows that the query means: undefined where the range holds nothing to be asked yet. */
const expectedRows = (asking: Asking, zeros: boolean): readonly (readonly Cell[])[] | undefined => {
  const { metrics, start, end, now, period, edges, tail, fill, order } = asking;
  const minute = Math.floor(now / minuteMs) * minuteMs;
  const isSingle = period === 'SINGLE';
  const settled = now - Math.max(...metrics.map((metric) => metricOf(metric).lagHours)) * hourMs;
  const isWhole = edges === 'whole' && !isSingle;
  const from = isWhole ? edge(start, asking, 0) : start;
  const outer = isWhole
    ? edge(end, asking, 0) === end
      ? end
      : edge(end, asking, 1)
    : isSingle
      ? Math.min(end, minute)
      : end;
  const lastOf = {
    all: Infinity,
    complete: isSingle ? Infinity : edge(now, asking, 0),
    final: edge(settled, asking, 0),
  };
  const until = Math.min(outer, Math.floor(lastOf[tail] / minuteMs) * minuteMs);
  if (until <= from || from >= minute) return undefined;
  const rows: Cell[][] = [];
  for (let bucket = edge(from, asking, 0); bucket < until && bucket < minute;) {
    const next = isSingle ? until : edge(bucket, asking, 1);
    const [first, last] = [Math.max(bucket, from), Math.min(next, until, minute)];
    const isFinal = next <= settled || (until <= settled && last === until);
    const cells = metrics.map((metric): Cell | undefined => {
      const isTooLong = !metricOf(metric).additive && next - bucket > 7 * dayMs;
      if (isTooLong) return { unavailable: 'too long' };
      const sum = sumOf(metric, first, last);
      return zeros || sum > 0 ? sum : undefined;
    });
    const hasValue = cells.some((cell) => cell !== undefined);
    const filling = fill === 'na' ? { unavailable: 'nothing' } : fill === '0' && isFinal ? 0 : '';
    if (hasValue || (fill === '0' && isFinal) || fill === 'na')
      rows.push([labelOf(bucket, asking), ...cells.map((cell) => cell ?? filling)]);
    bucket = next;
  }
  return order === 'desc' ? rows.toReversed() : rows;
};

/** Reasons are texts, which other tests read. */
const comparable = (rows: readonly (readonly Cell[])[]): unknown =>
  rows.map((row) => row.map((cell) => (typeof cell === 'object' ? '#N/A' : cell)));

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Asia/Beirut',
  'Europe/London',
];
const maxDays: Record<Period, number> = {
  SINGLE: 100,
  PT15M: 3,
  PT1H: 20,
  P1D: 60,
  P1W: 120,
  P1M: 400,
  P3M: 400,
  P1Y: 800,
};

const asking: fc.Arbitrary<Asking> = fc
  .record({
    period: fc.constantFrom<Period>('SINGLE', 'PT15M', 'PT1H', 'P1D', 'P1D', 'P1W', 'P1M', 'P3M', 'P1Y'),
    zone: fc.constantFrom(...zones),
    days: fc.constantFrom('zone' as const, 'zone' as const, 'utc' as const),
    week: fc.constantFrom('mon' as const, 'sun' as const),
    edges: fc.constantFrom('whole' as const, 'whole' as const, 'exact' as const),
    tail: fc.constantFrom('all' as const, 'all' as const, 'complete' as const, 'final' as const),
    fill: fc.constantFrom('none' as const, '0' as const, 'na' as const),
    order: fc.constantFrom('asc' as const, 'desc' as const),
    // Both changes of the clock, ends of months and years, and 29 February 2028.
    start: fc.integer({ min: Date.UTC(2026, 0, 1) / minuteMs, max: Date.UTC(2028, 5, 1) / minuteMs }),
    length: fc.double({ min: 0, max: 1, noNaN: true }),
    grain: fc.constantFrom(1, 15, 60, 1440),
    nowAfter: fc.double({ min: 0, max: 1.5, noNaN: true }),
    unique: fc.boolean(),
  })
  .map(({ start, length, grain, nowAfter, unique, ...rest }): Asking => {
    const minutes = Math.max(1, Math.round((length * maxDays[rest.period] * 1440) / grain)) * grain;
    const begin = Math.floor(start / grain) * grain * minuteMs;
    const isShort = rest.period !== 'P1M' && rest.period !== 'P3M' && rest.period !== 'P1Y';
    const mayBeUnique = isShort && (rest.period !== 'SINGLE' || minutes <= 7 * 1440);
    return {
      ...rest,
      start: begin,
      end: begin + minutes * minuteMs,
      now: begin + Math.round(minutes * nowAfter) * minuteMs + 12_345,
      metrics: unique && mayBeUnique ? ['totalSessions', 'uniqueCustomers'] : ['totalSessions'],
    };
  });

const habits = fc.record({
  cap: fc.constantFrom(50, 100, 100_000),
  zeros: fc.boolean(),
  isReversed: fc.boolean(),
});

const requestOf = ({ metrics, start, end, now, period, zone, ...options }: Asking): FormulaRequest =>
  parseFormula(
    {
      skillId: 'amzn1.ask.skill.001',
      metric: [[...metrics]],
      startTime: formatInstant(start),
      endTime: formatInstant(end),
      period,
      headers: 0,
      options: [['tz', zone], ...Object.entries(options)],
    },
    now,
  );

describe('a table of any period, zone and options', () => {
  it('says of every row what quarter-hours say of its bucket', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(asking, habits, async (one, { cap, zeros, isReversed }) => {
        const { query, table } = requestOf(one);
        const expected = expectedRows(one, zeros);
        expect(table.nothingYet === undefined).toBe(expected !== undefined);
        if (expected === undefined) return;
        const given: Habits = {
          cap,
          truth: truth(zeros),
          order: (points) => (isReversed ? points.toReversed() : points),
        };
        const answer = await ask(engineOf(new FakeAmazon(given), { now: () => one.now }), query);
        try {
          expect(comparable(toTable(query, answer, table))).toEqual(comparable(expected));
        } catch (error) {
          if (!(error instanceof FailureError)) throw error;
          expect([error.failure.code, expected]).toEqual(['not_found', []]);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
