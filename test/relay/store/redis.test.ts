import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { failureOf } from '../../../src/core/domain/failure';
import { openStore } from '../../../src/relay/store/open';
import { RedisStore } from '../../../src/relay/store/redis';
import { makeCertificate } from '../../support/e2e/certificate';
import { startWorld } from '../../support/relay/world';
import { type Opened, sharedStoreContract, storeContract } from '../../support/store/contract';
import { RedisServer } from '../../support/store/redis-server';

let server: RedisServer;
const connect = (url: string) => createClient({ url }).connect();
let admin: Awaited<ReturnType<typeof connect>>;

beforeAll(async () => {
  server = await RedisServer.start();
  admin = await connect(server.url);
}, 120_000);
afterAll(async () => {
  await admin.close();
  await server.stop();
});

/** Lets time pass for Redis, whose clock is its own, by bringing the end of every key nearer. */
const pass = async (ms: number): Promise<void> => {
  for (const key of await admin.keys('*')) {
    const left = await admin.pTTL(key);
    if (left > ms) await admin.pExpire(key, left - ms);
    else if (left >= 0) await admin.del(key);
  }
};

const open = async (): Promise<Opened> => {
  await admin.flushDb();
  return { stores: [new RedisStore(server.url), new RedisStore(server.url)], pass };
};

storeContract('redis:', open);
sharedStoreContract('redis:', open);

describe('redis: beyond the contract', () => {
  let store: RedisStore;
  afterEach(() => store.close());

  it('leaves alone what others keep in the same Redis', async () => {
    store = new RedisStore(server.url);
    await admin.set('a', 'of others');
    await store.set('a', 'ours');
    await store.deletePrefix('');
    expect(await admin.get('a')).toBe('of others');
    expect(await store.list('')).toEqual([]);
  });

  it('finds families of many keys', async () => {
    store = new RedisStore(server.url);
    const entries = Array.from({ length: 5_000 }, (_, i) => ({ key: `many:${String(i).padStart(4, '0')}`, text: 'x' }));
    await store.setMany(entries);
    expect(await store.list('many:')).toEqual(entries.map(({ key }) => key));
    expect(await store.deletePrefix('many:')).toBe(5_000);
  });

  it('is what STORE_URL opens', async () => {
    const opened = openStore(`${server.url}/3`, () => 0);
    store = new RedisStore(`${server.url}/3`);
    await opened.set('a', 'x');
    expect(await store.take('a')).toBe('x');
    await opened.close();
  });
});

describe('rediss:', () => {
  it('is used by nobody to whom its certificate means nothing, and the log says why', async () => {
    const own = await RedisServer.start(await makeCertificate());
    onTestFinished(() => own.stop());
    const world = await startWorld({ env: { STORE_URL: own.url } });
    await expect.poll(world.logged, { timeout: 10_000 }).toMatch(/the store fails \(unreachable\)/);
    const told = world
      .logged()
      .split('\n')
      .find((line) => line.includes('the store fails (unreachable)'));
    expect(told).toMatch(/certificate/);
    expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
  });
});

describe('redis: that goes away', () => {
  let own: RedisServer;
  let store: RedisStore;

  beforeAll(async () => {
    own = await RedisServer.start();
    store = new RedisStore(own.url, { patienceMs: 300 });
  });
  afterAll(async () => {
    await store.close();
    await own.stop();
  });

  const everything = (): Promise<PromiseSettledResult<unknown>[]> =>
    Promise.allSettled([
      store.get('a'),
      store.getMany(['a']),
      store.set('a', 'late'),
      store.setMany([{ key: 'a', text: 'late' }]),
      store.take('a'),
      store.compareAndSet('a', 'x', 'late'),
      store.increment('n'),
      store.reserve('line', 1),
      store.postpone('line', 1),
      store.list(''),
      store.deletePrefix(''),
      store.ping(),
    ]);

  const allRefused = (settled: readonly PromiseSettledResult<unknown>[]): void => {
    for (const one of settled) {
      expect(one.status).toBe('rejected');
      if (one.status === 'rejected') {
        expect(failureOf(one.reason).code).toBe('unavailable');
        expect(failureOf(one.reason).advice).toContain('STORE_URL');
      }
    }
  };

  it('says so instead of hanging, does nothing late, and goes on when Redis is back', async () => {
    await store.set('a', 'x');
    await own.stop();
    allRefused(await everything());
    await own.start();
    await expect
      .poll(() =>
        store.ping().then(
          () => 'back',
          () => 'away',
        ),
      )
      .toBe('back');
    expect(await store.get('a')).toBe('x');
    expect(await store.get('n')).toBeUndefined();
  });

  it('says so when Redis hangs with the connection open', async () => {
    own.freeze();
    allRefused(await everything());
    own.thaw();
    await expect
      .poll(() =>
        store.ping().then(
          () => 'back',
          () => 'away',
        ),
      )
      .toBe('back');
  });

  it('waits for a Redis that starts after it', async () => {
    await own.stop();
    const early = new RedisStore(own.url, { patienceMs: 20_000 });
    const written = early.set('early', 'x');
    await own.start();
    expect(await written).toBe(true);
    await early.close();
  });

  it('can be closed while Redis is away', async () => {
    await own.stop();
    const other = new RedisStore(own.url, { patienceMs: 50 });
    await expect(other.ping()).rejects.toThrow('cannot reach its store');
    await other.close();
    await own.start();
  });
});
