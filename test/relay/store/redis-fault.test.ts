import { createClient } from '@redis/client';
import { describe, expect, it, onTestFinished } from 'vitest';
import { attributeOf, authorized, newVerifier, query, signIn, startWorld, type World } from '../../support/relay/world';
import { RedisServer } from '../../support/store/redis-server';

const startOnRedis = async () => {
  const server = await RedisServer.start();
  onTestFinished(() => server.stop());
  const admin = await createClient({ url: server.url }).connect();
  onTestFinished(() => admin.close());
  const world = await startWorld({ env: { STORE_URL: server.url } });
  const session = await signIn(world);
  return { admin, server, world, session };
};

const readiness = async ({ url, clock }: World): Promise<unknown> => {
  clock.pass(1_000);
  return (await fetch(`${url}/readyz`)).json();
};

const outcomeOf = async ({ url }: World, session: string): Promise<unknown> => {
  const answer = await fetch(`${url}/api/metrics?${query()}`, authorized(session));
  return JSON.parse((await answer.text()).trimEnd().split('\n').at(-1) ?? '');
};

const signInWords = async ({ url }: World): Promise<string | undefined> =>
  attributeOf(await (await fetch(`${url}/auth/start?challenge=${newVerifier().challenge}`)).text(), 'message');

describe('a Redis', () => {
  it('without memory lets queries be answered by Amazon, and signing in say why it cannot', async () => {
    const { admin, world, session } = await startOnRedis();
    await admin.configSet('maxmemory', '1');
    expect(await readiness(world)).toMatchObject({ status: 'not ready', store: 'full' });
    expect(await outcomeOf(world, session)).toMatchObject({ kind: 'result' });
    expect(await signInWords(world)).toMatch(/no room left in its store/);
    expect(world.logged()).toMatch(/the store fails \(full\): .*maxmemory/);
    await admin.configSet('maxmemory', '0');
    expect(await readiness(world)).toMatchObject({ status: 'ready', store: 'reachable' });
  });

  it('that has become a replica lets queries be answered by Amazon, and signing in say why it cannot', async () => {
    const { admin, world, session } = await startOnRedis();
    // A primary that nobody can reach.
    await admin.sendCommand(['REPLICAOF', '127.0.0.1', '9']);
    expect(await readiness(world)).toMatchObject({ status: 'not ready', store: 'readonly' });
    expect(await outcomeOf(world, session)).toMatchObject({ kind: 'result' });
    expect(await signInWords(world)).toMatch(/cannot write to its store/);
    await admin.sendCommand(['REPLICAOF', 'NO', 'ONE']);
    expect(await readiness(world)).toMatchObject({ status: 'ready', store: 'reachable' });
  });

  it('that hangs keeps nobody waiting: who was signed in goes on, who signs in is told why, and all is well afterwards', async () => {
    const { server, world, session } = await startOnRedis();
    expect(await outcomeOf(world, session)).toMatchObject({ kind: 'result' });
    server.freeze();
    onTestFinished(() => server.thaw());
    world.clock.pass(2_000);
    const unasked = query({ startTime: '2026-07-01T00:00:00Z', endTime: '2026-07-08T00:00:00Z' });
    const answers = await Promise.all([
      fetch(`${world.url}/api/metrics?${unasked}`, authorized(session)).then((answer) => answer.text()),
      fetch(`${world.url}/auth/session`, authorized(session)).then(({ status }) => status),
      fetch(`${world.url}/auth/session`, authorized('A'.repeat(43))).then((answer) => answer.json()),
      signInWords(world),
      readiness(world),
    ]);
    expect(answers).toMatchObject([
      expect.stringContaining('"kind":"result"'),
      200,
      { code: 'unavailable', message: "The add-in's server cannot reach its store." },
      expect.stringMatching(/cannot reach its store.*Try again in a minute/),
      { status: 'not ready', store: 'unreachable' },
    ]);
    server.thaw();
    await expect.poll(() => readiness(world)).toMatchObject({ status: 'ready', store: 'reachable' });
    expect((await fetch(`${world.url}/auth/session`, authorized(session))).status).toBe(200);
    expect((await fetch(`${world.url}/auth/session`, authorized(await signIn(world)))).status).toBe(200);
  });
});
