/** What queries of one skill ask of Amazon that differ in their periods and ranges only. */
import { describe, expect, it } from 'vitest';
import type { MetricsRequest } from '../../../../src/amazon/smapi/client';
import type { Period } from '../../../../src/core/domain/catalog';
import type { Query } from '../../../../src/core/query/query';
import { wholeBuckets } from '../../../../src/core/time/calendar';
import { ask, at, august, dayMs, engineOf } from '../../../support/relay/asking';
import { FakeAmazon, pointsOf } from '../../../support/relay/fakes/fake-amazon';

const hourMs = 3_600_000;

/** The year 2026 of a zone, its edges gone out to whole buckets, as a cell asks it. */
const yearOf = (timeZone: string, period: Period, more: Partial<Query> = {}): Query => {
  const calendar = { period, timeZone, week: 'mon' } as const;
  const year = { ...calendar, period: 'P1Y' } as const;
  const middle = { startTime: at('2026-06-01T00:00:00Z'), endTime: at('2026-06-02T00:00:00Z') };
  const range = wholeBuckets(wholeBuckets(middle, year), calendar);
  return august({ ...calendar, ...range, edges: 'whole', ...more });
};

const totalOf = async (engine: ReturnType<typeof engineOf>, of: Query): Promise<number> =>
  (await ask(engine, of)).series.flatMap(({ values }) => values).reduce((sum, value) => sum + value, 0);

const truthOf = ({ startTime, endTime }: Query): number =>
  pointsOf({ startTime, endTime, period: 'SINGLE' }).reduce((sum, { value }) => sum + value, 0);

/** Hours that were asked in more than one request. */
const askedTwice = (requests: readonly MetricsRequest[]): readonly string[] => {
  const seen = new Map<string, number>();
  for (const { metric, startTime, endTime } of requests)
    for (let hour = startTime; hour < endTime; hour += hourMs) {
      const name = `${metric} ${new Date(hour).toISOString()}`;
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
  return [...seen].filter(([, times]) => times > 1).map(([name]) => name);
};

describe('a query that changes its period', () => {
  it('from day to month of the same year in New York asks nothing further', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const days = yearOf('America/New_York', 'P1D');
    expect(await totalOf(engine, days)).toBe(truthOf(days));
    // 8,760 hours, a week a request.
    expect(amazon.requests).toHaveLength(53);
    for (const period of ['P1M', 'P3M', 'P1Y', 'PT1H', 'SINGLE'] as const) {
      const of = yearOf('America/New_York', period, { edges: period === 'SINGLE' ? 'exact' : 'whole' });
      expect(await totalOf(engine, of)).toBe(truthOf(of));
      expect(amazon.requests, period).toHaveLength(53);
    }
  });

  it('to weeks asks only the days that these add at both ends of the year', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    await ask(engine, yearOf('America/New_York', 'P1D'));
    const weeks = yearOf('America/New_York', 'P1W');
    expect(await totalOf(engine, weeks)).toBe(truthOf(weeks));
    const further = amazon.requests.slice(53);
    const [first, last] = [at('2026-01-01T05:00:00Z'), at('2027-01-01T05:00:00Z')];
    // A UTC day of which the year holds a part may come as a whole.
    for (const { startTime, endTime } of further)
      expect(endTime <= first + dayMs || startTime >= last - dayMs).toBe(true);
    expect(further.length).toBeLessThanOrEqual(4);
  });

  it('from day to week to month within the weeks of its days asks nothing further', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    // 53 weeks from Monday, 29 December 2025, that hold the year.
    const range = { startTime: at('2025-12-29T05:00:00Z'), endTime: at('2027-01-04T05:00:00Z') };
    const of = (period: Period, more: Partial<Query> = {}): Query =>
      yearOf('America/New_York', period, { ...range, ...more });
    expect(await totalOf(engine, of('P1D'))).toBe(truthOf(of('P1D')));
    const { length } = amazon.requests;
    expect(length).toBe(53);
    expect(await totalOf(engine, of('P1W'))).toBe(truthOf(of('P1W')));
    const months = yearOf('America/New_York', 'P1M');
    expect(await totalOf(engine, months)).toBe(truthOf(months));
    expect(amazon.requests).toHaveLength(length);
  });

  it('of UTC asks its days once, whatever is made of them', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    for (const period of ['P1Y', 'P3M', 'P1M', 'P1D', 'SINGLE'] as const) {
      const of = yearOf('UTC', period, { edges: period === 'SINGLE' ? 'exact' : 'whole' });
      expect(await totalOf(engine, of)).toBe(truthOf(of));
    }
    expect(amazon.requests).toHaveLength(53);
    expect(askedTwice(amazon.requests)).toEqual([]);
  });

  it.each([
    ['Europe/Berlin', 0],
    ['Asia/Kolkata', 0],
    ['Pacific/Apia', 0],
    // The two UTC days in which midnight moves to the half-hour are known half as hours and half as quarter-hours.
    ['Australia/Lord_Howe', 2],
  ])('from day to week to month in %s asks %i requests further', async (timeZone, further) => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    // The weeks that hold the year, and what they have of UTC days.
    const range = wholeBuckets(yearOf(timeZone, 'P1Y'), { period: 'P1W', timeZone, week: 'mon' });
    const days = yearOf(timeZone, 'P1D', range);
    expect(await totalOf(engine, days)).toBe(truthOf(days));
    const { length } = amazon.requests;
    for (const of of [yearOf(timeZone, 'P1W', range), yearOf(timeZone, 'P1M'), yearOf(timeZone, 'P3M')])
      expect(await totalOf(engine, of)).toBe(truthOf(of));
    expect(amazon.requests).toHaveLength(length + further);
  });

  it('asks nothing twice where queries come at once', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const queries = (['P1D', 'P1D', 'SINGLE'] as const).map((period) =>
      yearOf('UTC', period, { edges: period === 'SINGLE' ? 'exact' : 'whole' }),
    );
    await Promise.all(queries.map((of) => ask(engine, of)));
    expect(amazon.requests).toHaveLength(53);
  });
});

