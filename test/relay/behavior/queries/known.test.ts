import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/core/domain/failure';
import type { Query } from '../../../../src/core/query/query';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { ask, asked, at, august, dayMs, engineOf, expectedSeries, later } from '../../../support/relay/asking';
import { Barrier, FakeAmazon } from '../../../support/relay/fakes/fake-amazon';

const range = (from: string, until: string, more: Partial<Query> = {}): Query =>
  august({ startTime: at(`${from}T00:00:00Z`), endTime: at(`${until}T00:00:00Z`), ...more });

/** What Amazon was asked since the last look. */
const looking = (amazon: FakeAmazon) => {
  let seen = 0;
  return (): string[] => {
    const latest = amazon.requests.slice(seen);
    seen = amazon.requests.length;
    const short = (instant: number): string => new Date(instant).toISOString().slice(0, 16).replace('T00:00', '');
    return latest.map(({ startTime, endTime }) => `${short(startTime)} ${short(endTime)}`);
  };
};

describe('what is known', () => {
  it('is not asked again', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const look = looking(amazon);
    await ask(engine, range('2026-08-01', '2026-08-08'));
    expect(look()).toEqual(['2026-08-01 2026-08-08']);
    const again = await ask(engine, range('2026-08-02', '2026-08-05'));
    expect(look()).toEqual([]);
    expect(again.series).toEqual([expectedSeries(range('2026-08-02', '2026-08-05'))]);
    expect([again.requests, again.pages, again.requestIds]).toEqual([0, 0, []]);
  });

  it('leaves only missing days to ask, in as few windows as possible', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const look = looking(amazon);
    await ask(engine, range('2026-08-03', '2026-08-05'));
    await ask(engine, range('2026-08-08', '2026-08-10'));
    look();
    const whole = range('2026-08-01', '2026-08-14');
    expect((await ask(engine, whole)).series).toEqual([expectedSeries(whole)]);
    expect(look().sort()).toEqual(['2026-08-01 2026-08-03', '2026-08-05 2026-08-08', '2026-08-10 2026-08-14']);
  });

  it('never returns a cut bucket for a whole one, nor a whole one for a cut one', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const look = looking(amazon);
    const cut = august({ startTime: at('2026-08-01T10:45:00Z'), endTime: at('2026-08-03T06:00:00Z') });
    expect((await ask(engine, cut)).series).toEqual([expectedSeries(cut)]);
    look();
    const whole = range('2026-08-01', '2026-08-04');
    expect((await ask(engine, whole)).series).toEqual([expectedSeries(whole)]);
    expect(look().sort()).toEqual(['2026-08-01 2026-08-02', '2026-08-03 2026-08-04']);
    const other = august({ startTime: at('2026-08-01T11:00:00Z'), endTime: at('2026-08-03T07:00:00Z') });
    expect((await ask(engine, other)).series).toEqual([expectedSeries(other)]);
    expect(look().sort()).toEqual(['2026-08-01T11:00 2026-08-02', '2026-08-03 2026-08-03T07:00']);
  });

  it('returns whole hours of a known day', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const hours = { period: 'PT1H' } as const;
    await ask(engine, range('2026-08-01', '2026-08-03', hours));
    const part = august({ ...hours, startTime: at('2026-08-01T05:00:00Z'), endTime: at('2026-08-02T09:00:00Z') });
    expect((await ask(engine, part)).series).toEqual([expectedSeries(part)]);
    expect(amazon.requests).toHaveLength(1);
  });

  it.each<[string, Partial<Query>]>([
    ['metric', { metrics: ['totalUtterances'] }],
    ['skill', { skillId: 'amzn1.ask.skill.002' }],
    ['stage', { stage: 'development' }],
    ['period', { period: 'PT1H' }],
    ['skill type', { skillType: 'flashBriefing' }],
    ['intent', { intents: ['Order'] }],
    ['locale', { locales: ['en-US'] }],
  ])('is known of its own %s only', async (_, more) => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    await ask(engine, range('2026-08-01', '2026-08-02'));
    await ask(engine, range('2026-08-01', '2026-08-02', more));
    expect(amazon.requests).toHaveLength(2);
  });

  it("is nobody else's, and is forgotten when its owner wishes", async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const of = range('2026-08-01', '2026-08-02');
    await ask(engine, of, { accountId: 'amzn1.account.A' });
    await ask(engine, of, { accountId: 'amzn1.account.B' });
    expect(amazon.requests).toHaveLength(2);
    await engine.forget('amzn1.account.A');
    await ask(engine, of, { accountId: 'amzn1.account.B' });
    expect(amazon.requests).toHaveLength(2);
    await ask(engine, of, { accountId: 'amzn1.account.A' });
    expect(amazon.requests).toHaveLength(3);
  });

  it('outlives the relay', async () => {
    const store = new MemoryStore(() => later);
    const amazon = new FakeAmazon({ has: (timestamp) => timestamp % (2 * dayMs) === 0 });
    const of = range('2026-08-01', '2026-08-08');
    const first = await ask(engineOf(amazon, { store }), of);
    await new Promise(setImmediate);
    const second = await ask(engineOf(amazon, { store }), of);
    expect(second.series).toEqual(first.series);
    expect(amazon.requests).toHaveLength(1);
  });

  it('is not needed: without its store the relay answers all the same', async () => {
    const errors: unknown[] = [];
    const store = new MemoryStore(() => later);
    store.getMany = () => Promise.reject(new Error('store is away'));
    store.setMany = () => Promise.reject(new Error('store is away'));
    const engine = engineOf(new FakeAmazon(), { store, onStoreError: (error) => errors.push(error) });
    expect((await ask(engine, august())).series).toEqual([expectedSeries(august())]);
    await new Promise(setImmediate);
    expect(errors.length).toBeGreaterThan(0);
  });
});

