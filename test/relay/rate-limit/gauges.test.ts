import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { gaugeLimiter } from '../../../src/relay/rate-limit/gauges';
import { pass, refused, stopTheClock, worldOf } from '../../support/relay/rate-limit-world';

stopTheClock();

it('shows Prometheus how requests to Amazon fare', async () => {
  const world = worldOf();
  const registry = new Registry();
  gaugeLimiter(registry, world.limiter);
  const read = async (): Promise<string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('relay_upstream_'));
  expect(await read()).toEqual([
    'relay_upstream_running 0',
    'relay_upstream_waiting 0',
    'relay_upstream_concurrency_limit 16',
    'relay_upstream_rate_limit +Inf',
    'relay_upstream_resting 0',
    'relay_upstream_failing 0',
    'relay_upstream_store_lost 0',
  ]);
  const busy = () => refused('throttled', 5_000);
  void world.ask('first');
  await pass(50);
  for (let i = 0; i < 20; i += 1) void world.ask(`r${i}`, { answer: busy, latencyMs: 100 });
  await pass(50);
  expect(await read()).toEqual(expect.arrayContaining(['relay_upstream_running 16', 'relay_upstream_waiting 4']));
  await pass(50);
  expect(await read()).toEqual(expect.arrayContaining(['relay_upstream_rate_limit +Inf', 'relay_upstream_resting 1']));
  await pass(5_000);
  void world.ask('other', { accountId: 'bob', answer: busy, latencyMs: 100 });
  await pass(100);
  expect(await read()).toContain('relay_upstream_resting +Inf');
});
