/** An Amazon of whose answers a quarter fails at random, through client, budgets and engine; time passes as fast as it can. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createSmapi } from '../../../../src/amazon/smapi/client';
import { failureOf } from '../../../../src/core/domain/failure';
import { createLimiter } from '../../../../src/relay/rate-limit/limiter';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { ask, at, august, engineOf } from '../../../support/relay/asking';

const weeks = 183;
const weekMs = 7 * 86_400_000;
const endTime = at('2026-09-01T00:00:00Z');
const long = august({ startTime: endTime - weeks * weekMs, endTime });

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Numbers from 0 to 1 that follow from a seed (mulberry32). */
const dice = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  const mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
  const again = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
  return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
};

const good = JSON.stringify({ metric: 'totalSessions', timestamps: [], values: [] });

const failures: readonly (() => Response)[] = [
  () => new Response('<!doctype html><h1>Gateway</h1>', { status: 503 }),
  () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  },
  () => new Response(good.slice(0, good.length / 2)),
  () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) })),
];

/** A relay's engine before an Amazon that fails when the dice say so. */
const world = (fails: () => boolean, random: () => number) => {
  const now = (): number => Date.now();
  const seen = { requests: 0 };
  const fetch = async (): Promise<Response> => {
    seen.requests += 1;
    await sleep(50);
    if (!fails()) return new Response(good);
    return failures[Math.floor(random() * failures.length)]?.() ?? new Response(good);
  };
  const limiter = createLimiter({ store: new MemoryStore(now), client: { concurrency: 16 }, now });
  const gate = limiter.gate;
  const smapi = createSmapi({
    endpoint: 'https://a.example',
    musicSkillType: 'music',
    fetch,
    now,
    sleep,
    random,
    gate,
  });
  return { seen, engine: engineOf(smapi, { now, deadlineMs: 120_000 }) };
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: at('2027-06-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets time pass until the work is done. */
const finished = async <T>(work: Promise<T>): Promise<T> => {
  const state = { done: false };
  const end = (): void => void (state.done = true);
  work.then(end, end);
  while (!state.done) await vi.advanceTimersToNextTimerAsync();
  return work;
};

/** One in six failed when a request was given up after four tries; with QUESTIONS=500 it takes a minute and a half. */
const queries = Number(process.env['QUESTIONS'] ?? 60);

it(`lets none of ${queries} queries of ${weeks} requests fail where a quarter of the answers does`, async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`seed ${seed}`);
  const random = dice(seed);
  const { engine, seen } = world(() => random() < 0.25, random);
  let succeeded = 0;
  for (let nth = 0; nth < queries; nth += 1) {
    const answer = await finished(ask(engine, long, { fresh: 'all' }));
    if (answer.pages === weeks) succeeded += 1;
  }
  expect(succeeded).toBe(queries);
  expect(seen.requests).toBeGreaterThan(queries * weeks * 1.3);
}, 600_000);

it.each([
  ['503 in HTML', 0, 'unavailable'],
  ['connections that break', 1, 'unavailable'],
  ['bodies that are cut off', 2, 'bad_answer'],
])('reports an outage by %s early, with what went wrong, and at once for the next query', async (_, kind, told) => {
  const query = august({ endTime: at('2026-08-03T00:00:00Z') });
  const { engine, seen } = world(
    () => true,
    () => (kind + 0.5) / failures.length,
  );
  const code = async (): Promise<string> =>
    ask(engine, query).then(
      () => 'answered',
      (error: unknown) => failureOf(error).code,
    );
  const from = Date.now();
  expect(await finished(code())).toBe(told);
  expect(Date.now() - from).toBeLessThan(20_000);
  const before = seen.requests;
  expect(await finished(code())).toBe('unavailable');
  expect(seen.requests).toBe(before);
});
