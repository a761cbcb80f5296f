import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseProblem } from '../../../src/core/protocol/stream';
import { handEngine } from '../../support/relay/fakes/hand-engine';
import { authorized, metricsOf, query, signIn, startWorld } from '../../support/relay/world';

const rows = [...readFileSync('docs/operations.md', 'utf8').matchAll(/^\| `(\/\S+)` +\| (`LIMIT_.*) \|$/gm)];

describe('the limits of each path', () => {
  const settings = ['SIGN_IN_PER_ADDRESS', 'API_PER_ADDRESS', 'API_PER_PERSON', 'PAGES_PER_ADDRESS'].map(
    (name) => `LIMIT_${name}`,
  );

  it.each(settings)('are documented: %s', async (setting) => {
    const env = { ...Object.fromEntries(settings.map((name) => [name, '0'])), TRUSTED_PROXIES: '127.0.0.1' };
    const { url, clock } = await startWorld({ engine: handEngine().engine, env: { ...env, [setting]: '1' } });
    const session = setting.endsWith('PERSON') ? await signIn({ url }) : 'x'.repeat(43);
    for (const [index, [, path = '', limits = '']] of rows.entries()) {
      clock.pass(60_000);
      const headers = { ...authorized(session).headers, 'X-Forwarded-For': `203.0.113.${index}` };
      const method = /^\/api\/questions|^\/auth\/(redeem|microsoft)/.test(path)
        ? 'POST'
        : path.endsWith(':id')
          ? 'DELETE'
          : 'GET';
      const ask = async (): Promise<number> =>
        (await fetch(url + path, { method, headers, redirect: 'manual' })).status;
      await ask();
      expect([path, (await ask()) === 429]).toEqual([path, limits.includes(`\`${setting}\``)]);
    }
  });

  it('are documented for all paths', () => {
    const routes = ['app', 'auth', 'audit', 'batch', 'health', 'metrics', 'sessions', 'skills'].flatMap((file) =>
      [...readFileSync(`src/relay/routes/${file}.ts`, 'utf8').matchAll(/^ +app\.(?:get|post|delete)\('([^']+)'/gm)].map(
        ([, path]) => path,
      ),
    );
    expect(new Set(routes).size).toBeGreaterThan(13);
    expect([...new Set(routes)].sort()).toEqual(rows.map(([, path]) => path).sort());
  });

  it('can be seen', async () => {
    const { url } = await startWorld({ env: { LIMIT_API_PER_PERSON: '123', STREAMS_PER_SESSION: '4' } });
    const metrics = await metricsOf(url);
    expect(metrics).toContain('relay_limit{limit="LIMIT_API_PER_PERSON"} 123');
    expect(metrics).toContain('relay_limit{limit="STREAMS_PER_SESSION"} 4');
  });
});

describe('the streams of a session', () => {
  it('are limited, and for nobody else', async () => {
    const { engine } = handEngine();
    const { url } = await startWorld({ engine, env: { STREAMS_PER_SESSION: '2' } });
    const [ada, other] = [await signIn({ url }), await signIn({ url })];
    const of = Object.fromEntries(new URLSearchParams(query()));
    const open = (session: string, stream: string): Promise<Response> => {
      const questions = [{ ...of, id: `q-${stream}`, metric: ['totalSessions'] }];
      const body = JSON.stringify({ stream, join: [], questions });
      return fetch(`${url}/api/questions`, { method: 'POST', body, ...authorized(session) });
    };
    const statuses: number[] = [];
    for (const stream of ['a', 'b']) statuses.push((await open(ada, stream)).status);
    const third = await open(ada, 'c');
    expect([...statuses, third.status]).toEqual([200, 200, 429]);
    expect(parseProblem(await third.json())).toMatchObject({ code: 'throttled' });
    expect((await open(other, 'c')).status).toBe(200);
    expect(await metricsOf(url)).toContain('relay_requests_refused_total{limit="STREAMS_PER_SESSION"} 1');
  });
});
