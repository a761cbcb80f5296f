import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as officeAddinSso from 'office-addin-sso/lib/configure.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { azure, hasAzureCli, register, type Registrar } from '../../../../src/dev/scripts/sso/register';

/** The real office-addin-sso, with a stand-in for the Azure CLI that notes what it is asked for. */

const [appId, objectId] = ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', '0f1d4b29-11d4-4b3d-9f5c-6a1e2c7d8e90'];
const tenant = '6babcaad-604b-40ac-a9d7-9fd97c0b779f';

let log: string;
let registrar: Registrar;
let isAdmin: boolean;

const standIn = (calls: string): string => `#!/bin/sh
printf '%s\\n' "$*" >> '${calls}'
case "$*" in
  login*) echo '[{"tenantId":"${tenant}","user":{"name":"ada@contoso.example"}}]' ;;
  *"-m post"*) echo '{"appId":"${appId}","id":"${objectId}"}' ;;
  "ad app show"*) echo '{}' ;;
  *identifier-uris*|*token-issuance*) exit \${AZ_REFUSES:-0} ;;
esac
`;

beforeEach(() => {
  const folder = mkdtempSync(path.join(tmpdir(), 'az-'));
  log = path.join(folder, 'calls');
  writeFileSync(path.join(folder, 'az'), standIn(log));
  chmodSync(path.join(folder, 'az'), 0o755);
  vi.stubEnv('PATH', `${folder}${path.delimiter}${process.env['PATH'] ?? ''}`);
  vi.spyOn(console, 'log').mockReturnValue();
  // It waits a second before it tries.
  vi.stubGlobal('setTimeout', (run: () => void) => setImmediate(run));
  isAdmin = true;
  // Whether somebody is an administrator it reports to Microsoft's statistics, too.
  registrar = { ...officeAddinSso, isUserTenantAdmin: () => Promise.resolve(isAdmin) };
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const calls = (): string[] => readFileSync(log, 'utf8').trim().split('\n');
const at = (publicUrl: string) => register(registrar, azure, { name: 'Skill Metrics', publicUrl });

describe.skipIf(process.platform === 'win32')('office-addin-sso', () => {
  it('registers an app with the scope for Office, tokens of version 2, and no secret', async () => {
    expect(await at('https://localhost:3000')).toEqual({ clientId: appId, tenant, left: [] });
    const [login, create = '', ...rest] = calls();
    expect(login).toContain('login');
    expect(create).toContain('"displayName": "Skill Metrics"');
    expect(create).toContain('"requestedAccessTokenVersion": 2');
    expect(create).toContain('"value": "access_as_user"');
    expect(create).toContain('ea5a67f6-b6f3-4338-b240-c655ddc3cc8e');
    expect(rest.join('\n')).toContain(`"identifierUris": ["api://localhost:3000/${appId}"]`);
    expect(rest).toContain(
      `ad app update --id ${objectId} --enable-access-token-issuance false --enable-id-token-issuance false`,
    );
    expect(rest).toContain(`ad app permission admin-consent --id ${appId}`);
    expect(rest.at(-1)).toBe('logout');
    expect(calls().join('\n')).not.toMatch(/secret|password/i);
  });

  it("gets the Application ID URI of a relay's own host", async () => {
    await at('https://metrics.example.com:8443');
    expect(calls()).toContain(
      `ad app update --id ${objectId} --identifier-uris api://metrics.example.com:8443/${appId}`,
    );
  });

  it('leaves to an administrator what the person may not do, and says it', async () => {
    vi.stubEnv('AZ_REFUSES', '1');
    isAdmin = false;
    const { clientId, left } = await at('https://metrics.example.com');
    expect(clientId).toBe(appId);
    expect(left).toEqual([
      `Expose an API: set the Application ID URI to api://metrics.example.com/${appId}`,
      'Authentication: clear Access tokens and ID tokens, under implicit grant',
      'API permissions: an administrator chooses Grant admin consent',
    ]);
    expect(calls().at(-1)).toBe('logout');
  });

  it('registers nothing where nobody signs in', async () => {
    registrar = { ...registrar, logIntoAzure: () => Promise.resolve([]) };
    await expect(at('https://localhost:3000')).rejects.toThrow("You're not signed in to Azure");
  });
});

it.each([
  [true, true],
  [false, false],
  [[{ DisplayName: 'Microsoft Azure CLI' }], true],
  [[], false],
])('the Azure CLI is there where office-addin-sso answers %j: %s', async (answer, there) => {
  expect(await hasAzureCli({ isAzureCliInstalled: () => Promise.resolve(answer) })).toBe(there);
});

it('there is no Azure CLI where office-addin-sso cannot look', async () => {
  expect(await hasAzureCli({ isAzureCliInstalled: () => Promise.reject(new Error('linux')) })).toBe(false);
});
