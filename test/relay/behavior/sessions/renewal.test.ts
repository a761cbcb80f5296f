import { describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/core/domain/failure';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { runningClock } from '../../../support/relay/fakes/running-clock';
import { TestClock } from '../../../support/relay/fakes/test-clock';
import { authorized, query, signIn, startWorld, type World } from '../../../support/relay/world';

const hourMs = 3_600_000;

const refreshes = (world: World): number =>
  world.sandbox.requests.entries.filter(({ path }) => path === '/auth/o2/token').length - 1;

const outcomeOf = async (world: World, session: string, query: string): Promise<string> => {
  const answer = await fetch(`${world.url}/api/metrics?${query}`, authorized(session));
  const text = await answer.text();
  const last: unknown = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
  const { kind, code } = Object(last) as { kind?: string; code?: string };
  return kind === 'result' ? 'result' : String(code);
};

/** Queries for different days, so that none is answered with another's. */
const differentQueries = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const at = (day: number): string => new Date(Date.UTC(2026, 5, 1 + day)).toISOString();
    return query({ startTime: at(i), endTime: at(i + 1) });
  });

/** What lets another relay share a world's store and Amazon. */
const besides = ({ storeFile, sandbox: { url } }: World): Record<string, string> => ({
  STORE_URL: `file:${storeFile}`,
  LWA_TOKEN_ENDPOINT: `${url}/auth/o2/token`,
  SMAPI_ENDPOINT: url,
});