describe('what may still change', () => {
  const today = august({ startTime: at('2026-08-01T00:00:00Z'), endTime: at('2026-08-10T00:00:00Z') });
  const morning = at('2026-08-03T09:00:00Z');

  const started = () => {
    const clock = { now: morning };
    const amazon = new FakeAmazon();
    return { clock, amazon, look: looking(amazon), engine: engineOf(amazon, { now: () => clock.now, restateMs: 0 }) };
  };

  it('is asked again after a minute, and with it what has happened since; settled days are not', async () => {
    const { clock, engine, look } = started();
    await ask(engine, today);
    expect(look()).toEqual(['2026-08-01 2026-08-03T09:00']);
    await ask(engine, today);
    expect(look()).toEqual([]);
    clock.now = morning + 61_000;
    const { series, fetchedAt } = await ask(engine, today);
    expect(look()).toEqual(['2026-08-03 2026-08-03T09:01']);
    expect(fetchedAt).toBe(clock.now);
    expect(series).toEqual([expectedSeries({ ...today, endTime: at('2026-08-03T09:01:00Z') })]);
  });

  it('is asked again at once where it should be fresh', async () => {
    const { engine, look } = started();
    await ask(engine, today);
    look();
    await ask(engine, today, { fresh: 'tail' });
    expect(look()).toEqual(['2026-08-03 2026-08-03T09:00']);
    await ask(engine, today, { fresh: 'all' });
    expect(look()).toEqual(['2026-08-01 2026-08-03T09:00']);
  });

  it('settles with time', async () => {
    const { clock, engine, look } = started();
    await ask(engine, range('2026-08-02', '2026-08-03'));
    clock.now = at('2026-08-04T02:00:00Z');
    await ask(engine, range('2026-08-02', '2026-08-04'));
    look();
    await ask(engine, range('2026-08-02', '2026-08-04'), { fresh: 'tail' });
    expect(look()).toEqual([]);
  });

  it('says from when on, as of the oldest part of the answer', async () => {
    const { clock, engine } = started();
    const first = await ask(engine, today);
    expect([first.fetchedAt, first.provisionalFrom]).toEqual([morning, at('2026-08-03T00:00:00Z')]);
    clock.now = morning + 30_000;
    expect((await ask(engine, today)).fetchedAt).toBe(morning);
  });

  it('is as old as the first of the requests that one day took', async () => {
    const { clock, amazon, engine } = started();
    const hours = range('2026-08-03', '2026-08-04', { period: 'PT1H' });
    amazon.habits = { cap: 4, before: () => void (clock.now += 1_000) };
    expect((await ask(engine, hours)).requests).toBe(3);
    clock.now = morning + 30_000;
    const { fetchedAt, requests } = await ask(engine, hours);
    expect({ fetchedAt, requests }).toEqual({ fetchedAt: morning, requests: 0 });
  });
});

