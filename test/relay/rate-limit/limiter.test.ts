import { describe, expect, it, vi } from 'vitest';
import { breaking, slackMs } from '../../../src/relay/config/limits';
import { MemoryStore } from '../../../src/relay/store/memory';
import {
  type Asking,
  pass,
  refused,
  stopTheClock,
  well,
  type World,
  worldOf,
} from '../../support/relay/rate-limit-world';

stopTheClock();

const askMany = (world: World, count: number, asking: Asking = {}, name = asking.accountId ?? 'r'): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, (_, index) => world.ask(`${name}${index + 1}`, asking)));

/** The most starts within any second. */
const mostInASecond = (starts: readonly number[]): number =>
  Math.max(...starts.map((from) => starts.filter((at) => at >= from && at < from + 1_000).length));

describe('concurrency', () => {
  it('is used to the full, and not more', async () => {
    const world = worldOf();
    void world.ask('first');
    await pass(50);
    void askMany(world, 40);
    await pass(0);
    expect(world.limiter.state()).toMatchObject({ running: 16, waiting: 24 });
    await pass(100);
    expect(world.starts).toHaveLength(41);
    await pass(50);
    expect(world.most).toBe(16);
    expect(world.limiter.state()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('of a customer is never exceeded, and leaves the rest to the others', async () => {
    const world = worldOf({ client: { concurrency: 4 }, accountId: { concurrency: 1 } });
    void askMany(world, 2, { accountId: 'ada' });
    void askMany(world, 1, { accountId: 'bob' });
    await pass(60);
    expect(world.events).toEqual(['0 start ada1', '0 start bob1', '50 start ada2']);
  });

  it('is given back by a request that throws', async () => {
    const { limiter } = worldOf({ client: { concurrency: 1 } });
    const turn = { accountId: 'ada', path: 'a skill', deadline: 1_000, signal: new AbortController().signal };
    await expect(limiter.gate(() => Promise.reject(new Error('a fault of ours')), turn)).rejects.toThrow('a fault');
    expect(await limiter.gate(() => Promise.resolve(well), turn)).toBe(well);
  });

  it('needs no place in a line while no rate is set and nothing was refused, and asks for rests once a second', async () => {
    const never = (): never => {
      throw new Error('the store was asked');
    };
    let looks = 0;
    const getMany = (): Promise<never> => {
      looks += 1;
      return Promise.reject(new Error('away'));
    };
    const world = worldOf({ store: { reserve: never, postpone: never, set: never, delete: never, getMany } });
    void askMany(world, 40);
    await pass(200);
    expect(world.starts).toHaveLength(40);
    expect(looks).toBe(1);
  });
});

describe('fairness', () => {
  it("does not let one person's year stall another's week", async () => {
    const world = worldOf({ client: { concurrency: 4 } });
    void world.ask('first');
    await pass(50);
    void askMany(world, 100, { accountId: 'year' });
    await pass(120);
    void askMany(world, 4, { accountId: 'week' });
    await pass(30);
    expect(world.events.slice(13)).toEqual([
      '200 start week1',
      '200 start week2',
      '200 start year13',
      '200 start year14',
    ]);
    await pass(50);
    expect(world.events.slice(17, 21)).toEqual([
      '250 start week3',
      '250 start week4',
      '250 start year15',
      '250 start year16',
    ]);
  });

  it('goes by turns where a rate is the limit', async () => {
    const world = worldOf({ client: { concurrency: 16, rps: 10 } });
    void askMany(world, 100, { accountId: 'year' });
    await pass(250);
    void askMany(world, 3, { accountId: 'week' });
    await pass(600);
    const order = world.events.map((event) => event.split(' ')[2]);
    expect(order).toEqual(['year1', 'year2', 'year3', 'year4', 'week1', 'year5', 'week2', 'year6', 'week3']);
  });
});

describe('a rate', () => {
  it('is never exceeded in any second, and nearly used up', async () => {
    const world = worldOf({ client: { concurrency: 16, rps: 10 } });
    void askMany(world, 53, { latencyMs: 300 });
    await pass(10_000);
    expect(world.starts).toHaveLength(53);
    expect(mostInASecond(world.starts)).toBe(10);
    expect(world.starts.at(-1)).toBeLessThan(5_400);
  });

  it('leaves room for a request that travels a little longer', async () => {
    const world = worldOf({ client: { concurrency: 16, rps: 10 } });
    void askMany(world, 30);
    await pass(5_000);
    const late = world.starts.map((at, index) => (index % 10 === 0 ? at + slackMs : at)).sort((a, b) => a - b);
    expect(mostInASecond(late)).toBeLessThanOrEqual(10);
  });

  it('is one for all relays that share a store', async () => {
    const store = new MemoryStore(Date.now);
    const settings = { store, client: { concurrency: 16, rps: 10 } };
    const relays = [worldOf(settings), worldOf(settings), worldOf(settings)];
    for (const relay of relays) void askMany(relay, 20);
    await pass(10_000);
    const starts = relays.flatMap((relay) => relay.starts).sort((a, b) => a - b);
    expect(starts).toHaveLength(60);
    expect(mostInASecond(starts)).toBe(10);
    expect(starts.at(-1)).toBeLessThan(6_200);
    // None is left behind.
    for (const relay of relays) expect(relay.starts.filter((at) => at < 3_000).length).toBeGreaterThanOrEqual(9);
  });

  it('of a customer is one for all relays that share a store, and each customer has one', async () => {
    const settings = { store: new MemoryStore(Date.now), accountId: { rps: 4 } };
    const relays = [worldOf(settings), worldOf(settings)];
    for (const relay of relays) for (const accountId of ['ada', 'bob']) void askMany(relay, 10, { accountId });
    await pass(10_000);
    const events = relays.flatMap((relay) => relay.events);
    for (const accountId of ['ada', 'bob']) {
      const own = events.filter((event) => event.includes(` start ${accountId}`));
      const starts = own.map((event) => Number.parseInt(event, 10)).sort((a, b) => a - b);
      expect(starts).toEqual(Array.from({ length: 20 }, (_, index) => index * 255));
    }
  });

  it('of a customer slows nobody else', async () => {
    const world = worldOf({ accountId: { rps: 2 } });
    void askMany(world, 10, { accountId: 'ada' });
    await pass(700);
    void askMany(world, 1, { accountId: 'bob' });
    await pass(400);
    expect(world.events).toEqual(['0 start ada1', '510 start ada2', '700 start bob1', '1020 start ada3']);
  });

  it('gives an unused place to whoever comes next', async () => {
    const world = worldOf({ client: { concurrency: 16, rps: 1 } });
    const abort = new AbortController();
    void world.ask('first');
    void world.ask('left', { signal: abort.signal });
    await pass(500);
    abort.abort();
    void world.ask('next');
    await pass(520);
    expect(world.events.filter((event) => event.includes('start'))).toEqual(['0 start first', '1020 start next']);
  });
});

describe('a path that hangs', () => {
  const never = { latencyMs: 600_000 };

  it('leaves places to the others, whatever it was asked before and however often', async () => {
    const world = worldOf();
    void askMany(world, 40, { ...never, path: 'hangs' });
    await pass(10_000);
    void askMany(world, 8, { path: 'answers' });
    await pass(0);
    expect(world.events.at(-1)).toBe('10000 start r1');
    await pass(150);
    expect(
      world.starts.filter((at) => at >= 10_000),
      'all that were asked',
    ).toHaveLength(8);
    expect(world.limiter.state()).toMatchObject({ running: 12, waiting: 28 });
  });

  it('does so also once it has answered before', async () => {
    const world = worldOf();
    void world.ask('first', { path: 'hangs' });
    await pass(2_000);
    void askMany(world, 40, { ...never, path: 'hangs' });
    void askMany(world, 1, { path: 'answers' });
    await pass(50);
    expect(world.limiter.state()).toMatchObject({ running: 12, waiting: 28 });
  });
});

describe('paths', () => {
  it('of one customer go by turns', async () => {
    const world = worldOf({ client: { concurrency: 1 } });
    void askMany(world, 3, { path: 'one' });
    void world.ask('other', { path: 'other' });
    await pass(200);
    expect(world.events.map((event) => event.split(' ').at(-1))).toEqual(['r1', 'other', 'r2', 'r3']);
  });
});

describe('Retry-After', () => {
  const busy = (at: number) => (at < 10 ? refused('throttled', 3_000) : well);
  const aDay = () => refused('throttled', 86_400_000);

  it('of one person is obeyed for this person, and others are answered', async () => {
    const world = worldOf({ client: { concurrency: 2 } });
    void world.ask('refused', { answer: busy });
    void askMany(world, 2, { accountId: 'bob' });
    await pass(60);
    void world.ask('again');
    await pass(2_989);
    expect(world.events).toEqual(['0 start refused', '0 start bob1', '50 start bob2']);
    expect(world.limiter.state()).toMatchObject({ throttle: { scope: 'some people', people: 1, until: 3_050 } });
    await pass(1);
    expect(world.events.slice(3)).toEqual(['3050 start again']);
    expect(world.limiter.state().throttle).toBeUndefined();
  });

  it('of a second person, while nobody is answered, is everybody’s', async () => {
    const world = worldOf();
    void world.ask('ada', { answer: aDay });
    void world.ask('bob', { accountId: 'bob', answer: () => refused('throttled', 4_000) });
    await pass(60);
    void world.ask('eve', { accountId: 'eve' });
    await pass(3_900);
    expect(world.events).toEqual(['0 start ada', '0 start bob']);
    expect(world.limiter.state()).toMatchObject({ throttle: { scope: 'everyone', until: 4_050 } });
    await pass(100);
    expect(world.events.slice(2)).toEqual(['4050 start eve']);
  });

  it('of a second person, while others are answered, is that person’s', async () => {
    const world = worldOf();
    void world.ask('ada', { answer: aDay });
    await pass(60);
    void world.ask('eve1', { accountId: 'eve' });
    await pass(60);
    void world.ask('bob', { accountId: 'bob', answer: aDay });
    await pass(60);
    void world.ask('eve2', { accountId: 'eve' });
    await pass(1);
    expect(world.events).toEqual(['0 start ada', '60 start eve1', '120 start bob', '180 start eve2']);
    expect(world.limiter.state()).toMatchObject({ throttle: { scope: 'some people', people: 2 } });
  });

  it('of a day is obeyed for five minutes', async () => {
    const world = worldOf();
    void world.ask('refused', { answer: aDay });
    await pass(60);
    void world.ask('patient');
    await pass(299_980);
    expect(world.events).toEqual(['0 start refused']);
    await pass(20);
    expect(world.events.slice(1)).toEqual(['300050 start patient']);
  });

  it('of a service that is away stops nobody: the request that got it waits', async () => {
    const world = worldOf();
    void world.ask('away', { answer: () => refused('unavailable', 86_400_000) });
    await pass(60);
    void world.ask('next');
    await pass(0);
    expect(world.starts).toEqual([0, 60]);
  });

  it('outlives a restart, for as long as it lasts', async () => {
    const store = new MemoryStore(Date.now);
    const before = worldOf({ store });
    void before.ask('refused', { answer: aDay });
    await pass(10_000);
    const after = worldOf({ store });
    void after.ask('next');
    void after.ask('other', { accountId: 'bob' });
    await pass(290_100);
    expect(after.events).toEqual(['10000 start other', '300050 start next']);
  });

  it('ends in all relays within a second when it is deleted in the store, with traffic or without', async () => {
    const store = new MemoryStore(Date.now);
    const relays = [worldOf({ store }), worldOf({ store }), worldOf({ store })];
    const [one, other, idle] = relays;
    void one?.ask('refused', { answer: aDay });
    await pass(60);
    void other?.ask('waits');
    void idle?.ask('leaves', { deadline: 1_000 });
    await pass(20_000);
    expect(relays.map(({ limiter }) => limiter.state().throttle?.people)).toEqual([1, 1, 1]);
    await store.deletePrefix('rest:');
    await pass(1_001);
    expect(other?.starts).toHaveLength(1);
    expect(relays.map(({ limiter }) => limiter.state().throttle)).toEqual([undefined, undefined, undefined]);
  });

  it('that only this relay knows, for lack of the store, is obeyed all the same', async () => {
    const away = (): Promise<never> => Promise.reject(new Error('away'));
    const world = worldOf({ store: { reserve: away, postpone: away, set: away, delete: away, getMany: away } });
    void world.ask('refused', { answer: aDay });
    await pass(60);
    void world.ask('next');
    await pass(299_000);
    expect(world.starts).toEqual([0]);
    await pass(1_000);
    expect(world.starts).toEqual([0, 300_050]);
  });

  it.each(['garbage', String(86_400_000), 'Infinity'])('that the store cannot hold (%s) is none', async (text) => {
    const store = new MemoryStore(Date.now);
    await store.set('rest:client', text);
    const world = worldOf({ store });
    void world.ask('next');
    await pass(100);
    expect(world.starts).toEqual([0]);
  });

  it('is obeyed by other relays that keep a pace', async () => {
    const store = new MemoryStore(Date.now);
    const settings = { store, client: { concurrency: 16, rps: 10 } };
    const [one, other] = [worldOf(settings), worldOf(settings)];
    void one.ask('refused', { answer: busy });
    await pass(60);
    void askMany(other, 2);
    await pass(2_980);
    expect(other.starts).toEqual([]);
    await pass(200);
    expect(other.starts).toEqual([3_050, 3_152]);
  });

  it('beyond the deadline ends the wait at once, and says when to come again', async () => {
    const world = worldOf({ client: { concurrency: 1 } });
    void world.ask('refused', { answer: busy });
    void world.ask('soon', { deadline: 3_000 });
    void world.ask('patient', { deadline: 9_000 });
    await pass(60);
    void world.ask('newcomer', { deadline: 3_000 });
    await pass(4_100);
    expect(world.events).toEqual([
      '0 start refused',
      expect.stringMatching(/^50 soon throttled: Amazon is limiting .* Try again in 3 seconds or later\.$/),
      expect.stringMatching(/^60 newcomer throttled/),
      '3050 start patient',
    ]);
  });

  it('that an earlier version left in the line for a day is forgotten', async () => {
    const store = new MemoryStore(Date.now);
    await store.postpone('pace:client', 86_400_000);
    const world = worldOf({ store, client: { concurrency: 16, rps: 10 } });
    void askMany(world, 2);
    await pass(200);
    expect(world.starts).toEqual([0, 102]);
  });

  it('kept by another relay beyond the deadline ends the wait, too', async () => {
    const store = new MemoryStore(Date.now);
    const world = worldOf({ store, client: { concurrency: 16, rps: 10 } });
    await store.postpone('pace:client', 30_000);
    void world.ask('soon', { deadline: 20_000 });
    void world.ask('patient', { deadline: 40_000 });
    await pass(30_100);
    expect(world.events).toEqual([expect.stringMatching(/^0 soon throttled.* 30 seconds/), '30000 start patient']);
  });
});

describe('a clock that is set back', () => {
  it('makes no rest, no pace and no pause longer', async () => {
    const world = worldOf({ client: { concurrency: 16, rps: 10 } });
    void askMany(world, 12, { answer: (at) => (at === 0 ? refused('throttled', 2_000) : well) });
    await pass(1_000);
    vi.setSystemTime(Date.now() - 3_600_000);
    await pass(3_000);
    expect(world.starts).toHaveLength(12);
    expect(world.limiter.state()).toMatchObject({ waiting: 0, running: 0 });
  });
});

describe('one refusal in a quiet moment', () => {
  it('slows nothing that comes after it', async () => {
    const [after, without] = [worldOf(), worldOf()];
    void after.ask('refused', { answer: () => refused('throttled') });
    await pass(2_000);
    for (const world of [after, without]) void askMany(world, 53);
    await pass(250);
    expect(after.starts.slice(1)).toEqual(without.starts);
    expect(without.starts).toHaveLength(53);
  });
});

describe('an unknown limit', () => {
  /** A server that takes so many requests in each second of its own. */
  const limitedTo = (limit: number) => {
    const taken = new Map<number, number>();
    const refusals: number[] = [];
    const answer = (at: number) => {
      const second = Math.floor(at / 1_000);
      const before = taken.get(second) ?? 0;
      if (before < limit) taken.set(second, before + 1);
      else refusals.push(at);
      return before < limit ? well : refused('throttled');
    };
    return { answer, refusals, taken };
  };

  /** Asks again what was refused, as Amazon's client does. */
  const askUntilAnswered = async (world: World, name: string, answer: (at: number) => typeof well): Promise<void> => {
    const answers: (typeof well)[] = [];
    while (!answers.includes(well)) {
      await world.ask(name, {
        answer: (at) => {
          const ended = answer(at);
          answers.push(ended);
          return ended;
        },
      });
    }
  };

  it('is found with few refusals, and then nearly used up', async () => {
    const world = worldOf();
    const server = limitedTo(10);
    const all = Promise.all(
      Array.from({ length: 120 }, (_, index) => askUntilAnswered(world, `r${index}`, server.answer)),
    );
    await pass(30_000);
    await all;
    // The first are sent before anything is known; then one now and again shows where the limit is.
    expect(server.refusals.filter((at) => at > 100).length).toBeLessThanOrEqual(3);
    expect(server.refusals.length).toBeLessThanOrEqual(20);
    expect(Math.max(...server.taken.keys())).toBeLessThanOrEqual(18);
  });
});

describe('an Amazon that fails', () => {
  const down = () => refused('unavailable');
  /** Requests one after another until Amazon counts as failing, which takes two and a half seconds. */
  const failUntilOpen = async (world: World): Promise<void> => {
    for (let i = 0; i < breaking.failures; i += 1) {
      const latencyMs = i === 0 ? 300 : 200;
      void world.ask(`f${i}`, { answer: down, latencyMs });
      await pass(latencyMs);
    }
    world.events.length = 0;
  };

  it('is left alone, and queries fail at once with the time of the next try', async () => {
    const world = worldOf();
    await failUntilOpen(world);
    expect(world.limiter.state()).toMatchObject({ amazon: 'failing', failingPaths: 1, retryAt: 4_500 });
    void world.ask('next');
    await pass(0);
    expect(world.events).toEqual([
      '2500 next unavailable: Amazon keeps failing, so it gets a pause. Try again in 2 seconds or later.',
    ]);
  });

  it('over one skill is asked for the others all the while', async () => {
    const world = worldOf();
    await failUntilOpen(world);
    void world.ask('other', { path: 'another skill' });
    await pass(50);
    expect(world.events).toEqual(['2500 start other']);
    expect(world.limiter.state()).toMatchObject({ amazon: 'failing in part', failingPaths: 1 });
  });

  it('fails those who wait in line as well', async () => {
    const world = worldOf({ client: { concurrency: 1 } });
    void askMany(world, breaking.failures + 2, { answer: down, latencyMs: 250 });
    await pass(2_800);
    void world.ask('another', { path: 'another skill' });
    await pass(200);
    expect(world.events.slice(breaking.failures)).toEqual([
      '3000 start another',
      expect.stringMatching(/^3000 r13 unavailable: Amazon keeps failing/),
      expect.stringMatching(/^3000 r14 unavailable: Amazon keeps failing/),
    ]);
  });

  it('is tried with one request, for whose answer the others wait', async () => {
    const world = worldOf();
    await failUntilOpen(world);
    await pass(2_000);
    void askMany(world, 3);
    await pass(49);
    expect(world.events).toEqual(['4500 start r1']);
    expect(world.limiter.state()).toMatchObject({ amazon: 'failing', running: 1, waiting: 2 });
    await pass(1);
    expect(world.events).toEqual(['4500 start r1', '4550 start r2', '4550 start r3']);
    expect(world.limiter.state()).toMatchObject({ amazon: 'answering', failingPaths: 0, waiting: 0 });
  });

  it('is left alone for longer when the one request fails', async () => {
    const world = worldOf();
    await failUntilOpen(world);
    await pass(2_000);
    void world.ask('probe', { answer: down });
    void world.ask('other');
    await pass(50);
    expect(world.events).toEqual(['4500 start probe', expect.stringMatching(/^4550 other unavailable.* in 4 seconds/)]);
  });

  it('is tried with the next request when the one is cancelled, on its way or before', async () => {
    const world = worldOf({ client: { concurrency: 1 } });
    await failUntilOpen(world);
    await pass(2_000);
    const abort = new AbortController();
    void world.ask('busy', { path: 'another skill', latencyMs: 100 });
    void world.ask('gone', { signal: abort.signal });
    void world.ask('second', { answer: () => refused('cancelled') });
    void world.ask('third');
    await pass(10);
    abort.abort();
    await pass(300);
    expect(world.events).toEqual([
      '4500 start busy',
      expect.stringMatching(/^4510 gone cancelled/),
      '4600 start second',
      '4650 start third',
    ]);
  });

  it('holds nobody beyond the time of the query', async () => {
    const world = worldOf();
    await failUntilOpen(world);
    await pass(2_000);
    void world.ask('probe', { latencyMs: 30_000 });
    const abort = new AbortController();
    void world.ask('held', { signal: abort.signal });
    await pass(100);
    abort.abort();
    await pass(0);
    expect(world.events).toEqual(['4500 start probe', expect.stringMatching(/^4600 held cancelled/)]);
    expect(world.limiter.state().waiting).toBe(0);
  });

  it('is not what refusals show', async () => {
    const world = worldOf();
    for (let i = 0; i < 20; i += 1) {
      void world.ask(`n${i}`, { answer: () => refused('not_found'), latencyMs: 500 });
      void world.ask(`b${i}`, { answer: () => refused('bad_answer'), latencyMs: 500 });
      await pass(500);
    }
    expect(world.limiter.state().amazon).toBe('answering');
  });
});

describe('leaving', () => {
  it('the queue is done at once, and costs no turn', async () => {
    const world = worldOf({ client: { concurrency: 1 } });
    const abort = new AbortController();
    void world.ask('first');
    void world.ask('left', { signal: abort.signal });
    void world.ask('last');
    await pass(10);
    abort.abort();
    await pass(60);
    expect(world.events).toEqual(['0 start first', expect.stringMatching(/^10 left cancelled/), '50 start last']);
  });

  it('before it begins sends nothing', async () => {
    const world = worldOf();
    await world.ask('never', { signal: AbortSignal.abort() });
    expect(world.events).toEqual([expect.stringMatching(/^0 never cancelled/)]);
    expect(world.limiter.state()).toMatchObject({ running: 0, waiting: 0 });
  });

  it('leaves no timer behind', async () => {
    const world = worldOf({ client: { concurrency: 16, rps: 0.1 } });
    const abort = new AbortController();
    void world.ask('first');
    void world.ask('second', { signal: abort.signal });
    await pass(60);
    abort.abort();
    await pass(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('without the store', () => {
  class AwayStore extends MemoryStore {
    away = true;
    override reserve(key: string, intervalMs: number): Promise<number> {
      return this.away ? Promise.reject(new Error('away')) : super.reserve(key, intervalMs);
    }
    override postpone(key: string, ms: number): Promise<void> {
      return this.away ? Promise.reject(new Error('away')) : super.postpone(key, ms);
    }
  }

  it('fetching goes on, at a quarter of the rate: there may be others', async () => {
    const world = worldOf({ store: new AwayStore(Date.now), client: { concurrency: 16, rps: 10 } });
    void askMany(world, 100);
    await pass(4_000);
    expect(world.starts).toEqual([0, 408, 816, 1_224, 1_632, 2_040, 2_448, 2_856, 3_264, 3_672]);
    expect(world.limiter.state().alone).toBe(true);
  });

  it('and with it again, no second has more than the rate', async () => {
    const store = new AwayStore(Date.now);
    const settings = { store, client: { concurrency: 16, rps: 10 } };
    const relays = [worldOf(settings), worldOf(settings), worldOf(settings)];
    store.away = false;
    for (const relay of relays) void askMany(relay, 60);
    await pass(2_300);
    store.away = true;
    await pass(3_500);
    expect(relays.map((relay) => relay.limiter.state().alone)).toEqual([true, true, true]);
    store.away = false;
    await pass(20_000);
    const starts = relays.flatMap((relay) => relay.starts).sort((a, b) => a - b);
    expect(starts).toHaveLength(180);
    expect(mostInASecond(starts)).toBeLessThanOrEqual(10);
    expect(relays.map((relay) => relay.limiter.state().alone)).toEqual([false, false, false]);
  });
});
