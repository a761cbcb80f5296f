import { describe, expect, it } from 'vitest';
import { parseIntents, parseLocales, parseProblem, parseSkills } from '../../../../src/core/protocol/stream';
import { StoreError, type StoreFault } from '../../../../src/relay/store/fault';
import { MemoryStore } from '../../../../src/relay/store/memory';
import type { Store } from '../../../../src/relay/store/store';
import { authorized, prometheus, query, signIn, skillId, startWorld } from '../../../support/relay/world';

describe('the lists of the pane', () => {
  it('hold all skills of all vendors, by name, asked of Amazon once in five minutes', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const ask = async () => {
      const answer = await fetch(`${world.url}/api/skills`, authorized(session));
      expect(answer.headers.get('cache-control')).toBe('no-store');
      return parseSkills(await answer.json()).skills;
    };
    const [skills, same] = await Promise.all([ask(), ask()]);
    expect(same).toEqual(skills);
    expect(skills.length).toBeGreaterThan(60);
    expect(new Set(skills.map(({ vendor }) => vendor.id)).size).toBe(2);
    const names = skills.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    const trivia = skills.filter((skill) => skill.skillId === skillId);
    expect(trivia.map(({ stage }) => stage)).toEqual(['live', 'development']);

    const asked = (): number => world.sandbox.requests.entries.filter(({ path }) => path === '/v1/vendors').length;
    expect(asked()).toBe(1);
    world.clock.pass(300_000);
    await ask();
    expect(asked()).toBe(2);
  });

  it('are requested again after a failure, and after signing out', async () => {
    const world = await startWorld();
    const first = await signIn(world);
    world.sandbox.settings.fault = 'status-403';
    world.sandbox.settings.faultOn = 'everything';
    expect((await fetch(`${world.url}/api/skills`, authorized(first))).status).toBe(403);
    world.sandbox.settings.fault = 'none';
    expect((await fetch(`${world.url}/api/skills`, authorized(first))).status).toBe(200);
    await fetch(`${world.url}/auth/session`, { method: 'DELETE', ...authorized(first) });
    world.sandbox.requests.clear();
    await fetch(`${world.url}/api/skills`, authorized(await signIn(world)));
    expect(world.sandbox.requests.entries.some(({ path }) => path === '/v1/vendors')).toBe(true);
  });

  it("are one person's own", async () => {
    const world = await startWorld();
    const nora = await signIn(world, 'amzn1.account.SANDBOXNORA00000000000000000');
    await fetch(`${world.url}/api/skills`, authorized(await signIn(world)));
    const answer = await fetch(`${world.url}/api/skills`, authorized(nora));
    expect(parseSkills(await answer.json()).skills).toEqual([]);
  });

  it('hold locales and intents of a skill, sorted', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const get = async (path: string): Promise<unknown> =>
      (await fetch(`${world.url}/api/skills/${skillId}/${path}`, authorized(session))).json();
    expect(parseLocales(await get('locales?stage=live'))).toEqual({ locales: ['de-DE', 'en-GB', 'en-US'] });
    const { intents } = parseIntents(await get('intents?stage=live&locale=en-US'));
    expect(intents.length).toBeGreaterThan(2);
    expect(intents).toEqual([...intents].sort((a, b) => a.localeCompare(b, 'en')));
    expect(parseProblem(await get('intents?stage=live&locale=fr-FR'))).toMatchObject({ code: 'not_found' });
  });

  it('name all that is wrong with what they are asked for', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const answer = await fetch(`${world.url}/api/skills/nonsense/intents?stage=beta`, authorized(session));
    expect(answer.status).toBe(400);
    expect(parseProblem(await answer.json())).toMatchObject({
      code: 'invalid_query',
      problems: [
        { argument: 'skillId', value: 'nonsense' },
        { argument: 'stage', value: 'beta', accepted: 'live or development' },
        { argument: 'locale', value: '' },
      ],
    });
  });
});

describe('what is not there', () => {
  it('is a problem document', async () => {
    const { url } = await startWorld();
    for (const path of ['/', '/api/nothing', '/auth', '/proxy?url=https://api.amazonalexa.com']) {
      const answer = await fetch(`${url}${path}`);
      expect([path, answer.status]).toEqual([path, 404]);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(parseProblem(await answer.json())).toMatchObject({ code: 'not_found' });
    }
  });

  it.each([
    ['POST', '/api/metrics', 'GET, HEAD'],
    ['DELETE', '/api/skills', 'GET, HEAD'],
    ['GET', '/auth/redeem', 'POST'],
    ['PUT', '/auth/session', 'GET, HEAD, DELETE'],
  ])('such as %s %s names what is', async (method, path, allow) => {
    const world = await startWorld();
    const answer = await fetch(`${world.url}${path}`, { method, ...authorized(await signIn(world)) });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(allow);
    expect(parseProblem(await answer.json())).toMatchObject({ code: 'rejected' });
  });
});

