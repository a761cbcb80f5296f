import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { query, signIn, startWorld } from '../../support/relay/world';

/** fetch sets the host by itself. */
const statusOf = (url: string, path: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url + path, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('a request', () => {
  it('is answered by the hosts of the relay only', async () => {
    const { url } = await startWorld({ env: { ALLOWED_HOSTS: 'relay.internal:8080, [2001:DB8::1]' } });
    const ask = (Host: string, path = '/taskpane.html') => statusOf(url, path, { Host });
    for (const host of [
      'localhost:3000',
      'LOCALHOST',
      '127.0.0.1',
      '[::1]:3000',
      'relay.internal:8080',
      '[2001:db8::1]',
    ])
      expect([host, await ask(host)]).toEqual([host, 200]);
    for (const host of ['evil.example', 'localhost.evil.example', 'relay.internal', '10.0.0.1:3000'])
      expect([host, await ask(host)]).toEqual([host, 421]);
    for (const path of ['/healthz', '/readyz']) expect([path, await ask('10.0.0.1:3000', path)]).toEqual([path, 200]);
  });

  it('for another host gets nothing from the cache of responses', async () => {
    const world = await startWorld();
    const headers = { Authorization: `Bearer ${await signIn(world)}` };
    const path = `/api/metrics?${query()}`;
    for (let times = 0; times < 3; times += 1) expect(await statusOf(world.url, path, headers)).toBe(200);
    expect(await statusOf(world.url, path, { ...headers, Host: 'evil.example' })).toBe(421);
  });

  it('that a trusted proxy passes on may name any host', async () => {
    const { url } = await startWorld({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    expect(await statusOf(url, '/taskpane.html', { Host: 'upstream', 'X-Forwarded-For': '203.0.113.1' })).toBe(200);
  });

  it('with more headers than the relay reads is refused', async () => {
    const { url } = await startWorld();
    expect(await statusOf(url, '/healthz', { 'X-Long': 'x'.repeat(17_000) })).toBe(431);
  });
});