describe('a grid of one-day totals', () => {
  it('of 5 metrics and 200 days asks 316 requests: a week a request, but for customers one a day', async () => {
    const amazon = new FakeAmazon();
    const patience = { quietMs: 20, burstMs: 80, longestMs: 2_000 };
    const engine = engineOf(amazon, { batchWindow: patience });
    const metrics = [
      'totalSessions',
      'totalUtterances',
      'successfulSessions',
      'failedUtterances',
      'uniqueCustomers',
    ] as const;
    const first = at('2026-01-01T00:00:00Z');
    const cells = Array.from({ length: 200 }, (_, day) => first + day * dayMs).flatMap((startTime) =>
      metrics.map((metric) =>
        august({ metrics: [metric], period: 'SINGLE', startTime, endTime: startTime + dayMs, edges: 'exact' }),
      ),
    );
    const totals = await Promise.all(cells.map((of) => totalOf(engine, of)));
    expect(totals).toEqual(cells.map(truthOf));
    const count = (period: string): number => amazon.requests.filter((request) => request.period === period).length;
    expect({ days: count('P1D'), singles: count('SINGLE'), all: amazon.requests.length }).toEqual({
      days: 4 * 29,
      singles: 200,
      all: 316,
    });
  });

  it('asks for customers of a day at once, and waits for others with what may share a request', async () => {
    const amazon = new FakeAmazon();
    const never = 1_000_000;
    const engine = engineOf(amazon, { batchWindow: { quietMs: never, burstMs: never, longestMs: never } });
    const day = { period: 'SINGLE', edges: 'exact', endTime: at('2026-08-02T00:00:00Z') } as const;
    const left = new AbortController();
    const waits = ask(engine, august({ ...day, metrics: ['totalSessions'] }), { signal: left.signal });
    const ends = expect(waits).rejects.toThrow();
    const accounts = august({ ...day, metrics: ['uniqueCustomers'] });
    expect(await totalOf(engine, accounts)).toEqual(truthOf(accounts));
    expect(amazon.requests.map(({ metric }) => metric)).toEqual(['uniqueCustomers']);
    left.abort();
    await ends;
  });
});
