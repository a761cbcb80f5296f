import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { amazonBucketMs, amazonPeriods, maxWindowMs } from '../../../src/core/domain/catalog';
import { FailureError } from '../../../src/core/domain/failure';
import type { Answer, Progress, Query, Series } from '../../../src/core/query/query';
import { ask, asked, at, august, dayMs, engineOf, expectedSeries, later } from '../../support/relay/asking';
import { Barrier, FakeAmazon, type Habits, type Point } from '../../support/relay/fakes/fake-amazon';

const unavailable = new FailureError({ code: 'unavailable', message: 'Amazon is away.', advice: 'Wait.' });

afterEach(() => {
  vi.useRealTimers();
});

describe('an answer', () => {
  it('joins the weeks of a long range', async () => {
    const amazon = new FakeAmazon();
    const { series, requests, pages, requestIds, fetchedAt, provisionalFrom } = await ask(engineOf(amazon), august());
    expect(series).toEqual([expectedSeries(august())]);
    expect(amazon.requests).toHaveLength(5);
    expect({ requests, pages, fetchedAt, provisionalFrom }).toEqual({ requests: 5, pages: 5, fetchedAt: later });
    expect([...requestIds].sort()).toEqual([1, 2, 3, 4, 5].map((count) => `request-${count}`));
  });

  it('has a series for each metric, intent and locale, asked as such', async () => {
    const amazon = new FakeAmazon();
    const of = august({
      metrics: ['totalSessions', 'uniqueCustomers'],
      intents: ['Order'],
      locales: ['en-US', 'de-DE'],
      stage: 'development',
      endTime: at('2026-08-03T00:00:00Z'),
    });
    const { series } = await ask(engineOf(amazon), of);
    expect(series.map(({ metric, intent, locale }) => [metric, intent, locale])).toEqual([
      ['totalSessions', 'Order', 'en-US'],
      ['totalSessions', 'Order', 'de-DE'],
      ['uniqueCustomers', 'Order', 'en-US'],
      ['uniqueCustomers', 'Order', 'de-DE'],
    ]);
    expect(amazon.requests.map(({ metric, locale }) => `${metric} ${String(locale)}`).sort()).toEqual([
      'totalSessions de-DE',
      'totalSessions en-US',
      'uniqueCustomers de-DE',
      'uniqueCustomers en-US',
    ]);
    for (const { intent, stage, skillType } of amazon.requests)
      expect([intent, stage, skillType]).toEqual(['Order', 'development', 'custom']);
  });

  it('adds up SINGLE over weeks', async () => {
    const of = august({ period: 'SINGLE' });
    const amazon = new FakeAmazon();
    expect((await ask(engineOf(amazon), of)).series).toEqual([{ ...expectedSeries(of), sources: ['P1D'] }]);
    expect(amazon.requests).toHaveLength(5);
  });

  it('asks nothing of the future, and no seconds', async () => {
    const amazon = new FakeAmazon();
    const now = at('2026-08-03T10:20:30.400Z');
    const { series, provisionalFrom } = await ask(engineOf(amazon, { now: () => now }), august());
    expect(amazon.requests.map(({ endTime }) => endTime)).toEqual([at('2026-08-03T10:20:00Z')]);
    expect(series[0]?.timestamps).toHaveLength(3);
    expect(provisionalFrom).toBe(at('2026-08-03T00:00:00Z'));
  });

  it('is empty where nothing has begun, and costs nothing', async () => {
    const amazon = new FakeAmazon();
    const { series, requests } = await ask(engineOf(amazon, { now: () => at('2026-07-01T00:00:00Z') }), august());
    expect(series).toEqual([{ metric: 'totalSessions', timestamps: [], values: [] }]);
    expect([requests, amazon.requests.length]).toEqual([0, 0]);
  });

  it('asks for pages of the size that the formula wants', async () => {
    const amazon = new FakeAmazon();
    const of = august({ maxResults: 3 });
    expect((await ask(engineOf(amazon), of)).series).toEqual([expectedSeries(of)]);
    expect(new Set(amazon.requests.map(({ maxResults }) => maxResults))).toEqual(new Set([3]));
  });

  it('learns that Amazon takes no more than 50 a page, and asks no more from then on', async () => {
    const amazon = new FakeAmazon({ accepts: 50 });
    const engine = engineOf(amazon);
    const of = august({ period: 'PT1H' });
    expect((await ask(engine, of)).series).toEqual([expectedSeries(of)]);
    expect(amazon.requests.filter(({ maxResults }) => maxResults !== 50)).toHaveLength(1);
  });
});

