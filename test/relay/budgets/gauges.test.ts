import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { gaugeBudgets } from '../../../src/relay/budgets/gauges';
import { pass, refused, stopTheClock, worldOf } from './world';

stopTheClock();

it('shows Prometheus how requests to Amazon fare', async () => {
  const world = worldOf();
  const registry = new Registry();
  gaugeBudgets(registry, world.budgets);
  const read = async (): Promise<string[]> =>
    (await registry.metrics()).split('\n').filter((line) => line.startsWith('relay_upstream_'));
  expect(await read()).toEqual([
    'relay_upstream_running 0',
    'relay_upstream_waiting 0',
    'relay_upstream_concurrency_limit 16',
    'relay_upstream_rate_limit +Inf',
    'relay_upstream_failing 0',
    'relay_upstream_store_lost 0',
  ]);
  for (let i = 0; i < 20; i += 1) void world.ask(`r${i}`, { answer: () => refused('throttled'), latencyMs: 100 });
  await pass(50);
  expect(await read()).toEqual(expect.arrayContaining(['relay_upstream_running 16', 'relay_upstream_waiting 4']));
  await pass(50);
  expect(await read()).toEqual(
    expect.arrayContaining(['relay_upstream_concurrency_limit 8', 'relay_upstream_rate_limit 8']),
  );
});
