/** What a sign-out leaves behind: no request with the forgotten token, and no number. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseLine } from '../../../../src/core/protocol/stream';
import { openStore } from '../../../../src/relay/store/open';
import type { Store } from '../../../../src/relay/store/store';
import { runningClock } from '../../../support/relay/fakes/running-clock';
import { authorized, query, signIn, skillId, startWorld, type World } from '../../../support/relay/world';
import { RedisServer } from '../../../support/store/redis-server';

const halfYear = query({ period: 'PT15M', startTime: '2026-01-01T00:00:00Z', endTime: '2026-07-01T00:00:00Z' });

const outcomeOf = async ({ url }: World, session: string): Promise<string> => {
  const answer = await fetch(`${url}/api/metrics?${halfYear}`, authorized(session));
  const last = parseLine((await answer.text()).trimEnd().split('\n').at(-1) ?? '');
  return last.kind === 'failure' ? last.code : last.kind;
};

const signOut = async ({ url }: World, session: string): Promise<void> => {
  const { status } = await fetch(`${url}/auth/session`, { ...authorized(session), method: 'DELETE' });
  expect(status).toBe(204);
};

const untilAsked = ({ sandbox }: World, times: number): Promise<void> =>
  expect
    .poll(() => sandbox.requests.metricsOf(skillId).length, { interval: 2, timeout: 20_000 })
    .toBeGreaterThanOrEqual(times);

const daysIn = (store: Store): Promise<readonly string[]> => store.list('days:');
const untilNothingIsKept = (store: Store): Promise<void> =>
  expect.poll(async () => (await daysIn(store)).length, { interval: 5, timeout: 20_000 }).toBe(0);

const urls: Record<string, () => Promise<string>> = {
  file: () => Promise.resolve(`file:${path.join(mkdtempSync(path.join(tmpdir(), 'sign-out-')), 'relay.db')}`),
  Redis: async () => {
    const server = await RedisServer.start();
    onTestFinished(() => server.stop());
    return server.url;
  },
};

describe.each(Object.keys(urls))('with the %s store', (kind) => {
  const start = async (latencyMs = 20) => {
    const clock = runningClock();
    const STORE_URL = (await urls[kind]?.()) ?? '';
    const store = openStore(STORE_URL, clock.now);
    onTestFinished(() => store.close());
    /** Queries for metrics that the first relay has sent. */
    const sent = { count: 0 };
    const counted: typeof fetch = (input, init) => {
      if (new URL(input instanceof Request ? input.url : input).pathname.endsWith('/metrics')) sent.count += 1;
      return fetch(input, init);
    };
    const first = await startWorld({ clock, fetch: counted, env: { STORE_URL }, sandboxSettings: { latencyMs } });
    return { clock, STORE_URL, store, first, sent };
  };

  it('signing out ends what runs: nothing more is sent, and nothing stays', async () => {
    const { store, first, sent } = await start();
    const session = await signIn(first);
    const outcome = outcomeOf(first, session);
    await untilAsked(first, 60);
    await expect.poll(async () => (await daysIn(store)).length).toBeGreaterThan(0);
    await signOut(first, session);
    const before = sent.count;
    expect(await outcome).toBe('sign_in_required');
    await untilNothingIsKept(store);
    expect(sent.count).toBe(before);
    expect(await daysIn(store)).toEqual([]);
  });

  it('another session of the same account goes on, with its own token', async () => {
    const { first } = await start();
    const sessions = [await signIn(first), await signIn(first)] as const;
    const outcomes = sessions.map((session) => outcomeOf(first, session));
    await untilAsked(first, 60);
    await signOut(first, sessions[0]);
    expect(await Promise.all(outcomes)).toEqual(['sign_in_required', 'result']);
  });

  it('signing out at another relay ends what runs here, and what lands late is not kept', async () => {
    // The query has to last longer than the second for which a session is believed.
    const { clock, STORE_URL, store, first, sent } = await start(150);
    const second = await startWorld({ clock, env: { STORE_URL, SMAPI_ENDPOINT: first.sandbox.url } });
    const session = await signIn(first);
    const outcome = outcomeOf(first, session);
    await untilAsked(first, 60);
    await signOut(second, session);
    expect(await outcome).toBe('sign_in_required');
    const before = sent.count;
    await untilNothingIsKept(store);
    expect(sent.count).toBe(before);
    expect(await daysIn(store)).toEqual([]);
  });
});
