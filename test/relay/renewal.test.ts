import { describe, expect, it } from 'vitest';
import { FailureError } from '../../src/core/failure';
import { MemoryStore } from '../../src/relay/store/memory';
import { TestClock } from './support/test-clock';
import { authorized, question, signIn, startWorld, type World } from './support/world';

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

/** Questions for different days, so that none is answered with another's. */
const differentQuestions = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => {
    const at = (day: number): string => new Date(Date.UTC(2026, 5, 1 + day)).toISOString();
    return question({ startTime: at(i), endTime: at(i + 1) });
  });

describe('an access token', () => {
  it('is renewed once for fifty questions when it has expired', async () => {
    const world = await startWorld({ sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    world.clock.pass(hourMs);
    const outcomes = await Promise.all(differentQuestions(50).map((query) => outcomeOf(world, session, query)));
    expect(outcomes).toEqual(Array.from({ length: 50 }, () => 'result'));
    expect(refreshes(world)).toBe(1);
    expect(world.sandbox.requests.entries.filter(({ status }) => status === 401)).toEqual([]);
  });

  it('is renewed once for fifty questions when Amazon refuses it early', async () => {
    const world = await startWorld({ sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    world.sandbox.grants.expireAccessTokens();
    const outcomes = await Promise.all(differentQuestions(50).map((query) => outcomeOf(world, session, query)));
    expect(outcomes).toEqual(Array.from({ length: 50 }, () => 'result'));
    expect(refreshes(world)).toBe(1);
  });

  it('is renewed once for two relays on one store, which know of each other only by it', async () => {
    const world = await startWorld({ sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    const env = { STORE_URL: `file:${world.storeFile}` };
    const { sandbox } = world;
    const other = await startWorld({
      env: {
        ...env,
        LWA_TOKEN_ENDPOINT: `${sandbox.url}/auth/o2/token`,
        SMAPI_ENDPOINT: sandbox.url,
      },
    });
    world.clock.pass(hourMs);
    other.clock.pass(hourMs);
    const outcomes = await Promise.all(
      differentQuestions(20).map((query, i) => outcomeOf(i % 2 === 0 ? world : other, session, query)),
    );
    expect(outcomes).toEqual(Array.from({ length: 20 }, () => 'result'));
    expect(refreshes(world)).toBe(1);
  });

  it('keeps being renewed with the refresh token that Amazon gave last', async () => {
    const world = await startWorld({ sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    const outcomes: string[] = [];
    for (const query of differentQuestions(3)) {
      world.clock.pass(hourMs);
      outcomes.push(await outcomeOf(world, session, query));
    }
    expect(outcomes).toEqual(['result', 'result', 'result']);
    expect(refreshes(world)).toBe(3);
  });

  it('is renewed in the last minute already, and used on where that fails', async () => {
    let broken = false;
    const refuse = (): Response => Response.json({ error: 'invalid_client' }, { status: 401 });
    const amazon: typeof fetch = async (input, init) =>
      broken && new URL(input instanceof Request ? input.url : input).pathname === '/auth/o2/token'
        ? refuse()
        : fetch(input, init);
    const world = await startWorld({ fetch: amazon });
    const session = await signIn(world);
    const [one = '', other = '', third = ''] = differentQuestions(3);
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
    expect(await outcomeOf(world, session, question())).toBe('sign_in_required');
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
  it('gets the new refresh token when it is back, for the old one is worth nothing', async () => {
    const clock = new TestClock();
    const store = new LosingStore(clock.now, 'session:');
    const world = await startWorld({ clock, store, sandboxSettings: { refreshTokens: 'rotate' } });
    const session = await signIn(world);
    const outcomes: string[] = [];
    for (const query of differentQuestions(2)) {
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
    const [one = '', another = ''] = differentQuestions(2);
    expect(await Promise.all([outcomeOf(world, session, one), outcomeOf(other, session, another)])).toEqual([
      'result',
      'result',
    ]);
    expect(refreshes(world)).toBe(1);
  });
});
