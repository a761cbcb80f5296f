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
  return { admin, world, session };
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
});
