import { describe, expect, it } from 'vitest';
import { parseProblem } from '../../../../src/core/protocol/stream';
import { MemoryStore } from '../../../../src/relay/store/memory';
import {
  attributeOf,
  authorized,
  newVerifier,
  prometheus,
  query,
  signIn,
  startWorld,
  type World,
} from '../../../support/relay/world';

const limits = {
  LIMIT_SIGN_IN_PER_ADDRESS: '20',
  LIMIT_API_PER_ADDRESS: '20',
  LIMIT_API_PER_PERSON: '10',
  LIMIT_PAGES_PER_ADDRESS: '20',
  // The tests play a proxy that speaks for many.
  TRUSTED_PROXIES: '127.0.0.1',
};
let sender = 0;
/** An address that has asked nothing yet. */
const newSender = (): string => `203.0.113.${(sender += 1)}`;

/** The answers to so many requests of one sender. */
const ask = async (
  { url }: World,
  path: string,
  times: number,
  from: string,
  init: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Response[]> => {
  const answers: Response[] = [];
  for (let i = 0; i < times; i += 1) {
    const headers = { ...init.headers, 'X-Forwarded-For': from };
    answers.push(await fetch(url + path, { ...init, headers, redirect: 'manual' }));
  }
  return answers;
};
const refused = (answers: readonly Response[]): number => answers.filter(({ status }) => status === 429).length;

describe('limits by address', () => {
  it.each([
    ['/auth/start?challenge=x', {}],
    ['/auth/callback?code=x&state=y', {}],
    ['/auth/redeem', { method: 'POST', body: '{}' }],
    ['/auth/session', {}],
    ['/api/metrics', {}],
    ['/api/skills', {}],
    ['/api/nothing', {}],
    ['/taskpane.html', {}],
    ['/functions.json', {}],
    ['/healthz', {}],
    ['/readyz', {}],
    ['/metrics', prometheus],
    ['/nothing', {}],
    ['/', { method: 'PUT' }],
  ])('%s says when to come back, and is there again then', async (path, init) => {
    const world = await startWorld({ env: limits });
    const from = newSender();
    const answers = await ask(world, path, 21, from, init);
    expect([refused(answers.slice(0, 20)), refused(answers)]).toEqual([0, 1]);
    const last = answers[20];
    expect(last?.headers.get('retry-after')).toBe('3');
    expect(last?.headers.get('content-type')).toBe('application/problem+json');
    expect(last?.headers.get('cache-control')).toBe('no-store');
    const problem: unknown = await last?.json();
    expect(problem).toMatchObject({ status: 429, title: expect.any(String) as string, code: 'throttled' });
    expect(parseProblem(problem)?.advice).toBe('Try again in 3 seconds.');
    expect(refused(await ask(world, path, 1, newSender(), init)), 'others go on').toBe(0);
    world.clock.pass(3_000);
    expect(refused(await ask(world, path, 2, from, init))).toBe(1);
  });

  it('counts a /64 of IPv6 as one, whatever the rest of the address is', async () => {
    const world = await startWorld({ env: limits });
    const answers: Response[] = [];
    for (let i = 1; i <= 21; i += 1)
      answers.push(...(await ask(world, '/healthz', 1, `2001:db8:1:2::${i.toString(16)}`)));
    expect(refused(answers)).toBe(1);
    expect(refused(await ask(world, '/healthz', 1, '2001:db8:1:3::1'))).toBe(0);
  });

  it('believes no header of a stranger', async () => {
    const world = await startWorld({ env: { ...limits, TRUSTED_PROXIES: '10.0.0.0/8' } });
    const answers: Response[] = [];
    for (let i = 0; i < 21; i += 1) answers.push(...(await ask(world, '/healthz', 1, newSender())));
    expect(refused(answers)).toBe(1);
  });

  it('shows people a page in the sign-in window', async () => {
    const world = await startWorld({ env: limits });
    const asked = await ask(world, '/auth/start?challenge=x', 21, newSender(), {
      headers: { Accept: 'text/html,*/*' },
    });
    const html = (await asked[20]?.text()) ?? '';
    expect(asked[20]?.status).toBe(429);
    expect(attributeOf(html, 'error')).toBe('throttled');
    expect(attributeOf(html, 'message')).toContain('Try again in 3 seconds.');
  });

  it('lets a flood of starts write nothing, and reports it in one line and in metrics', async () => {
    const store = new MemoryStore(() => 0);
    const world = await startWorld({ env: limits, store });
    const { challenge } = newVerifier();
    expect(refused(await ask(world, `/auth/start?challenge=${challenge}`, 100, newSender()))).toBe(80);
    expect(await store.list('')).toEqual([]);
    expect(world.logged().match(/too many requests/g)).toHaveLength(1);
    expect(world.logged()).toContain('"setting":"LIMIT_SIGN_IN_PER_ADDRESS"');
    const meters = await (await ask(world, '/metrics', 1, newSender(), prometheus))[0]?.text();
    expect(meters).toContain('relay_requests_refused_total{limit="LIMIT_SIGN_IN_PER_ADDRESS"} 80');
  });
});

describe('limits by person', () => {
  it('hold from wherever they ask, for warm answers too, and for nobody else', async () => {
    const world = await startWorld({ env: limits });
    const [ada, ben] = [await signIn(world), await signIn(world, 'amzn1.account.SANDBOXBEN000000000000000000')];
    const path = `/api/metrics?${query()}`;
    const answers: Response[] = [];
    for (let i = 0; i < 11; i += 1) {
      const [answer] = await ask(world, path, 1, newSender(), authorized(ada));
      if (answer === undefined) throw new Error('no answer');
      if (answer.ok) expect(await answer.text()).toContain('"kind":"result"');
      answers.push(answer);
    }
    expect([refused(answers), answers[10]?.status]).toEqual([1, 429]);
    expect(answers[10]?.headers.get('retry-after')).toBe('6');
    expect(await answers[10]?.json()).toMatchObject({
      code: 'throttled',
      message: expect.stringContaining('one person') as string,
    });
    expect(refused(await ask(world, '/auth/session', 1, newSender(), authorized(ada)))).toBe(1);
    expect(refused(await ask(world, '/auth/session', 1, newSender(), authorized(ben)))).toBe(0);
  });

  it('leave room for a workbook of a thousand formulas by default', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const answers: Response[] = [];
    // As a browser does: six connections.
    const connections = Array.from({ length: 6 }, async () => {
      while (answers.length < 1_000) answers.push(await fetch(`${world.url}/auth/session`, authorized(session)));
    });
    await Promise.all(connections);
    expect(refused(answers)).toBe(0);
  });
});
