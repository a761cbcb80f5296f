import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Call, createSmapi, type Smapi } from '../../../../src/amazon/smapi/client';
import { failureOf } from '../../../../src/core/domain/failure';
import { intervalOf } from '../../../../src/relay/config/limits';
import { clearThrottle } from '../../../../src/relay/main';
import { createLimiter, type LimiterDeps } from '../../../../src/relay/rate-limit/limiter';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { RedisStore } from '../../../../src/relay/store/redis';
import { RedisServer } from '../../../support/store/redis-server';

const rps = 50;
const servers: Server[] = [];

/** A server that tells when requests came, and answers as it is told. */
const serve = async (statusAt: (at: number) => number, headers: Record<string, string> = {}) => {
  const came: number[] = [];
  const server = createServer((_, response) => {
    const at = Date.now();
    came.push(at);
    response.writeHead(statusAt(at), headers).end(JSON.stringify({ vendors: [] }));
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, came };
};

/** A bucket that holds as many requests as the rate allows in a second, and is filled by the server's clock. */
const bucket = () => {
  let [left, filled] = [rps, Date.now()];
  return (at: number): number => {
    left = Math.min(rps, left + ((at - filled) * rps) / 1_000);
    filled = at;
    if (left < 1) return 429;
    left -= 1;
    return 200;
  };
};

const relayAt = (url: string, settings: Partial<LimiterDeps> = {}) => {
  const limiter = createLimiter({
    store: new MemoryStore(Date.now),
    client: { concurrency: 16, rps },
    now: Date.now,
    ...settings,
  });
  return { smapi: createSmapi({ endpoint: url, musicSkillType: 'music', gate: limiter.gate }), limiter };
};

const callOf = (accountId: string): Call => ({
  accountId,
  tokens: { accessToken: () => Promise.resolve('Atza|x'), renew: () => Promise.resolve('Atza|y') },
  signal: new AbortController().signal,
  deadline: Date.now() + 30_000,
});

const askMany = (smapi: Smapi, count: number): Promise<unknown> =>
  Promise.all(Array.from({ length: count }, () => smapi.vendors(callOf('ada'))));

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

describe('against a real server', () => {
  it('with a limit, a rate set to it is never refused', async () => {
    const limit = bucket();
    const statuses: number[] = [];
    const { url } = await serve((at) => {
      const status = limit(at);
      statuses.push(status);
      return status;
    });
    await askMany(relayAt(url).smapi, 2 * rps);
    expect(statuses).toEqual(Array(2 * rps).fill(200));
  });

  it('that fails again and again, the next query fails at once', async () => {
    const { url, came } = await serve(() => 503);
    // Waits between tries pass at once.
    let ahead = 0;
    const now = (): number => Date.now() + ahead;
    const sleep = (ms: number): Promise<void> => {
      ahead += ms;
      return Promise.resolve();
    };
    const limiter = createLimiter({ store: new MemoryStore(now), client: { concurrency: 16 }, now });
    const smapi = createSmapi({
      endpoint: url,
      musicSkillType: 'music',
      gate: limiter.gate,
      now,
      sleep,
      random: () => 0.5,
    });
    const failed = await Promise.all(
      Array.from({ length: 8 }, () => smapi.vendors(callOf('ada')).catch((error: unknown) => failureOf(error).code)),
    );
    expect(new Set(failed)).toEqual(new Set(['unavailable']));
    expect(limiter.state().amazon).toBe('failing');
    const before = came.length;
    await expect(smapi.vendors(callOf('bob'))).rejects.toThrow('Amazon keeps failing, so it gets a pause.');
    expect(came).toHaveLength(before);
  });
});

describe('with a real Redis', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  }, 120_000);
  afterAll(() => redis.stop());

  it('two relays together never run ahead of the rate, by the server’s clock', async () => {
    const { url, came } = await serve(() => 200);
    const stores = [new RedisStore(redis.url), new RedisStore(redis.url)];
    await Promise.all(stores.map((store) => store.ping()));
    const begin = Date.now();
    await Promise.all(stores.map((store) => askMany(relayAt(url, { store }).smapi, rps)));
    await Promise.all(stores.map((store) => store.close()));
    const tooEarly = came.filter((at, index) => at < begin + index * intervalOf(rps));
    expect(came).toHaveLength(2 * rps);
    expect(tooEarly).toEqual([]);
  });

  it('a rest is known to all relays, and ended in all of them by hand', async () => {
    let isBusy = true;
    const { url, came } = await serve(() => (isBusy ? 429 : 200), { 'retry-after': '86400' });
    const stores = [new RedisStore(redis.url), new RedisStore(redis.url)];
    await Promise.all(stores.map((store) => store.ping()));
    const relays = stores.map((store) => relayAt(url, { store }));
    const ask = (index: number): Promise<unknown> =>
      relays[index]?.smapi.vendors(callOf('ada')).catch((error: unknown) => failureOf(error).code) ?? Promise.resolve();
    expect(await ask(0)).toBe('throttled');
    isBusy = false;
    expect(await ask(1)).toBe('throttled');
    expect(came).toHaveLength(1);
    expect(await clearThrottle({ storeUrl: redis.url })).toBe(1);
    for (const index of [0, 1]) {
      await expect.poll(() => relays[index]?.limiter.state().throttle, { timeout: 20_000 }).toBeUndefined();
      expect(await ask(index)).toEqual([]);
    }
    await Promise.all(stores.map((store) => store.close()));
  });

  it('goes on without it, and with it again', async () => {
    const { url, came } = await serve(() => 200);
    const store = new RedisStore(redis.url, { patienceMs: 200 });
    const { smapi, limiter } = relayAt(url, { store });
    await askMany(smapi, 2);
    await redis.stop();
    await askMany(smapi, 3);
    expect(limiter.state().alone).toBe(true);
    await redis.start();
    await expect
      .poll(() =>
        store.ping().then(
          () => 'back',
          () => 'away',
        ),
      )
      .toBe('back');
    await expect
      .poll(
        async () => {
          await askMany(smapi, 1);
          return limiter.state().alone;
        },
        { timeout: 10_000 },
      )
      .toBe(false);
    expect(came.length).toBeGreaterThanOrEqual(6);
    await store.close();
  });
});
