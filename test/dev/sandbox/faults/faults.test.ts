import { describe, expect, it } from 'vitest';
import { dailyTriviaId, skillOfId } from '../../../../src/dev/sandbox/data/skill-list';
import { type FaultKey, faults } from '../../../../src/dev/sandbox/faults/faults';
import type { RunningSandbox } from '../../../../src/dev/sandbox/serve';
import { type Answer, get, metricsPath, noon, start } from '../../../support/sandbox/client';

const now = (): number => noon;

interface Page {
  readonly metric: string;
  readonly timestamps: readonly string[];
  readonly values: readonly unknown[];
  readonly nextToken?: string;
}

const idOf = (key: FaultKey): string => faults.find((fault) => fault.key === key)?.id ?? '';

type Params = Readonly<Record<string, string | undefined>>;

/** Asks the skill of a fault for a week of sessions. */
const ask = (sandbox: RunningSandbox, key: FaultKey, changed: Params = {}, token?: string): Promise<Answer> =>
  get(sandbox, metricsPath(changed, idOf(key)), token);

const pageOf = async (sandbox: RunningSandbox, key: FaultKey, changed: Params = {}): Promise<Page> => {
  const answer = await ask(sandbox, key, changed);
  expect(answer.status).toBe(200);
  return answer.body as Page;
};

const truth = (sandbox: RunningSandbox, key: FaultKey) =>
  sandbox.truth({
    skillId: idOf(key),
    metric: 'totalSessions',
    period: 'P1D',
    startTime: Date.parse('2026-11-01T00:00:00Z'),
    endTime: Date.parse('2026-11-08T00:00:00Z'),
  });

const points = ({ timestamps, values }: Page) =>
  timestamps.map((time, at) => ({ time: Date.parse(time), value: values[at] }));

const walk = async (sandbox: RunningSandbox, key: FaultKey): Promise<readonly Page[]> => {
  const pages = [await pageOf(sandbox, key)];
  for (let token = pages[0]?.nextToken; token !== undefined && token !== ''; token = pages.at(-1)?.nextToken)
    pages.push(await pageOf(sandbox, key, { nextToken: token }));
  return pages;
};

