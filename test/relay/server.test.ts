import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateCertificates } from 'office-addin-dev-certs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../src/relay/config';
import { startRelay } from '../../src/relay/start';
import { environment, startWorld } from './support/world';

const folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
const file = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  await generateCertificates(file('ca.crt'), file('cert.pem'), file('key.pem'));
  await generateCertificates(file('other-ca.crt'), file('other.pem'), file('other-key.pem'));
  writeFileSync(file('nonsense.pem'), 'nonsense');
});

const start = (env: Record<string, string>): Promise<unknown> =>
  startRelay(readSettings({ ...environment('http://127.0.0.1:9', file('relay.db')), LOG_LEVEL: 'silent', ...env }));

describe('the server', () => {
  it('speaks https where it is given a certificate', async () => {
    const world = await startWorld({ env: { TLS_CERT: file('cert.pem'), TLS_KEY: file('key.pem') } });
    const status = await new Promise((resolve, reject) => {
      const options = { port: world.relay.port, host: '127.0.0.1', path: '/healthz', rejectUnauthorized: false };
      request(options, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(200);
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

  it('may be told to stop twice', async () => {
    const { relay } = await startWorld();
    await Promise.all([relay.stop(), relay.stop()]);
    await relay.stop();
  });
});
