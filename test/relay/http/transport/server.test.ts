import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateCertificates } from 'office-addin-dev-certs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { readSettings } from '../../../../src/relay/config/settings';
import { type Overrides, startRelay } from '../../../../src/relay/start';
import { emptyAnswer, handEngine } from '../../../support/relay/fakes/hand-engine';
import { http2Client } from '../../../support/relay/http2-fetch';
import { authorized, environment, query, signIn, startWorld } from '../../../support/relay/world';

const folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
const file = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  await generateCertificates(file('ca.crt'), file('cert.pem'), file('key.pem'));
  await generateCertificates(file('other-ca.crt'), file('other.pem'), file('other-key.pem'));
  writeFileSync(file('nonsense.pem'), 'nonsense');
});

const start = (env: Record<string, string>): Promise<unknown> =>
  startRelay(readSettings({ ...environment('http://127.0.0.1:9', file('relay.db')), LOG_LEVEL: 'silent', ...env }));

const encrypted = { TLS_CERT: file('cert.pem'), TLS_KEY: file('key.pem') };

/** A relay that ends TLS, and somebody who has signed in over HTTP/2. */
const startEncrypted = async (overrides: Overrides) => {
  const world = await startWorld({ env: encrypted, ...overrides });
  const client = http2Client(`https://localhost:${world.relay.port}`);
  const session = await signIn({ url: `https://localhost:${world.relay.port}`, fetch: client.fetch });
  const ask = (init: RequestInit = {}): Promise<Response> =>
    client.fetch(`https://localhost:${world.relay.port}/api/metrics?${query()}`, {
      ...authorized(session),
      ...init,
    });
  return { world, client, session, ask };
};

const reading = ({ body }: Response): (() => Promise<string | undefined>) => {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  return async () => (await reader?.read())?.value;
};

describe('the server', () => {
  it('uses HTTP/1.1 over https when it has a certificate', async () => {
    const world = await startWorld({ env: encrypted });
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { port: world.relay.port, host: '127.0.0.1', path: '/healthz', rejectUnauthorized: false };
      request(options, (answer) => {
        answer.resume();
        resolve(answer);
      })
        .on('error', reject)
        .end();
    });
    expect([answer.statusCode, answer.httpVersion]).toEqual([200, '1.1']);
    expect(answer.headers['keep-alive'], 'longer than load balancers').toBe('timeout=65');
  });

  it('uses HTTP/2, line by line', async () => {
    const { engine, nth } = handEngine();
    const { world, client, ask } = await startEncrypted({ engine });
    expect(client.session.alpnProtocol).toBe('h2');
    const answer = await ask();
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const next = reading(answer);
    const asked = await nth(0);
    asked.onProgress?.({ windowsDone: 1, windowsPlanned: 4, pages: 3, points: 150 });
    world.clock.tick();
    expect(await next()).toContain('"pages":3');
    asked.resolve(emptyAnswer);
    expect(await next()).toContain('"kind":"result"');
  });

  it('cancels what is left over HTTP/2, and goes on with the rest', async () => {
    const { engine, nth } = handEngine();
    const { ask } = await startEncrypted({ engine });
    const leaving = new AbortController();
    await ask({ signal: leaving.signal });
    const staying = await ask();
    const { signal } = await nth(0);
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
    leaving.abort();
    await aborted;
    (await nth(1)).resolve(emptyAnswer);
    expect(await staying.text()).toContain('"kind":"result"');
  });

  it('lets what was asked over HTTP/2 finish when it stops, without a header that HTTP/2 forbids', async () => {
    const warnings: string[] = [];
    const hear = (warning: Error): number => warnings.push(warning.message);
    process.on('warning', hear);
    onTestFinished(() => void process.off('warning', hear));
    const { engine, nth } = handEngine();
    const { world, client, ask } = await startEncrypted({ engine, graceMs: 10_000 });
    const answer = await ask();
    const asked = await nth(0);
    const goodbye = once(client.session, 'goaway');
    const stopped = world.relay.stop();
    await goodbye;
    await expect(ask()).rejects.toThrow();
    asked.resolve(emptyAnswer);
    expect(await answer.text()).toContain('"kind":"result"');
    await stopped;
    expect(warnings).toEqual([]);
  });

  it('fails what still waits over HTTP/2 when the grace period ends', async () => {
    const { engine, nth } = handEngine();
    const { world, ask } = await startEncrypted({ engine, graceMs: 1 });
    const answer = await ask();
    await nth(0);
    const stopped = world.relay.stop();
    expect(await answer.text()).toContain("The add-in's server is restarting.");
    await stopped;
  });

  it.each([
    ['missing.pem', 'key.pem', /^TLS_CERT is ".*missing\.pem": expected the path of a PEM file that can be read$/],
    ['cert.pem', 'missing.pem', /^TLS_KEY is ".*missing\.pem": expected the path of a PEM file that can be read$/],
    [
      'nonsense.pem',
      'key.pem',
      /^TLS_CERT is ".*nonsense\.pem": expected a certificate in PEM that belongs to TLS_KEY$/,
    ],
    ['cert.pem', 'other-key.pem', /^TLS_CERT is ".*cert\.pem": expected a certificate in PEM that belongs to TLS_KEY$/],
  ])('does not start with %s and %s', async (cert, key, line) => {
    await expect(start({ TLS_CERT: file(cert), TLS_KEY: file(key) })).rejects.toThrow(line);
  });

  it('names the port that is taken', async () => {
    const { relay } = await startWorld();
    await expect(start({ PORT: String(relay.port) })).rejects.toThrow(
      `PORT is "${relay.port}": expected a port that nothing listens on`,
    );
  });

  it('names the store that cannot be used', async () => {
    writeFileSync(file('occupied'), 'x');
    await expect(start({ STORE_URL: `file:${file('occupied')}/relay.db` })).rejects.toThrow(
      /^STORE_URL is "file:.*occupied/,
    );
  });

  it('may be stopped twice', async () => {
    const { relay } = await startWorld();
    await Promise.all([relay.stop(), relay.stop()]);
    await relay.stop();
  });
});
