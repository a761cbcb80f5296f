/** Numbers that Amazon corrects after they have settled, and those of which nobody knows what they hold. */
import { describe, expect, it } from 'vitest';
import type { Query } from '../../../../src/core/query/query';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { ask, at, august, dayMs, engineOf } from '../../../support/relay/asking';
import { FakeAmazon, pointsOf } from '../../../support/relay/fakes/fake-amazon';

const range = (start: string, end: string, more: Partial<Query> = {}): Query =>
  august({ startTime: at(`${start}T00:00:00Z`), endTime: at(`${end}T00:00:00Z`), ...more });

/** An Amazon whose numbers are one more after each correction. */
const world = () => {
  const clock = { now: at('2026-08-21T12:00:00Z') };
  let corrections = 0;
  const amazon = new FakeAmazon({
    truth: (request) => pointsOf(request).map(({ timestamp }) => ({ timestamp, value: corrections })),
  });
  const store = new MemoryStore(() => clock.now);
  const relay = () => engineOf(amazon, { now: () => clock.now, store });
  const look = (): readonly string[] =>
    amazon.requests
      .splice(0)
      .map(({ startTime, endTime }) => `${new Date(startTime).getUTCDate()}-${new Date(endTime).getUTCDate()}`);
  return { clock, relay, look, correct: () => (corrections += 1) };
};

const valuesOf = async (answer: ReturnType<typeof ask>): Promise<readonly number[]> =>
  (await answer).series.flatMap(({ values }) => values);

describe('numbers that Amazon may still correct', () => {
  it('are those of seven days: a fresh answer asks them again, and no older ones', async () => {
    const { clock, relay, look, correct } = world();
    const engine = relay();
    await ask(engine, range('2026-08-11', '2026-08-21'));
    look();
    correct();
    expect(await valuesOf(ask(engine, range('2026-08-11', '2026-08-21')))).toEqual(Array(10).fill(0));
    clock.now += 1_000;
    const fresh = { fresh: 'tail', since: clock.now } as const;
    expect(await valuesOf(ask(engine, range('2026-08-11', '2026-08-21'), fresh))).toEqual([
      ...Array<number>(3).fill(0),
      ...Array<number>(7).fill(1),
    ]);
    expect(look()).toEqual(['14-21']);
  });

  it('are asked again once after these days, if they were asked before', async () => {
    const { clock, relay, look } = world();
    const engine = relay();
    await ask(engine, range('2026-08-20', '2026-08-21'));
    look();
    clock.now += 9 * dayMs;
    for (const expected of [['20-21'], []]) {
      await ask(engine, range('2026-08-20', '2026-08-21'), { fresh: 'tail', since: clock.now });
      expect(look()).toEqual(expected);
      clock.now += 1_000;
    }
  });

  it('are the same in all answers of one refresh, whichever relay sends them', async () => {
    const { clock, relay, look, correct } = world();
    const [one, other] = [relay(), relay()];
    await ask(one, range('2026-08-11', '2026-08-21'));
    await ask(other, range('2026-08-11', '2026-08-21'));
    look();
    correct();
    const refresh = { fresh: 'tail', since: (clock.now += 1_000) } as const;
    const first = await valuesOf(ask(one, range('2026-08-11', '2026-08-21'), refresh));
    await new Promise(setImmediate);
    // Amazon corrects them once more while the refresh is under way.
    correct();
    clock.now += 1_000;
    expect(await valuesOf(ask(one, range('2026-08-18', '2026-08-20'), refresh))).toEqual(first.slice(7, 9));
    expect(await valuesOf(ask(other, range('2026-08-13', '2026-08-20'), refresh))).toEqual(first.slice(2, 9));
    expect(look()).toEqual(['14-21']);
  });

  it('are all asked again where everything is to be, once for all answers of the refresh', async () => {
    const { clock, relay, look, correct } = world();
    const [one, other] = [relay(), relay()];
    for (const engine of [one, other]) await ask(engine, range('2026-08-01', '2026-08-21'));
    look();
    correct();
    const everything = { fresh: 'all', since: (clock.now += 1_000) } as const;
    expect(await valuesOf(ask(one, range('2026-08-01', '2026-08-08'), everything))).toEqual(Array(7).fill(1));
    await new Promise(setImmediate);
    expect(await valuesOf(ask(other, range('2026-08-03', '2026-08-08'), everything))).toEqual(Array(5).fill(1));
    expect(look()).toEqual(['1-8']);
  });

  it.each([
    ['may have been corrected', 'tail', range('2026-08-18', '2026-08-21')],
    ['are asked for', 'all', range('2026-08-01', '2026-08-08')],
  ] as const)(
    'that %s are told by another relay a second later, even where nobody asks it for fresh ones',
    async (_, fresh, of) => {
      const { clock, relay, look, correct } = world();
      const [one, other] = [relay(), relay()];
      for (const engine of [one, other]) await ask(engine, of);
      correct();
      const since = (clock.now += 1_000);
      const before = await valuesOf(ask(one, of, { fresh, since }));
      look();
      clock.now += 1_000;
      expect(await valuesOf(ask(other, of))).toEqual(before);
      expect(before[0]).toBe(1);
      expect(look()).toEqual([]);
    },
  );

  it('are known to nobody from before everything was asked for', async () => {
    const { clock, relay, look, correct } = world();
    const [one, other] = [relay(), relay()];
    await ask(other, range('2026-08-01', '2026-08-08'));
    correct();
    const since = (clock.now += 1_000);
    await ask(one, range('2026-08-01', '2026-08-03'), { fresh: 'all', since });
    look();
    clock.now += 1_000;
    expect(await valuesOf(ask(other, range('2026-08-01', '2026-08-08')))).toEqual(Array(7).fill(1));
    expect(look()).toEqual(['3-8']);
  });
});

