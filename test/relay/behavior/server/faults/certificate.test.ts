import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { generateCertificates } from 'office-addin-dev-certs';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { environment } from '../../../../support/relay/environment';
import { startRelayProcess } from '../../../../support/relay/relay-process';
import { startWorld, type World } from '../../../../support/relay/world';
import { buildRelay } from '../../../../support/replicas/build-relay';

const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
const file = (name: string): string => path.join(folder, name);
const serialOf = (name: string): string => new X509Certificate(readFileSync(file(name))).serialNumber;

beforeAll(async () => {
  await generateCertificates(file('ca.crt'), file('old.pem'), file('old-key.pem'));
  await generateCertificates(file('next-ca.crt'), file('next.pem'), file('next-key.pem'));
});

/** The serial number of the certificate that the relay shows. */
const shown = ({ relay }: World): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: relay.port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().serialNumber);
      socket.destroy();
    }).on('error', reject);
  });

describe('a certificate', () => {
  it('that is renewed is read again on request, and an unusable one is refused', async () => {
    for (const part of ['', '-key']) copyFileSync(file(`old${part}.pem`), file(`used${part}.pem`));
    const world = await startWorld({ env: { TLS_CERT: file('used.pem'), TLS_KEY: file('used-key.pem') } });
    expect(await shown(world)).toBe(serialOf('old.pem'));
    copyFileSync(file('next.pem'), file('used.pem'));
    world.relay.reload();
    expect(await shown(world), 'the key is still the old one').toBe(serialOf('old.pem'));
    expect(world.logged()).toContain('the certificate stays as it is');
    copyFileSync(file('next-key.pem'), file('used-key.pem'));
    world.relay.reload();
    expect(await shown(world)).toBe(serialOf('next.pem'));
    writeFileSync(file('used.pem'), 'nonsense');
    world.relay.reload();
    expect(await shown(world)).toBe(serialOf('next.pem'));
  });
});

/** A connection that stays open, over which one may ask. */
const opened = async (port: number): Promise<TLSSocket> => {
  const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }).on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
};

const serialAt = async (port: number): Promise<string> => (await opened(port)).getPeerCertificate().serialNumber;

const answerOver = async (socket: TLSSocket): Promise<string> => {
  socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
  return String((await once(socket, 'data'))[0]);
};

describe('SIGHUP to the process', () => {
  it('shows a new certificate to new connections, keeps the old ones, and keeps it where the next is of no use', async () => {
    const own = (name: string): string => file(`process-${name}`);
    const put = (from: string): void => {
      copyFileSync(file(`${from}.pem`), own('used.pem'));
      copyFileSync(file(`${from}-key.pem`), own('used-key.pem'));
    };
    put('old');
    const relay = await startRelayProcess(await buildRelay('test-certificate'), {
      ...environment('http://127.0.0.1:9', own('relay.db')),
      TLS_CERT: own('used.pem'),
      TLS_KEY: own('used-key.pem'),
    });
    onTestFinished(() => relay.end('SIGKILL'));
    const port = Number(new URL(relay.url).port);
    const before = await opened(port);
    expect(before.getPeerCertificate().serialNumber).toBe(serialOf('old.pem'));

    put('next');
    process.kill(relay.pid, 'SIGHUP');
    await expect.poll(() => serialAt(port)).toBe(serialOf('next.pem'));
    expect(await answerOver(before)).toContain('200 OK');

    writeFileSync(own('used.pem'), 'nonsense');
    process.kill(relay.pid, 'SIGHUP');
    await expect.poll(() => relay.logged()).toContain('the certificate stays as it is');
    expect(await serialAt(port)).toBe(serialOf('next.pem'));
    expect(await answerOver(before)).toContain('200 OK');
  });
}, 120_000);