describe('an access token', () => {
  it('is renewed once for fifty queries when it has expired', async () => {
    const world = await startWorld({ sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    world.clock.pass(hourMs);
    const outcomes = await Promise.all(differentQueries(50).map((query) => outcomeOf(world, session, query)));
    expect(outcomes).toEqual(Array.from({ length: 50 }, () => 'result'));
    expect(refreshes(world)).toBe(1);
    expect(world.sandbox.requests.entries.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('is renewed once for fifty queries when Amazon refuses it early', async () => {
    const world = await startWorld({ sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    world.sandbox.grants.expireAccessTokens();
    const outcomes = await Promise.all(differentQueries(50).map((query) => outcomeOf(world, session, query)));
    expect(outcomes).toEqual(Array.from({ length: 50 }, () => 'result'));
    expect(refreshes(world)).toBe(1);
  });

  it('is renewed once for two relays on one store, which know of each other only by it', async () => {
    const clock = runningClock();
    const world = await startWorld({ clock, sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    const other = await startWorld({ clock, env: besides(world) });
    clock.pass(hourMs);
    const outcomes = await Promise.all(
      differentQueries(20).map((query, i) => outcomeOf(i % 2 === 0 ? world : other, session, query)),
    );
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => 'result'));
    expect(refreshes(world)).toBe(1);
  });

  it('keeps being renewed with the refresh token that Amazon gave last', async () => {
    const world = await startWorld({ sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    const outcomes: string[] = [];
    for (const query of differentQueries(3)) {
      world.clock.pass(hourMs);
      outcomes.push(await outcomeOf(world, session, query));
    }
    expect(outcomes).toEqual(['result', 'result', 'result']);
    expect(refreshes(world)).toBe(3);
  });

  it('is renewed in its last minute, and not before', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const [early = '', late = ''] = differentQueries(2);
    world.clock.pass(hourMs - 61_000);
    expect(await outcomeOf(world, session, early)).toBe('result');
    expect(refreshes(world)).toBe(0);
    world.clock.pass(2_000);
    expect(await outcomeOf(world, session, late)).toBe('result');
    expect(refreshes(world)).toBe(1);
  });

  it('is used on in its last minute where it cannot be renewed', async () => {
    let broken = false;
    const refuse = (): Response => Response.json({ error: 'invalid_client' }, { status: 401 });
    const amazon: typeof fetch = async (input, init) =>
      broken && new URL(input instanceof Request ? input.url : input).pathname === '/auth/o2/token'
        ? refuse()
        : fetch(input, init);
    const world = await startWorld({ fetch: amazon });
    const session = await signIn(world);
    const [one = '', other = '', third = ''] = differentQueries(3);
    broken = true;
    world.clock.pass(hourMs - 59_000);
    expect(await outcomeOf(world, session, one)).toBe('result');
    world.clock.pass(59_000);
    expect(await outcomeOf(world, session, other)).toBe('internal');
    broken = false;
    expect(await outcomeOf(world, session, third)).toBe('result');
    expect(refreshes(world)).toBe(1);
  });

  it('ends the session where Amazon honours the refresh token no more', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    // A person who removes the app from the account takes all of it back.
    world.sandbox.settings.seed = 'another account';
    world.clock.pass(hourMs);
    expect(await outcomeOf(world, session, query())).toBe('sign_in_required');
    expect((await fetch(`${world.url}/auth/session`, authorized(session))).status).toBe(401);
  });
});

/** A store that is lost for the next `losses` changes of keys that begin like this. */
class LosingStore extends MemoryStore {
  losses = 0;

  constructor(
    now: () => number,
    private readonly prefix: string,
  ) {
    super(now);
  }

  override compareAndSet(...change: Parameters<MemoryStore['compareAndSet']>): Promise<boolean> {
    if (this.losses === 0 || !change[0].startsWith(this.prefix)) return super.compareAndSet(...change);
    this.losses -= 1;
    return Promise.reject(new FailureError({ code: 'unavailable', message: 'The store is away.', advice: 'Wait.' }));
  }
}

describe('a store that is lost in the middle of a renewal', () => {
  it('gets the new refresh token when it is back, because the old one is invalid', async () => {
    const clock = new TestClock();
    const store = new LosingStore(clock.now, 'session:');
    const world = await startWorld({ clock, store, sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    const outcomes: string[] = [];
    for (const query of differentQueries(2)) {
      for (const one of [clock, world.clock]) one.pass(hourMs);
      // Notes that the session is used, which is another change.
      await fetch(`${world.url}/auth/session`, authorized(session));
      store.losses = 3;
      outcomes.push(await outcomeOf(world, session, query));
    }
    expect(outcomes).toEqual(['result', 'result']);
    expect(refreshes(world)).toBe(2);
  });

  it('keeps nobody waiting for a lock that could not be released', async () => {
    const clock = new TestClock();
    const store = new LosingStore(clock.now, 'lock:');
    const world = await startWorld({ clock, store, sandboxSettings: { refreshTokens: 'rotate' } });
    const { url } = world.sandbox;
    const env = { LWA_TOKEN_ENDPOINT: `${url}/auth/o2/token`, SMAPI_ENDPOINT: url };
    const other = await startWorld({ clock, store, env });
    const session = await signIn(world);
    for (const one of [clock, world.clock]) one.pass(hourMs);
    store.losses = Infinity;
    const [one = '', another = ''] = differentQueries(2);
    expect(await Promise.all([outcomeOf(world, session, one), outcomeOf(other, session, another)])).toEqual([
      'result',
      'result',
    ]);
    expect(refreshes(world)).toBe(1);
  });
});

/** Time passes while somebody sleeps, and with it whatever is to happen now and then. */
class BeatingClock extends TestClock {
  override readonly sleep = async (ms: number): Promise<void> => {
    this.pass(ms);
    this.tick();
    await new Promise((resolve) => setImmediate(resolve));
  };
}

/** Amazon, whose answers to renewals are held back, before it has done anything or after. */
const slowAmazon = (when: 'before' | 'after') => {
  let [answer, begin] = [(): void => undefined, (): void => undefined];
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const begun = new Promise<void>((resolve) => (begin = resolve));
  let held = false;
  const amazon: typeof fetch = async (input, init) => {
    const isRenewal = held && new URL(input instanceof Request ? input.url : input).pathname === '/auth/o2/token';
    if (isRenewal && when === 'before') {
      begin();
      await answered;
    }
    const response = await fetch(input, init);
    if (isRenewal && when === 'after') {
      begin();
      await answered;
    }
    return response;
  };
  return { amazon, begun, answer: () => answer(), hold: () => void (held = true) };
};

describe('a relay in the middle of a renewal', () => {
  /** One relay that renews and gets no answer, and another that is asked meanwhile. */
  const startTwo = async (when: 'before' | 'after', clocks: { one: TestClock; other: TestClock }) => {
    const slow = slowAmazon(when);
    const options = { sandboxSettings: { refreshTokens: 'rotate' } } as const;
    const world = await startWorld({ ...options, clock: clocks.one, fetch: slow.amazon });
    const session = await signIn(world);
    const other = await startWorld({ clock: clocks.other, env: besides(world) });
    for (const clock of new Set([clocks.one, clocks.other, world.clock])) clock.pass(hourMs);
    slow.hold();
    const [first = '', second = '', third = ''] = differentQueries(3);
    const stuck = outcomeOf(world, session, first);
    await slow.begun;
    return { world, other, session, stuck, second, third, answer: slow.answer };
  };

  it('that was killed lets the next query wait for five seconds at most', async () => {
    // What has crashed lets no time pass, and does nothing now and then.
    const clocks = { one: new TestClock(), other: new TestClock() };
    const { world, other, session, stuck, second, answer } = await startTwo('before', clocks);
    const from = clocks.other.now();
    expect(await outcomeOf(other, session, second)).toBe('result');
    expect(clocks.other.now() - from).toBeLessThanOrEqual(5_000);
    answer();
    await stuck;
    expect(refreshes(world)).toBeGreaterThanOrEqual(1);
  });

  it('that lives is waited for, however slow Amazon is', async () => {
    const clock = new BeatingClock();
    const { world, other, session, stuck, second, answer } = await startTwo('before', { one: clock, other: clock });
    const waiting = outcomeOf(other, session, second);
    const from = clock.now();
    await expect.poll(() => clock.now() - from, { timeout: 20_000 }).toBeGreaterThan(10_000);
    answer();
    expect(await Promise.all([stuck, waiting])).toEqual(['result', 'result']);
    expect(refreshes(world)).toBe(1);
  });

  it('that is cut off with the next refresh token in its hands loses nobody their sign-in', async () => {
    const clocks = { one: new TestClock(), other: new TestClock() };
    const { other, session, stuck, second, third, answer } = await startTwo('after', clocks);
    expect(await outcomeOf(other, session, second)).toBe('unavailable');
    answer();
    expect(await stuck).toBe('result');
    expect(await outcomeOf(other, session, third)).toBe('result');
  });

  it('that was killed with the next refresh token in its hands has ended the session, after two minutes', async () => {
    const clocks = { one: new TestClock(), other: new TestClock() };
    const { other, session, stuck, second, third, answer } = await startTwo('after', clocks);
    expect(await outcomeOf(other, session, second)).toBe('unavailable');
    clocks.other.pass(120_000);
    expect(await outcomeOf(other, session, third)).toBe('sign_in_required');
    answer();
    await stuck;
  });
});
