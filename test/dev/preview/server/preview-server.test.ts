import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { standIn } from '../../../../src/dev/entra/issuer';
import { startIssuer } from '../../../../src/dev/entra/serve';
import { fetchText } from '../../../../src/dev/preview/server/local-fetch';
import { readSettings } from '../../../../src/dev/preview/server/settings';
import type { RunningPreview } from '../../../../src/dev/preview/server/start';
import { startPreview } from '../../../../src/dev/preview/server/start';
import type { Certificate, RunningFixture } from '../fixture/serve';
import { makeCertificate, serveFixture } from '../fixture/serve';

let certificate: Certificate;
let fixture: RunningFixture;
let preview: RunningPreview;
const pages = mkdtempSync(path.join(os.tmpdir(), 'preview-pages-'));

beforeAll(async () => {
  writeFileSync(path.join(pages, 'index.html'), '<title>Host page</title>');
  certificate = await makeCertificate();
  fixture = await serveFixture(certificate);
  preview = await startPreview({
    port: 0,
    ...certificate,
    manifestUrl: new URL(`${fixture.origin}/manifest.xml`),
    pages,
  });
});

afterAll(async () => {
  fixture.stop();
  await preview.stop();
});

const get = (address: string): Promise<string> => fetchText(new URL(address, preview.origin));

describe("the preview's server", () => {
  it('serves its page', async () => expect(await get('/')).toContain('Host page'));

  it("hands on the add-in's manifest, and leaves the functions' metadata to the add-in's own server", async () => {
    expect(await get('/manifest.xml')).toContain('Fixture add-in');
    await expect(get('/functions.json')).rejects.toThrow('answers 404');
  });

  it('says which address it could not reach', async () => {
    const orphan = await startPreview({
      port: 0,
      ...certificate,
      manifestUrl: new URL('https://localhost:9/m.xml'),
      pages,
    });
    await expect(fetchText(new URL('/manifest.xml', orphan.origin))).rejects.toThrow('answers 502');
    await orphan.stop();
  });
});

describe('the tokens that Excel gets from Microsoft', () => {
  it('are handed on from who issues them', async () => {
    const entra = await startIssuer();
    const issuing = await startPreview({
      port: 0,
      ...certificate,
      manifestUrl: new URL(`${fixture.origin}/manifest.xml`),
      tokenUrl: entra.tokenUrl,
      pages,
    });
    const token = await fetchText(new URL('/access-token', issuing.origin));
    expect(decodeJwt(token)).toMatchObject({ scp: 'access_as_user', iss: `${entra.url}/${standIn.tenant}/v2.0` });
    await entra.stop();
    await expect(fetchText(new URL('/access-token', issuing.origin))).rejects.toThrow('answers 502');
    await issuing.stop();
  });

  it('are none without an issuer', async () => {
    await expect(get('/access-token')).rejects.toThrow('answers 204');
  });
});

describe('its settings', () => {
  const program = '/app/dist/dev/preview.js';
  const pem = path.join(pages, 'any.pem');
  writeFileSync(pem, 'PEM');

  it('have defaults where there can be some', () => {
    expect(readSettings({ PREVIEW_CERT: pem, PREVIEW_KEY: pem }, program)).toEqual({
      port: 3001,
      certificate: 'PEM',
      key: 'PEM',
      manifestUrl: new URL('https://localhost:3000/manifest.xml'),
      pages: '/app/dist/preview',
    });
  });

  it.each([
    [{ PREVIEW_PORT: 'many' }, 'PREVIEW_PORT must be a port number, not "many".'],
    [{ PREVIEW_MANIFEST: 'here' }, 'PREVIEW_MANIFEST must be an address, not "here".'],
    [{ PREVIEW_TOKENS: 'there' }, 'PREVIEW_TOKENS must be an address, not "there".'],
    [{ PREVIEW_CERT: '' }, 'PREVIEW_CERT must name a PEM file.'],
    [{ PREVIEW_KEY: '/nowhere' }, 'PREVIEW_KEY names the file /nowhere'],
  ])('are refused by name: %j', (change, problem) => {
    expect(() => readSettings({ PREVIEW_CERT: pem, PREVIEW_KEY: pem, ...change }, program)).toThrow(problem);
  });
});
