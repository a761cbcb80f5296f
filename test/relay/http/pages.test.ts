import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { newVerifier, publicUrl, signInToCode, startWorld } from '../../support/relay/world';

/** A path exactly as it stands, which fetch would make regular. */
const rawStatus = (base: string, rawPath: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(base);
    request({ hostname, port, path: rawPath }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .on('error', reject)
      .end();
  });

describe('the pages', () => {
  it.each([
    ['taskpane.html', 'text/html; charset=utf-8', 'no-cache'],
    ['taskpane.js', 'text/javascript; charset=utf-8', 'no-cache'],
    ['functions.json', 'application/json', 'no-cache'],
    ['pane.0a1b2c3d.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['assets/icon-32.png', 'image/png', 'public, max-age=86400'],
  ])('hold %s as %s, to be kept as "%s"', async (name, type, kept) => {
    const { url, pagesFolder } = await startWorld();
    const answer = await fetch(`${url}/${name}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('cache-control')).toBe(kept);
    expect(await answer.text()).toBe(readFileSync(path.join(pagesFolder, name), 'utf8'));
  });

  it('are sent again only when they have changed', async () => {
    const { url } = await startWorld();
    const etag = (await fetch(`${url}/taskpane.html`)).headers.get('etag') ?? '';
    expect(etag).not.toBe('');
    const again = await fetch(`${url}/taskpane.html`, { headers: { 'If-None-Match': etag } });
    expect(again.status).toBe(304);
    const changed = await fetch(`${url}/taskpane.html`, { headers: { 'If-None-Match': '"other"' } });
    expect(changed.status).toBe(200);
  });

  it.each([
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['identity', null],
  ])('are sent to who accepts %s as the build has compressed them: %s', async (accepted, encoding) => {
    const { url, pagesFolder } = await startWorld();
    const ask = (headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${url}/taskpane.js`, { headers: { 'Accept-Encoding': accepted, ...headers } });
    const answer = await ask();
    expect(answer.headers.get('content-encoding')).toBe(encoding);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    expect(await answer.text()).toBe(readFileSync(path.join(pagesFolder, 'taskpane.js'), 'utf8'));
    expect((await ask({ 'If-None-Match': answer.headers.get('etag') ?? '' })).status).toBe(304);
  });

  it('that were built again are sent again', async () => {
    const { url, pagesFolder } = await startWorld();
    const etag = (await fetch(`${url}/pane.0a1b2c3d.js`)).headers.get('etag') ?? '';
    writeFileSync(path.join(pagesFolder, 'pane.0a1b2c3d.js'), 'console.log(22);');
    const again = await fetch(`${url}/pane.0a1b2c3d.js`, { headers: { 'If-None-Match': etag } });
    expect(await again.text()).toBe('console.log(22);');
  });

  it.each(['taskpane.js.map', 'taskpane.js.MAP', 'taskpane.js%2emap', 'taskpane.js.gz', 'taskpane.js.br'])(
    'are no sources: there is no %s',
    async (name) => {
      const { url, pagesFolder } = await startWorld();
      for (const file of ['taskpane.js.map', 'taskpane.js.MAP']) writeFileSync(path.join(pagesFolder, file), '{}');
      const answer = await fetch(`${url}/${name}`);
      expect(answer.status).toBe(404);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  it('are all that can be read: nothing outside their folder', async () => {
    const { url } = await startWorld();
    for (const outside of [
      '/../relay.db',
      '/%2e%2e/relay.db',
      '/..%2frelay.db',
      '/assets/../../relay.db',
      '//relay.db',
    ])
      expect([outside, await rawStatus(url, outside)]).toEqual([outside, 404]);
  });

  it('serve the functions with help on this relay', async () => {
    const { url, pagesFolder } = await startWorld({ env: { PUBLIC_URL: 'https://metrics.example.com' } });
    writeFileSync(path.join(pagesFolder, 'functions.json'), '{"helpUrl":"https://localhost:3000/assets/help.html#F"}');
    const functions = await fetch(`${url}/functions.json`);
    expect(functions.headers.get('content-type')).toBe('application/json');
    expect(await functions.json()).toEqual({ helpUrl: 'https://metrics.example.com/assets/help.html#F' });
  });

  it('serve the manifest with the address of this relay', async () => {
    const { url } = await startWorld({ env: { PUBLIC_URL: 'https://metrics.example.com' } });
    const manifest = await fetch(`${url}/manifest.xml`);
    expect(manifest.headers.get('content-type')).toBe('application/xml; charset=utf-8');
    expect(await manifest.text()).toBe(
      '<OfficeApp><IconUrl DefaultValue="https://metrics.example.com/assets/icon-32.png"/><A>https://metrics.example.com</A></OfficeApp>',
    );
  });

  it("serve the manifest with the app registration's address on this relay", async () => {
    const { url, pagesFolder } = await startWorld({ env: { PUBLIC_URL: 'https://metrics.example.com:8443' } });
    const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
    writeFileSync(path.join(pagesFolder, 'manifest.xml'), `<Resource>api://localhost:3000/${id}</Resource>`);
    const manifest = await fetch(`${url}/manifest.xml`);
    expect(await manifest.text()).toBe(`<Resource>api://metrics.example.com:8443/${id}</Resource>`);
  });

  it('may be missing: then the sign-in still ends in words', async () => {
    const world = await startWorld();
    rmSync(world.pagesFolder, { recursive: true });
    expect((await fetch(`${world.url}/taskpane.html`)).status).toBe(404);
    expect((await fetch(`${world.url}/manifest.xml`)).status).toBe(404);
    expect(await signInToCode(world, newVerifier().challenge)).toMatch(/^.{4}-.{4}$/);
  });
});

describe("the functions' metadata", () => {
  const excel = { Origin: 'https://excel.officeapps.live.com' };

  it('can be read by Excel on the web, whose page has another origin', async () => {
    const { url } = await startWorld();
    const answer = await fetch(`${url}/functions.json`, { headers: excel });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const etag = answer.headers.get('etag') ?? '';
    const again = await fetch(`${url}/functions.json`, { headers: { ...excel, 'If-None-Match': etag } });
    expect([again.status, again.headers.get('access-control-allow-origin')]).toEqual([304, '*']);
  });

  it('may be asked for with headers of Excel’s own', async () => {
    const { url } = await startWorld();
    const answer = await fetch(`${url}/functions.json`, {
      method: 'OPTIONS',
      headers: { ...excel, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'x-correlation' },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-methods')).toBe('GET,HEAD');
    expect(answer.headers.get('access-control-allow-headers')).toBe('x-correlation');
  });

  it('are the one thing that other origins can read', async () => {
    const { url } = await startWorld();
    const others = ['/', '/taskpane.html', '/manifest.xml', '/api/metrics', '/api/skills', '/auth/session', '/readyz'];
    for (const path of others)
      for (const method of ['GET', 'OPTIONS']) {
        const preflight = { 'Access-Control-Request-Method': 'GET' };
        const { headers } = await fetch(`${url}${path}`, { method, headers: { ...excel, ...preflight } });
        expect([path, method, headers.get('access-control-allow-origin')]).toEqual([path, method, null]);
      }
  });
});

describe('headers', () => {
  const headersOf = async (url: string): Promise<Headers> => (await fetch(`${url}/taskpane.html`)).headers;

  it('let Excel on the web show the pages, and nobody else', async () => {
    const { url } = await startWorld({ env: { PUBLIC_URL: 'https://metrics.example.com' } });
    const headers = await headersOf(url);
    const policy = headers.get('content-security-policy');
    expect(policy?.split('; ').find((part) => part.startsWith('frame-ancestors'))).toBe(
      'frame-ancestors https://*.officeapps.live.com https://*.sharepoint.com https://onedrive.live.com ' +
        'https://*.cloud.microsoft https://*.office.com https://*.microsoft365.com https://teams.microsoft.com',
    );
    expect(policy).not.toContain('localhost');
    expect(policy).toContain("script-src 'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com;");
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self' https://appsforoffice.microsoft.com;");
    expect(policy).not.toContain('unsafe-inline');
    expect(headers.get('permissions-policy')).toContain('camera=(), ');
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('let the preview on localhost show them, when the relay is on localhost', async () => {
    const { url } = await startWorld();
    expect(publicUrl).toContain('localhost');
    const headers = await headersOf(url);
    expect(headers.get('content-security-policy')).toContain('https://localhost:*');
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});