describe('whatever habits Amazon has', () => {
  const shuffle =
    (seed: number) =>
    (points: readonly Point[]): readonly Point[] =>
      points
        .map((point, index) => ({ point, rank: Math.imul(index + seed, 2_654_435_761) >>> 0 }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ point }) => point);
  const thirds = (points: readonly Point[]): readonly Point[] =>
    [0, 1, 2].flatMap((third) => points.filter((_, index) => index % 3 === third));
  const order = fc.oneof(
    fc.constant((points: readonly Point[]) => points),
    fc.constant((points: readonly Point[]) => points.toReversed()),
    fc.constant(thirds),
    fc.constant((points: readonly Point[]) => [
      ...points.slice(points.length / 2),
      ...points.slice(0, points.length / 2),
    ]),
    fc.nat(1000).map(shuffle),
  );
  const habits: fc.Arbitrary<Habits> = fc.record(
    {
      cap: fc.integer({ min: 1, max: 120 }),
      accepts: fc.constantFrom(50, 100, 100_000),
      has: fc.tuple(fc.constantFrom(1, 4, 96), fc.integer({ min: 2, max: 9 })).map(
        ([quarters, nth]) =>
          (timestamp: number) =>
            Math.floor(timestamp / 900_000 / quarters) % nth !== 0,
      ),
      order,
      includesEnd: fc.boolean(),
      beginsEmpty: fc.boolean(),
    },
    { requiredKeys: [] },
  );
  const start = at('2026-08-01T00:00:00Z') / 60_000;
  const ranges = fc
    .tuple(
      fc.integer({ min: 0, max: 20 * 1440 }),
      fc.integer({ min: 1, max: 12 * 1440 }),
      fc.constantFrom(1, 15, 60, 1440),
    )
    .map(([from, length, edge]) => {
      const startTime = Math.floor((start + from) / edge) * edge * 60_000;
      return { startTime, endTime: startTime + Math.max(edge, Math.floor(length / edge) * edge) * 60_000 };
    });
  const asking: fc.Arbitrary<Query> = fc
    .tuple(ranges, fc.constantFrom(...amazonPeriods), fc.option(fc.integer({ min: 3, max: 200 }), { nil: undefined }))
    .map(([range, period, maxResults]) =>
      august({ ...range, period, ...(maxResults === undefined ? {} : { maxResults }) }),
    );

  /** One value of a range knows no gaps: it is held against that of its days only where they have none. */
  const fair = (given: Habits, queries: readonly Query[]): Habits =>
    queries.some(({ period }) => period === 'SINGLE') ? { ...given, has: () => true } : given;
  const numbersOf = ({ series }: Answer): readonly Omit<Series, 'sources'>[] =>
    series.map(({ metric, timestamps, values }) => ({ metric, timestamps, values }));

  it('returns the same series', async () => {
    await fc.assert(
      fc.asyncProperty(habits, asking, async (all, of) => {
        const given = fair(all, [of]);
        const answer = await ask(engineOf(new FakeAmazon(given)), of);
        expect(numbersOf(answer)).toEqual([expectedSeries(of, given.has)]);
      }),
      { numRuns: 150 },
    );
  });

  it('returns the same series to queries that overlap, after one another and at once', async () => {
    const queries = fc.array(fc.array(asking, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(habits, queries, async (all, rounds) => {
        const given = fair(all, rounds.flat());
        const engine = engineOf(new FakeAmazon(given));
        for (const round of rounds) {
          const answers = await Promise.all(round.map((of) => ask(engine, of)));
          expect(answers.map(numbersOf)).toEqual(round.map((of) => [expectedSeries(of, given.has)]));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('asks no window of more than a week, and cuts none within a bucket', async () => {
    await fc.assert(
      fc.asyncProperty(habits, asking, async (given, of) => {
        const amazon = new FakeAmazon(given);
        await ask(engineOf(amazon), of);
        for (const { startTime, endTime, period } of amazon.requests) {
          const edge = amazonBucketMs(period) ?? dayMs;
          expect(endTime - startTime).toBeLessThanOrEqual(maxWindowMs);
          expect(startTime === of.startTime || startTime % edge === 0).toBe(true);
          expect(endTime === of.endTime || endTime % edge === 0).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('requests', () => {
  it('run at once, after the first has shown how Amazon cuts pages', async () => {
    const barrier = new Barrier();
    const amazon = new FakeAmazon({ cap: 50, before: barrier.pass });
    const of = august({ period: 'PT1H' });
    const answer = ask(engineOf(amazon), of);
    await amazon.sent(1);
    expect(amazon.running).toBe(1);
    barrier.next();
    // Of the first week 118 hours are left, and 576 of the others.
    await amazon.sent(16);
    expect(amazon.running).toBe(15);
    barrier.open();
    expect((await answer).series).toEqual([expectedSeries(of)]);
    expect(amazon.requests).toHaveLength(16);
  });

  it('of several series run at once', async () => {
    const barrier = new Barrier();
    const amazon = new FakeAmazon({ before: barrier.pass });
    const engine = engineOf(amazon);
    barrier.open();
    await ask(engine, august({ endTime: at('2026-08-02T00:00:00Z') }));
    const closed = new Barrier();
    amazon.habits = { before: closed.pass };
    const answer = ask(
      engine,
      august({ metrics: ['totalUtterances', 'failedUtterances'], endTime: at('2026-08-08T00:00:00Z') }),
    );
    await amazon.sent(3);
    expect(amazon.running).toBe(2);
    closed.open();
    await answer;
  });
});

describe('progress', () => {
  const grows = (all: readonly Progress[]): boolean =>
    all.every((one, index) => {
      const before = all[index - 1] ?? { windowsDone: 0, windowsPlanned: 0, pages: 0, points: 0 };
      return (
        one.windowsDone >= before.windowsDone &&
        one.windowsPlanned >= before.windowsPlanned &&
        one.pages >= before.pages &&
        one.points >= before.points &&
        one.windowsDone <= one.windowsPlanned
      );
    });

  it.each<[string, Habits]>([
    ['large pages', {}],
    ['pages of 50', { cap: 50 }],
    ['pages in descending order', { cap: 50, order: (points) => points.toReversed() }],
    ['empty pages', { beginsEmpty: true }],
  ])('only grows, and ends when all is done: %s', async (_, habits) => {
    const told: Progress[] = [];
    const of = august({ period: 'PT1H' });
    const answer = await ask(engineOf(new FakeAmazon(habits)), of, { onProgress: (progress) => told.push(progress) });
    expect(grows(told)).toBe(true);
    const last = told.at(-1);
    expect(last?.windowsDone).toBe(last?.windowsPlanned);
    expect(last?.pages).toBe(answer.pages);
    expect(last?.points).toBeGreaterThanOrEqual(744);
  });

  it('is silent once the query has ended', async () => {
    const barrier = new Barrier();
    const told: Progress[] = [];
    const amazon = new FakeAmazon({
      before: async ({ startTime }) => {
        if (startTime === at('2026-08-08T00:00:00Z')) throw unavailable;
        if (startTime > at('2026-08-08T00:00:00Z')) await barrier.pass();
      },
    });
    await expect(ask(engineOf(amazon), august(), { onProgress: (one) => told.push(one) })).rejects.toBe(unavailable);
    const before = told.length;
    barrier.open();
    await new Promise(setImmediate);
    expect(told).toHaveLength(before);
  });
});

describe('a query that fails', () => {
  it('rejects with its first failure, and gives up what is under way', async () => {
    const barrier = new Barrier();
    const failing = at('2026-08-15T00:00:00Z');
    const amazon = new FakeAmazon({
      before: async ({ startTime }) => {
        if (startTime === at('2026-08-01T00:00:00Z')) return;
        await barrier.pass();
        if (startTime === failing) throw unavailable;
      },
    });
    const answer = ask(engineOf(amazon), august());
    const settled = expect(answer).rejects.toBe(unavailable);
    await amazon.sent(5);
    expect(amazon.running).toBe(4);
    for (const { startTime } of amazon.requests.slice(1)) {
      barrier.next();
      if (startTime === failing) break;
    }
    await settled;
    await new Promise(setImmediate);
    expect(amazon.running).toBe(0);
    expect(amazon.abandoned.map(({ startTime }) => startTime)).toEqual(
      ['2026-08-22', '2026-08-29'].map((day) => at(`${day}T00:00:00Z`)),
    );
  });

  it('gives up its other series too', async () => {
    const barrier = new Barrier();
    const amazon = new FakeAmazon({
      before: async ({ metric }) => {
        await barrier.pass();
        if (metric === 'totalSessions') throw unavailable;
        await new Promise(() => undefined);
      },
    });
    const engine = engineOf(amazon);
    const of = august({ metrics: ['totalSessions', 'uniqueCustomers'], endTime: at('2026-08-03T00:00:00Z') });
    barrier.open();
    await expect(ask(engine, of)).rejects.toBe(unavailable);
    await new Promise(setImmediate);
    expect(amazon.running).toBe(0);
  });

  it('says so where an answer cannot be right', async () => {
    const amazon = new FakeAmazon({
      order: (points) => points.map(({ value }) => ({ timestamp: at('2020-01-01T00:00:00Z'), value })),
    });
    await expect(ask(engineOf(amazon), august())).rejects.toMatchObject({ failure: { code: 'bad_answer' } });
  });

  it('ends at its deadline, however long Amazon takes', async () => {
    vi.useFakeTimers({ now: later });
    const amazon = new FakeAmazon({ before: () => new Promise(() => undefined) });
    const answer = ask(engineOf(amazon, { now: Date.now, deadlineMs: 45_000 }), august());
    const settled = expect(answer).rejects.toMatchObject({
      failure: { code: 'deadline_exceeded', message: "Amazon didn't return all the data within 45 seconds." },
    });
    await vi.advanceTimersByTimeAsync(44_999);
    expect(amazon.running).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await settled;
    expect(amazon.running).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when it is answered', async () => {
    vi.useFakeTimers({ now: later });
    const answer = ask(engineOf(new FakeAmazon(), { now: Date.now }), august());
    await vi.runAllTimersAsync();
    expect((await answer).series).toEqual([expectedSeries(august())]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a caller who leaves', () => {
  it('ends all requests', async () => {
    const controller = new AbortController();
    const amazon = new FakeAmazon({ before: () => new Promise(() => undefined) });
    const answer = engineOf(amazon).answer(asked(august(), { signal: controller.signal }));
    const settled = expect(answer).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    await amazon.sent(1);
    controller.abort();
    await settled;
    await new Promise(setImmediate);
    expect(amazon.running).toBe(0);
  });

  it('asks nothing where he has left before', async () => {
    const amazon = new FakeAmazon();
    await expect(ask(engineOf(amazon), august(), { signal: AbortSignal.abort() })).rejects.toMatchObject({
      failure: { code: 'cancelled' },
    });
    expect(amazon.requests).toEqual([]);
  });
});
