import { describe, expect, it } from 'vitest';
import { people } from '../../../../src/dev/sandbox/data/people';
import { dailyTriviaId } from '../../../../src/dev/sandbox/data/skill-list';
import { get, metricsPath, noon, start } from '../../../support/sandbox/client';

describe('throttling', () => {
  it('lets as many calls through in a second as the settings say', async () => {
    let now = noon;
    const sandbox = await start({ now: () => now, settings: { rps: 2 } });
    const status = async () => (await get(sandbox, '/v1/vendors')).status;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
    now += 500;
    expect([await status(), await status()]).toEqual([200, 429]);
    now += 60_000;
    expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  });

  it.each([
    ['none', null],
    ['seconds', '1'],
    ['date', 'Sun, 22 Nov 2026 12:00:01 GMT'],
  ] as const)('says when to come back: %s', async (retryAfter, header) => {
    const sandbox = await start({ now: () => noon, settings: { rps: 1, retryAfter } });
    await get(sandbox, '/v1/vendors');
    const { status, headers, body } = await get(sandbox, '/v1/vendors');
    expect([status, headers.get('retry-after')]).toEqual([429, header]);
    expect(body).toEqual({ message: 'We are experiencing heavy traffic at the moment. Please try again later.' });
  });
});

describe('throttling by hand', () => {
  it('refuses whom the settings name, everyone, or the next calls alone', async () => {
    const [ada, ben] = people;
    const settings = { retryAfter: 'seconds', retryAfterS: 86_400, throttled: [ada?.id ?? ''] } as const;
    const sandbox = await start({ settings });
    const status = async (person = ada) => {
      const answer = await get(sandbox, '/v1/vendors', sandbox.tokensFor(person?.id).accessToken);
      return [answer.status, answer.headers.get('retry-after')];
    };
    expect([await status(ada), await status(ben)]).toEqual([
      [429, '86400'],
      [200, null],
    ]);
    sandbox.settings.throttled = ['everyone'];
    expect((await status(ben))[0]).toBe(429);
    sandbox.settings.throttled = [];
    sandbox.settings.throttleNext = 1;
    expect([(await status())[0], (await status())[0]]).toEqual([429, 200]);
  });
});

describe('latency', () => {
  it('is waited for on every call of SMAPI', async () => {
    const waits: number[] = [];
    const sleep = (ms: number): Promise<void> => {
      waits.push(ms);
      return Promise.resolve();
    };
    const sandbox = await start({ sleep, settings: { latencyMs: 120 } });
    await get(sandbox, '/v1/vendors');
    sandbox.settings.latencyMs = 0;
    await get(sandbox, '/v1/vendors');
    expect(waits).toEqual([120]);
  });
});

describe('the log of requests', () => {
  it('knows what was asked, when, how it ended, and how many were under way', async () => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const sandbox = await start({ now: () => noon, sleep: () => released, settings: { latencyMs: 1 } });
    const both = [get(sandbox, metricsPath()), get(sandbox, metricsPath({}, 'amzn1.ask.skill.none'))];
    await expect.poll(() => sandbox.requests.entries.length).toBe(2);
    release();
    await Promise.all(both);
    expect(sandbox.requests.maxInFlight).toBe(2);
    expect(sandbox.requests.metricsOf()).toHaveLength(2);
    expect(sandbox.requests.metricsOf(dailyTriviaId)).toEqual([
      {
        method: 'GET',
        path: `/v1/skills/${dailyTriviaId}/metrics`,
        query: {
          startTime: '2026-11-01T00:00:00Z',
          endTime: '2026-11-08T00:00:00Z',
          period: 'P1D',
          metric: 'totalSessions',
          stage: 'live',
          skillType: 'custom',
        },
        at: noon,
        status: 200,
      },
    ]);
    sandbox.requests.clear();
    expect([sandbox.requests.entries, sandbox.requests.maxInFlight]).toEqual([[], 0]);
  });
});

describe('the start page', () => {
  it('names every skill and fault, for people and for programs, and no secret', async () => {
    const sandbox = await start();
    const [page, data] = [await get(sandbox, '/'), await get(sandbox, '/?format=json')];
    for (const { text } of [page, data]) {
      expect(text).toContain(dailyTriviaId);
      expect(text).toContain('amzn1.ask.skill.fa017000-0000-4000-8000-000000000429');
      expect(text).not.toContain(sandbox.settings.clientSecret);
    }
    expect(data.body).toMatchObject({ settings: { pageCap: 50, clientSecret: 'set' } });
  });
});
