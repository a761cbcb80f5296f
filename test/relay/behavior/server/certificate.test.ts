import { X509Certificate } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { generateCertificates } from 'office-addin-dev-certs';
import { beforeAll, describe, expect, it } from 'vitest';
import { startWorld, type World } from '../../../support/relay/world';

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