describe('fault skills', () => {
  it('have ids of their own, and every one is a skill in the list', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length);
    expect(faults.map(({ id }) => skillOfId(id)?.name)).toEqual(faults.map(({ name }) => name));
  });

  it.each([
    ['status-400', 400],
    ['status-401', 401],
    ['status-403', 403],
    ['status-404', 404],
    ['status-429', 429],
    ['status-500', 500],
    ['status-503', 503],
  ] as const)('%s: the answer has that status, a message and a request id', async (key, status) => {
    const answer = await ask(await start(), key);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ message: expect.any(String) as unknown });
    expect(answer.headers.has('x-amzn-requestid')).toBe(true);
  });

  it('status-401: a renewed token is refused as well', async () => {
    const sandbox = await start();
    const { refreshToken } = sandbox.tokensFor();
    const renewed = sandbox.grants.renew(refreshToken)?.accessToken;
    expect((await ask(sandbox, 'status-401', {}, renewed)).status).toBe(401);
  });

  it.each([
    ['status-502', 502, ''],
    ['html-503', 503, '<!DOCTYPE html>'],
    ['html-200', 200, '<!DOCTYPE html>'],
  ] as const)('%s: a gateway’s answer', async (key, status, beginning) => {
    const answer = await ask(await start(), key);
    expect([answer.status, answer.text.slice(0, 15), answer.body]).toEqual([status, beginning, undefined]);
  });

  it('reset: the connection ends before an answer', async () => {
    await expect(ask(await start(), 'reset')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it('hang: nothing comes until the caller gives up, and then the request is over', async () => {
    const sandbox = await start();
    const caller = new AbortController();
    const answer = get(sandbox, metricsPath({}, idOf('hang')), undefined, { signal: caller.signal });
    await expect.poll(() => sandbox.requests.entries.length).toBe(1);
    expect(sandbox.requests.entries[0]?.status).toBeUndefined();
    caller.abort();
    await expect(answer).rejects.toThrow('aborted');
    await expect.poll(() => sandbox.requests.entries[0]?.status).toBeDefined();
  });

  it('cut-json: half the text, in a whole transfer', async () => {
    const { status, text, body } = await ask(await start({ now }), 'cut-json');
    expect([status, text.slice(0, 10), body]).toEqual([200, '{"metric":', undefined]);
  });

  it('cut-transfer: the connection ends within the body', async () => {
    const sandbox = await start({ now });
    const response = await fetch(sandbox.url + metricsPath({}, idOf('cut-transfer')), {
      headers: { Authorization: `Bearer ${sandbox.tokensFor().accessToken}` },
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it('long-body: blanks without end after a good answer', async () => {
    const sandbox = await start({ now });
    const response = await fetch(sandbox.url + metricsPath({}, idOf('long-body')), {
      headers: { Authorization: `Bearer ${sandbox.tokensFor().accessToken}` },
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk);
      if (text.length > 8_000_000) break;
    }
    const page: unknown = JSON.parse(text);
    expect(points(page as Page)).toEqual(truth(sandbox, 'long-body'));
  });

  it('unequal: one value too few', async () => {
    const { timestamps, values } = await pageOf(await start({ now }), 'unequal');
    expect([timestamps.length, values.length]).toEqual([7, 6]);
  });

  it.each([
    ['strings', (value: unknown) => typeof value === 'string'],
    ['nulls', (value: unknown) => value === null || typeof value === 'number'],
  ] as const)('%s: values of another kind', async (key, kind) => {
    const { values } = await pageOf(await start({ now }), key);
    expect(values.every(kind) && values.some((value) => typeof value !== 'number')).toBe(true);
  });

  it('nan: a word that JSON does not have', async () => {
    const { status, text, body } = await ask(await start({ now }), 'nan');
    expect([status, text.includes('"values":[NaN,NaN'), body]).toEqual([200, true, undefined]);
  });

  it('bad-times and far-times: timestamps that are invalid, or outside this window', async () => {
    const sandbox = await start({ now });
    const none = (await pageOf(sandbox, 'bad-times')).timestamps;
    expect(none.every((time) => Number.isNaN(Date.parse(time)))).toBe(true);
    const far = (await pageOf(sandbox, 'far-times')).timestamps;
    expect(far.every((time) => Date.parse(time) > Date.parse('2026-11-08T00:00:00Z'))).toBe(true);
  });

  it('other-metric and no-points: another answer, or none', async () => {
    const sandbox = await start({ now });
    expect((await pageOf(sandbox, 'other-metric')).metric).toBe('totalUtterances');
    expect((await pageOf(sandbox, 'other-metric', { metric: 'totalUtterances' })).metric).toBe('totalSessions');
    expect(await pageOf(sandbox, 'no-points')).toEqual({ metric: 'totalSessions', timestamps: [], values: [] });
  });

  it('same-token: every page leads to itself', async () => {
    const sandbox = await start({ now });
    const first = await pageOf(sandbox, 'same-token');
    expect(first.values).toHaveLength(3);
    expect(await pageOf(sandbox, 'same-token', { nextToken: first.nextToken })).toEqual(first);
  });

  it('endless: empty pages, each with a token of its own', async () => {
    const sandbox = await start({ now });
    const first = await pageOf(sandbox, 'endless');
    const second = await pageOf(sandbox, 'endless', { nextToken: first.nextToken });
    expect([first.values, second.values]).toEqual([[], []]);
    expect(second.nextToken).not.toBe(first.nextToken);
  });

  it('empty-pages: an empty page before every good one, and all the data in the end', async () => {
    const sandbox = await start({ now });
    const pages = await walk(sandbox, 'empty-pages');
    expect(pages.map(({ values }) => values.length)).toEqual([0, 3, 0, 3, 0, 1]);
    expect(pages.flatMap(points)).toEqual(truth(sandbox, 'empty-pages'));
  });

  it.each([
    ['dead-token', 400],
    ['second-page', 500],
  ] as const)('%s: a good page, then none', async (key, status) => {
    const sandbox = await start({ now });
    const first = await pageOf(sandbox, key);
    expect(first.values).toHaveLength(3);
    expect((await ask(sandbox, key, { nextToken: first.nextToken })).status).toBe(status);
  });

  it('blank-token: good data, and an empty text where the token ends', async () => {
    const sandbox = await start({ now });
    const page = await pageOf(sandbox, 'blank-token');
    expect(page.nextToken).toBe('');
    expect(points(page)).toEqual(truth(sandbox, 'blank-token'));
  });

  it('small-pages: a maxResults above 50 is refused', async () => {
    const sandbox = await start({ now, settings: { pageCap: 100_000 } });
    expect((await ask(sandbox, 'small-pages', { maxResults: '51' })).status).toBe(400);
    expect((await pageOf(sandbox, 'small-pages', { period: 'PT15M' })).values).toHaveLength(50);
  });

  it('duplicates, conflicts: every point twice, alike or not', async () => {
    const sandbox = await start({ now });
    const twice = truth(sandbox, 'duplicates').flatMap((point) => [point, point]);
    expect(points(await pageOf(sandbox, 'duplicates'))).toEqual(twice);
    const { values } = await pageOf(sandbox, 'conflicts');
    expect(values[1]).toBe(Number(values[0]) + 1);
  });

  it('disorder: the right points, not in order', async () => {
    const sandbox = await start({ now });
    const told = points(await pageOf(sandbox, 'disorder'));
    expect(told).not.toEqual(truth(sandbox, 'disorder'));
    expect(told.toSorted((a, b) => a.time - b.time)).toEqual(truth(sandbox, 'disorder'));
  });

  it('throttled-twice, fails-once: fine after that, and the same again for the next query', async () => {
    const sandbox = await start({ now });
    const statuses = async (key: FaultKey, times: number) => {
      const seen: (readonly [number, string | null])[] = [];
      for (let at = 0; at < times; at += 1) {
        const { status, headers } = await ask(sandbox, key);
        seen.push([status, headers.get('retry-after')]);
      }
      return seen;
    };
    const throttled = [429, '1'] as const;
    expect(await statuses('throttled-twice', 4)).toEqual([throttled, throttled, [200, null], throttled]);
    expect((await statuses('fails-once', 4)).map(([status]) => status)).toEqual([500, 200, 500, 200]);
  });

  it('expires-once: the first access token is refused, a renewed one is not', async () => {
    const sandbox = await start({ now });
    const { accessToken, refreshToken } = sandbox.tokensFor();
    const status = async (token: string | undefined) => (await ask(sandbox, 'expires-once', {}, token)).status;
    expect([await status(accessToken), await status(accessToken)]).toEqual([401, 401]);
    const renewed = sandbox.grants.renew(refreshToken)?.accessToken;
    expect([await status(renewed), await status(renewed)]).toEqual([200, 200]);
  });

  it('slow: three seconds a page', async () => {
    const waits: number[] = [];
    const sandbox = await start({
      now,
      sleep: (ms) => {
        waits.push(ms);
        return Promise.resolve();
      },
    });
    expect(points(await pageOf(sandbox, 'slow'))).toEqual(truth(sandbox, 'slow'));
    expect(waits).toEqual([3000]);
  });
});

describe('a fault for all skills', () => {
  it('strikes metrics as long as it is switched on, and nothing else', async () => {
    const sandbox = await start({ now });
    const status = async (path: string) => (await get(sandbox, path)).status;
    expect(await status(metricsPath())).toBe(200);
    sandbox.settings.fault = 'status-503';
    expect([await status(metricsPath()), await status('/v1/vendors')]).toEqual([503, 200]);
    sandbox.settings.faultOn = 'everything';
    expect([await status(metricsPath()), await status('/v1/vendors')]).toEqual([503, 503]);
    sandbox.settings.fault = 'duplicates';
    expect([await status(metricsPath()), await status('/v1/vendors')]).toEqual([200, 200]);
    sandbox.settings.fault = 'none';
    expect(await status(metricsPath({}, dailyTriviaId))).toBe(200);
  });

  it('strikes some skills alone where they are named', async () => {
    const sandbox = await start({ settings: { fault: 'status-503', faultSkills: ['another'] } });
    expect((await get(sandbox, metricsPath({}, dailyTriviaId))).status).toBe(200);
    sandbox.settings.faultSkills = [dailyTriviaId];
    expect((await get(sandbox, metricsPath({}, dailyTriviaId))).status).toBe(503);
  });

  it('leaves a fault skill its own', async () => {
    const sandbox = await start({ settings: { fault: 'status-503' } });
    expect((await ask(sandbox, 'status-404')).status).toBe(404);
  });
});
