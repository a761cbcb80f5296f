/** People who share a client ID: what each gets of it, through whole relays and over real sockets. */
import { describe, expect, it } from 'vitest';
import { parseLine } from '../../../../src/core/protocol/stream';
import { skills, vendors } from '../../../../src/dev/sandbox/data/skill-list';
import { intervalOf } from '../../../../src/relay/config/limits';
import { MemoryStore } from '../../../../src/relay/store/memory';
import { runningClock } from '../../../support/relay/fakes/running-clock';
import { authorized, query, signIn, skillId as adasSkill, startWorld, type World } from '../../../support/relay/world';

const ben = 'amzn1.account.SANDBOXBEN000000000000000000';
const bensSkill = skills.find(({ vendorId }) => vendorId === vendors.harbor.id)?.id ?? '';

/** Quarter-hours of a skill: 672 a week, 50 a page. */
const quarterHours = (skillId: string, startDay: string, endDay: string): string =>
  query({ skillId, period: 'PT15M', startTime: `${startDay}T00:00:00Z`, endTime: `${endDay}T00:00:00Z` });
const pagesOfAWeek = Math.ceil((7 * 96) / 50);
const pagesOfAYear = Math.ceil((365 * 96) / 50);

/** How many points the answer has. */
const ask = async ({ url }: World, session: string, asked: string, init: RequestInit = {}): Promise<number> => {
  const answer = await fetch(`${url}/api/metrics?${asked}`, { ...authorized(session), ...init });
  const last = parseLine((await answer.text()).trimEnd().split('\n').at(-1) ?? '');
  return last.kind === 'result' ? (last.series[0]?.values.length ?? 0) : Number.NaN;
};

const waitUntilAsked = ({ sandbox }: World, skillId: string, times: number): Promise<void> =>
  expect
    .poll(() => sandbox.requests.metricsOf(skillId).length, { interval: 5, timeout: 20_000 })
    .toBeGreaterThanOrEqual(times);

describe('one person’s year of quarter-hours', () => {
  it('does not stall another’s week, which is there before half of the year is asked for', async () => {
    const world = await startWorld({ env: { UPSTREAM_CONCURRENCY: '4' }, sandboxSettings: { latencyMs: 10 } });
    const sessions = [await signIn(world), await signIn(world, ben)] as const;
    const left = new AbortController();
    const year = quarterHours(adasSkill, '2025-09-01', '2026-09-01');
    const asking = ask(world, sessions[0], year, { signal: left.signal }).catch(() => 'left');
    await waitUntilAsked(world, adasSkill, 50);
    expect(await ask(world, sessions[1], quarterHours(bensSkill, '2026-08-01', '2026-08-08'))).toBe(672);
    const asked = world.sandbox.requests.metricsOf().length;
    left.abort();
    expect(await asking).toBe('left');
    expect(asked).toBeLessThan(pagesOfAYear / 2);
  });
});

describe('what a deployment allows each person', () => {
  it('is one rate for all of its relays, and slows nobody else', async () => {
    const rps = 20;
    const clock = runningClock();
    const store = new MemoryStore(clock.now);
    const env = { UPSTREAM_RPS_PER_CUSTOMER: String(rps) };
    const world = await startWorld({ clock, store, env });
    const other = await startWorld({ clock, store, env: { ...env, SMAPI_ENDPOINT: world.sandbox.url } });
    const sessions = [await signIn(world), await signIn(world, ben)] as const;
    const began = clock.now();
    const weeks = Promise.all([
      ask(world, sessions[0], quarterHours(adasSkill, '2026-08-01', '2026-08-08')),
      ask(other, sessions[0], quarterHours(adasSkill, '2026-08-08', '2026-08-15')),
    ]);
    await waitUntilAsked(world, adasSkill, 2);
    expect(await ask(world, sessions[1], quarterHours(bensSkill, '2026-08-01', '2026-08-02'))).toBe(96);
    expect(world.sandbox.requests.metricsOf(adasSkill).length).toBeLessThan(pagesOfAWeek);

    expect(await weeks).toEqual([672, 672]);
    const came = world.sandbox.requests.metricsOf(adasSkill).map(({ at }) => at - began);
    expect(came.length).toBeGreaterThanOrEqual(2 * pagesOfAWeek);
    expect(came.filter((at, index) => at < index * intervalOf(rps))).toEqual([]);
  });

  it('is a number of requests in flight', async () => {
    const env = { UPSTREAM_CONCURRENCY_PER_CUSTOMER: '2' };
    const world = await startWorld({ env, sandboxSettings: { latencyMs: 10 } });
    expect(await ask(world, await signIn(world), quarterHours(adasSkill, '2026-08-01', '2026-08-08'))).toBe(672);
    expect(world.sandbox.requests.maxInFlight).toBe(2);
  });
});
