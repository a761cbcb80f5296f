import { afterEach, expect, it, vi } from 'vitest';
import { processLoop } from '../../../../src/relay/lib/event-loop';
import { Generation } from '../../../../src/relay/queries/segments/generations';
import { SegmentCache, seriesPrefix } from '../../../../src/relay/queries/segments/segment-cache';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { at } from '../../../support/core/queries';
import { ask, august, engineOf } from '../../../support/relay/asking';
import { FakeAmazon } from '../../../support/relay/fakes/fake-amazon';

const dayMs = 86_400_000;
const generation = new Generation({ key: 'generation:A', text: undefined });
const prefix = seriesPrefix('A', generation, ['skill']);
const series = { generation, prefix, metric: 'totalSessions', period: 'P1D' } as const;

it('keeps at most the allowed number of segments in the store', async () => {
  const now = at('2026-11-01T00:00:00Z');
  const store = new MemoryStore(() => now);
  const known = new SegmentCache({
    loop: processLoop,
    store,
    now: () => now,
    maxStored: 50,
  });
  const first = at('2026-01-01T00:00:00Z');
  for (let day = 0; day < 200; day += 1) {
    const startTime = first + day * dayMs;
    known.write(
      series,
      { startTime, endTime: startTime + dayMs },
      { timestamps: [startTime], values: [day], fetchedAt: now },
    );
  }
  await expect.poll(async () => (await store.list('days:')).length).toBe(50);
});

it("keeps no more of one account than it may, and all of the others'", async () => {
  const now = at('2026-11-01T00:00:00Z');
  const store = new MemoryStore(() => now);
  const known = new SegmentCache({ loop: processLoop, store, now: () => now, maxOfAccount: 50 });
  const write = (account: string, days: number): void => {
    const own = { ...series, prefix: seriesPrefix(account, generation, ['skill']) };
    for (let day = 0; day < days; day += 1) {
      const startTime = at('2026-01-01T00:00:00Z') + day * dayMs;
      const window = { startTime, endTime: startTime + dayMs };
      known.write(own, window, { timestamps: [startTime], values: [day], fetchedAt: now });
    }
  };
  write('greedy', 300);
  write('modest', 30);
  const countOf = async (account: string): Promise<number> => {
    const [, owner = ''] = seriesPrefix(account, generation, []).split(':');
    return (await store.list(`days:${owner}:`)).length;
  };
  await expect.poll(() => countOf('greedy')).toBe(50);
  expect(await countOf('modest')).toBe(30);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('keeps a day that may still change for a minute', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let now = at('2026-08-05T01:00:00Z');
  // The memory's clock, which nobody can set back.
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const amazon = new FakeAmazon();
  const engine = engineOf(amazon, { now: () => now });
  const yesterday = august({ startTime: at('2026-08-04T00:00:00Z'), endTime: at('2026-08-05T00:00:00Z') });
  const requestsAfter = async (ms: number): Promise<number> => {
    now += ms;
    await vi.advanceTimersByTimeAsync(ms);
    const answer = ask(engine, yesterday);
    await vi.advanceTimersByTimeAsync(100);
    await answer;
    // The store is written to a moment later.
    await new Promise(setImmediate);
    return amazon.requests.length;
  };
  expect(await requestsAfter(0)).toBe(1);
  expect(await requestsAfter(59_000)).toBe(1);
  expect(await requestsAfter(1_001)).toBe(2);
});