describe('what is under way', () => {
  const week = range('2026-08-01', '2026-08-08');

  it('is shared by all who ask for it', async () => {
    const barrier = new Barrier();
    const amazon = new FakeAmazon({ before: barrier.pass });
    const engine = engineOf(amazon);
    const first = ask(engine, week);
    await amazon.sent(1);
    const part = range('2026-08-03', '2026-08-05');
    const second = ask(engine, part);
    barrier.open();
    expect((await first).series).toEqual([expectedSeries(week)]);
    expect((await second).series).toEqual([expectedSeries(part)]);
    expect(amazon.requests).toHaveLength(1);
  });

  it('is two where two ranges meet within a bucket, which each of them wants only a part of', async () => {
    const noon = at('2026-08-03T12:00:00Z');
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const ranges = [
      { ...week, endTime: noon },
      { ...week, startTime: noon },
    ];
    const answers = await Promise.all(ranges.map((of) => ask(engine, of)));
    expect(answers.map(({ series }) => series)).toEqual(ranges.map((of) => [expectedSeries(of)]));
    expect(amazon.requests).toHaveLength(2);
  });

  it('is one where two ranges meet between buckets', async () => {
    const amazon = new FakeAmazon();
    const engine = engineOf(amazon);
    const ranges = [range('2026-08-01', '2026-08-04'), range('2026-08-04', '2026-08-08')];
    const answers = await Promise.all(ranges.map((of) => ask(engine, of)));
    expect(answers.map(({ series }) => series)).toEqual(ranges.map((of) => [expectedSeries(of)]));
    expect(amazon.requests).toHaveLength(1);
  });

  it('goes on while anybody waits for it', async () => {
    const barrier = new Barrier();
    const amazon = new FakeAmazon({ before: barrier.pass });
    const engine = engineOf(amazon);
    const controller = new AbortController();
    const leaving = engine.answer(asked(week, { signal: controller.signal }));
    const left = expect(leaving).rejects.toMatchObject({ failure: { code: 'cancelled' } });
    await amazon.sent(1);
    const staying = ask(engine, week);
    await new Promise(setImmediate);
    controller.abort();
    await left;
    barrier.open();
    expect((await staying).series).toEqual([expectedSeries(week)]);
    expect(amazon.requests).toHaveLength(1);
    expect(amazon.abandoned).toEqual([]);
  });

  it('does not fail for those whose sign-in holds, when the one who asked first is signed out', async () => {
    const barrier = new Barrier();
    const signedOut = new FailureError({ code: 'sign_in_required', message: 'Sign in.', advice: 'Sign in.' });
    const amazon = new FakeAmazon({
      before: async () => {
        await barrier.pass();
        if (amazon.requests.length === 1) throw signedOut;
      },
    });
    const engine = engineOf(amazon);
    const first = expect(ask(engine, week)).rejects.toBe(signedOut);
    await amazon.sent(1);
    const second = ask(engine, week);
    await new Promise(setImmediate);
    barrier.open();
    await first;
    expect((await second).series).toEqual([expectedSeries(week)]);
  });

  it('is kept before a failure, so that the next try goes on from there', async () => {
    const away = new FailureError({ code: 'unavailable', message: 'Amazon is away.', advice: 'Wait.' });
    const last = at('2026-08-29T00:00:00Z');
    const barrier = new Barrier();
    const amazon = new FakeAmazon({
      before: async ({ startTime }) => {
        if (startTime !== last) return;
        await barrier.pass();
        throw away;
      },
    });
    const engine = engineOf(amazon);
    const look = looking(amazon);
    const answer = expect(ask(engine, august())).rejects.toBe(away);
    await amazon.sent(5);
    await new Promise(setImmediate);
    barrier.open();
    await answer;
    look();
    amazon.habits = {};
    expect((await ask(engine, august())).series).toEqual([expectedSeries(august())]);
    expect(look()).toEqual(['2026-08-29 2026-09-01']);
  });
});