describe('points that are stamped off the edges of their buckets', () => {
  const stray = 37 * 60_000;
  const straying = () =>
    new FakeAmazon({ truth: (request) => pointsOf(request).map((p) => ({ ...p, timestamp: p.timestamp + stray })) });

  it('are answered and marked', async () => {
    const [series] = (await ask(engineOf(straying()), range('2026-08-01', '2026-08-03'))).series;
    expect(series).toMatchObject({ timestamps: [at('2026-08-01T00:37:00Z'), at('2026-08-02T00:37:00Z')], offGrid: 2 });
  });

  it('are never kept as settled', async () => {
    const clock = { now: at('2026-10-01T00:00:00Z') };
    const amazon = straying();
    const engine = engineOf(amazon, { now: () => clock.now });
    await ask(engine, range('2026-08-01', '2026-08-03'));
    await ask(engine, range('2026-08-01', '2026-08-03'));
    expect(amazon.requests).toHaveLength(1);
    clock.now += 61_000;
    await ask(engine, range('2026-08-01', '2026-08-03'));
    expect(amazon.requests).toHaveLength(2);
  });
});

describe('what is known of shorter buckets', () => {
  it.each([
    ['PT1H', 'P1D'],
    ['PT15M', 'PT1H'],
    ['PT15M', 'P1D'],
  ] as const)('%s gives %s without a request', async (known, asked) => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    await ask(engine, range('2026-08-01', '2026-08-08', { period: known }));
    const { length } = amazon.requests;
    const of = range('2026-08-01', '2026-08-08', { period: asked });
    const points = pointsOf(of);
    expect((await ask(engine, of)).series).toEqual([
      {
        metric: 'totalSessions',
        timestamps: points.map(({ timestamp }) => timestamp),
        values: points.map(({ value }) => value),
      },
    ]);
    expect(amazon.requests).toHaveLength(length);
  });

  it('returns no distinct customers of a longer one', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const metrics = ['uniqueCustomers'] as const;
    await ask(engine, range('2026-08-01', '2026-08-08', { period: 'PT1H', metrics }));
    await ask(engine, range('2026-08-01', '2026-08-08', { metrics }));
    expect(amazon.requests).toHaveLength(2);
  });
});

describe('weeks of a zone', () => {
  const weeks = (count: number): Query =>
    august({
      period: 'P1W',
      timeZone: 'America/New_York',
      startTime: at('2026-06-01T04:00:00Z'),
      endTime: at('2026-06-01T04:00:00Z') + count * 7 * dayMs,
      edges: 'whole',
      metrics: ['totalSessions', 'totalUtterances'],
    });

  it('cost a request a week where a page holds a week of hours, although nobody knew that before', async () => {
    const amazon = new FakeAmazon();
    const answer = await ask(engineOf(amazon), weeks(10));
    // One more for the week that told, which ends within a UTC day.
    expect(amazon.requests).toHaveLength(2 * 10 + 1);
    expect(answer.windows).toBe(2 * 10);
  });

  it('are asked as days and the hours at their edges where it does not', async () => {
    const amazon = new FakeAmazon({ cap: 50 });
    const answer = await ask(engineOf(amazon), weeks(10));
    // A request for the days of each week and one for each edge, and the week that told: four pages of hours.
    expect(amazon.requests.length).toBeLessThanOrEqual(2 * (10 + 11) + 4);
    expect(answer.series.map(({ values }) => values.length)).toEqual([10, 10]);
  });
});