describe('limits', () => {
  it('refuse an address that is too long', async () => {
    const world = await startWorld();
    const answer = await fetch(`${world.url}/api/metrics?${query({ intent: 'x'.repeat(9_000) })}`);
    expect(answer.status).toBe(414);
    expect(parseProblem(await answer.json())).toMatchObject({ code: 'too_large' });
  });

  it('refuse a body that is too long, announced or not', async () => {
    const { url } = await startWorld();
    const body = JSON.stringify({ code: 'x'.repeat(17_000) });
    const announced = await fetch(`${url}/auth/redeem`, { method: 'POST', body });
    const stream = new Blob([body]).stream();
    const streamed = await fetch(`${url}/auth/redeem`, { method: 'POST', body: stream, duplex: 'half' } as RequestInit);
    expect([announced.status, streamed.status]).toEqual([413, 413]);
    expect(parseProblem(await announced.json())).toMatchObject({ code: 'too_large' });
  });
});

describe('health', () => {
  it('is alive and ready', async () => {
    const { url } = await startWorld();
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'alive' });
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({
      status: 'ready',
      store: 'reachable',
      stopping: false,
      amazon: 'answering',
    });
  });

  const storeFailing = (operation: 'set' | 'get' | 'delete', fault: StoreFault): Store => {
    const store = new MemoryStore(Date.now);
    const fail = (): Promise<never> => Promise.reject(new StoreError(fault, new Error('as the driver says')));
    return Object.assign(store, { [operation]: fail });
  };

  it.each([
    ['set', 'full'],
    ['get', 'damaged'],
    ['delete', 'readonly'],
    ['set', 'unreachable'],
  ] as const)('is not ready where the store fails to %s: it is %s; and stays alive', async (operation, fault) => {
    const { url, logged } = await startWorld({ store: storeFailing(operation, fault) });
    const ready = await fetch(`${url}/readyz`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ status: 'not ready', store: fault });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(logged().match(/the store fails/g)).toHaveLength(1);
  });

  it('tries the store once a second, however often it is asked, and reports when it works again', async () => {
    const store = new MemoryStore(Date.now);
    const set = store.set.bind(store);
    let [tries, full] = [0, true];
    store.set = (...entry) => {
      tries += 1;
      return full ? Promise.reject(new StoreError('full', undefined)) : set(...entry);
    };
    const { url, clock, logged } = await startWorld({ store });
    const statuses = async (): Promise<number[]> =>
      Promise.all(Array.from({ length: 20 }, async () => (await fetch(`${url}/readyz`)).status));
    expect(new Set(await statuses())).toEqual(new Set([503]));
    full = false;
    expect(new Set(await statuses())).toEqual(new Set([503]));
    expect(tries).toBe(1);
    clock.pass(1_000);
    expect(new Set(await statuses())).toEqual(new Set([200]));
    expect(tries).toBe(2);
    expect(logged()).toContain('the store works again');
  });

  it('gives every answer an id, which the log has too', async () => {
    const { url, logged } = await startWorld();
    const id = (await fetch(`${url}/healthz`)).headers.get('x-request-id') ?? '';
    expect(id).toMatch(/^[\w-]{36}$/);
    expect(logged()).toContain(`"requestId":"${id}","method":"GET","route":"/healthz","status":200`);
  });
});

describe('the metrics', () => {
  it('are for those who have the token', async () => {
    const { url } = await startWorld();
    const statusFor = async (token: string): Promise<number> =>
      (await fetch(`${url}/metrics`, { headers: { Authorization: token } })).status;
    expect(await statusFor('')).toBe(401);
    expect(await statusFor('Bearer a-metrics-token-that-only-tests-us')).toBe(401);
    expect(await statusFor(prometheus.headers.Authorization)).toBe(200);
  });

  it('are not there without one', async () => {
    const { url } = await startWorld({ env: { METRICS_TOKEN: '' } });
    expect((await fetch(`${url}/metrics`, prometheus)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { headers: { Authorization: 'Bearer ' } })).status).toBe(404);
  });
});
