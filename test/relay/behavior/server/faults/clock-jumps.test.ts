/** A system clock that is set forward or back by a day: nothing that was promised is lost, and nothing stands still for a day. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { processLoop } from '../../../../../src/relay/lib/event-loop';
import { Generation } from '../../../../../src/relay/queries/segments/generations';
import { SegmentCache, seriesPrefix } from '../../../../../src/relay/queries/segments/segment-cache';
import { MemoryStore } from '../../../../../src/relay/store/memory';
import { at } from '../../../../support/core/queries';
import { authorized, query, signIn, startWorld, type World } from '../../../../support/relay/world';

const dayMs = 86_400_000;

const statusOf = async ({ url }: World, session: string): Promise<number> =>
  (await fetch(`${url}/auth/session`, authorized(session))).status;

const kindOf = async ({ url }: World, session: string): Promise<unknown> => {
  const text = await (await fetch(`${url}/api/metrics?${query()}`, authorized(session))).text();
  return (JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as { kind: unknown }).kind;
};

describe.each([
  ['forward', dayMs],
  ['back', -dayMs],
])('a clock that is set %s by a day', (_, jumpMs) => {
  it('ends no session, and people sign in and ask as before', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    expect(await kindOf(world, session)).toBe('result');
    world.clock.pass(jumpMs);
    expect([await statusOf(world, session), await kindOf(world, session)]).toEqual([200, 'result']);
    expect(await statusOf(world, await signIn(world))).toBe(200);
    world.clock.pass(-jumpMs);
    expect([await statusOf(world, session), await kindOf(world, session)]).toEqual([200, 'result']);
  });
});

describe('a clock that is set back by a day', () => {
  it('keeps nobody out for longer than the minute that a limit lasts', async () => {
    const world = await startWorld({ env: { LIMIT_API_PER_ADDRESS: '20' } });
    const session = await signIn(world);
    const untilRefused = async (): Promise<number> => {
      for (let asked = 0; asked < 100; asked += 1) if ((await statusOf(world, session)) === 429) return asked;
      return 100;
    };
    expect(await untilRefused()).toBeLessThanOrEqual(20);
    world.clock.pass(-dayMs);
    expect(await statusOf(world, session)).toBe(429);
    world.clock.pass(60_000);
    expect(await untilRefused()).toBe(20);
  });

  it('still notices within a second who has signed out at another relay', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'clock-')), 'relay.db');
    const one = await startWorld({ env: { STORE_URL: `file:${file}` } });
    const other = await startWorld({ env: { STORE_URL: `file:${file}` }, clock: one.clock });
    const session = await signIn(one);
    expect(await statusOf(one, session)).toBe(200);
    one.clock.pass(-dayMs);
    await fetch(`${other.url}/auth/session`, { method: 'DELETE', ...authorized(session) });
    expect(await statusOf(one, session)).toBe(401);
  });

  it('does not hold up what health checks are told', async () => {
    const store = new MemoryStore(() => 0);
    let isLost = false;
    const losable = new Proxy(store, {
      get: (target, name: keyof MemoryStore) =>
        isLost && name !== 'close'
          ? () => Promise.reject(new Error('away'))
          : (target[name] as () => unknown).bind(target),
    });
    const world = await startWorld({ store: losable });
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200);
    world.clock.pass(-dayMs);
    isLost = true;
    expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
  });
});

it('numbers from a day that the clock had only invented are fetched again when it is right', async () => {
  let now = at('2026-11-02T12:00:00Z');
  const store = new MemoryStore(() => now);
  const known = new SegmentCache({ loop: processLoop, store, now: () => now });
  const generation = new Generation({ key: 'generation:A', text: undefined });
  const prefix = seriesPrefix('A', generation, ['skill']);
  const series = { generation, prefix, metric: 'totalSessions', period: 'P1D' } as const;
  const startTime = at('2026-11-01T00:00:00Z');
  const window = { startTime, endTime: startTime + dayMs };
  known.write(series, window, { timestamps: [startTime], values: [7], fetchedAt: now });
  const found = async (): Promise<number> => (await known.read([series], [window]))[0]?.size ?? 0;
  expect(await found()).toBe(1);
  now -= dayMs;
  expect(await found()).toBe(0);
});
