import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { configure, UsageError } from '../../../../src/dev/scripts/sso/configure';
import { clientIdIn } from '../../../../src/dev/scripts/sso/manifest';
import { readSettings } from '../../../../src/relay/config/settings';

const root = path.join(import.meta.dirname, '../../../..');
const manifest = readFileSync(path.join(root, 'manifest.xml'), 'utf8');
const example = readFileSync(path.join(root, '.env.example'), 'utf8');
const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
const tenant = '6babcaad-604b-40ac-a9d7-9fd97c0b779f';
const otherTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';

let folder: string;
let said: string;
let registeredFor: string[];
let registered: { clientId: string; tenant: string; left: string[] } | undefined;

const at = (file: string): string => path.join(folder, file);
const read = (file: string): string => readFileSync(at(file), 'utf8');
const both = (): string[] => [read('manifest.xml'), read('.env')];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'sso-'));
  writeFileSync(at('manifest.xml'), manifest);
  writeFileSync(at('.env'), example);
  [said, registeredFor, registered] = ['', [], { clientId: id, tenant, left: [] }];
});

const run = (...args: string[]): Promise<void> =>
  configure(args, {
    folder,
    register: (publicUrl) => {
      registeredFor.push(publicUrl);
      return Promise.resolve(registered);
    },
    say: (text) => void (said += text),
  });

describe('with the ID of an app', () => {
  it('manifest and settings name it, and nothing is registered', async () => {
    await run('--client-id', id.toUpperCase(), '--tenants', `${tenant}, ${otherTenant}`);
    expect(clientIdIn(read('manifest.xml'))).toBe(id);
    expect(read('.env')).toContain(`\nMICROSOFT_CLIENT_ID=${id}\n`);
    expect(read('.env')).toContain(`\nMICROSOFT_TENANTS=${tenant},${otherTenant}\n`);
    expect(registeredFor).toEqual([]);
    expect(said).toContain(`People of these Microsoft tenants can use it: ${tenant},${otherTenant}.`);
  });

  it('the relay reads what was written, and all other lines stay', async () => {
    await run('--client-id', id, '--tenants', tenant);
    const lines = [...read('.env').matchAll(/^(MICROSOFT_[A-Z_]+)=(.*)$/gm)];
    const env = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value] as const));
    const secrets = { LWA_CLIENT_SECRET: 'secret', SESSION_SECRET: 'a-session-secret-of-more-than-32-bytes' };
    const settings = readSettings({
      PUBLIC_URL: 'https://localhost:3000',
      LWA_CLIENT_ID: 'id',
      ...secrets,
      ...env,
    });
    expect(settings.microsoft).toMatchObject({ clientId: id, tenants: [tenant] });
    const without = (text: string): string[] =>
      text.split('\n').filter((line) => !/MICROSOFT_(CLIENT|TENANTS)/.test(line));
    expect(without(read('.env'))).toEqual(without(example));
  });

  it('the same command again changes nothing', async () => {
    await run('--client-id', id);
    const once = both();
    await run('--client-id', id);
    await run();
    expect(both()).toEqual(once);
    expect(registeredFor).toEqual([]);
  });

  it('says that all tenants may come where none is named', async () => {
    await run('--client-id', id);
    expect(said).toContain('People of any Microsoft tenant can use it');
  });

  it('changes the line that counts, not a comment before it', async () => {
    writeFileSync(at('.env'), `# MICROSOFT_CLIENT_ID=of the trial\nMICROSOFT_CLIENT_ID=${otherTenant}\n`);
    await run('--client-id', id);
    expect(read('.env')).toBe(`# MICROSOFT_CLIENT_ID=of the trial\nMICROSOFT_CLIENT_ID=${id}\n`);
  });

  it('writes a file of settings, for its owner alone, where there is none', async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'sso-'));
    writeFileSync(at('manifest.xml'), manifest);
    await run('--client-id', id);
    expect(read('.env')).toBe(`MICROSOFT_CLIENT_ID=${id}\n`);
    if (process.platform !== 'win32') expect(statSync(at('.env')).mode & 0o777).toBe(0o600);
  });
});

describe('without an ID', () => {
  it('registers an app for the address of the relay, and lets its own tenant alone in', async () => {
    writeFileSync(at('.env'), 'PUBLIC_URL="https://metrics.example.com"\r\nPORT=443');
    await run();
    expect(registeredFor).toEqual(['https://metrics.example.com']);
    expect(read('.env')).toBe(
      `PUBLIC_URL="https://metrics.example.com"\r\nPORT=443\r\nMICROSOFT_CLIENT_ID=${id}\r\nMICROSOFT_TENANTS=${tenant}\r\n`,
    );
    expect(clientIdIn(read('manifest.xml'))).toBe(id);
  });

  it('says what an administrator has to finish', async () => {
    registered = { clientId: id, tenant, left: ['API permissions: grant consent'] };
    await run();
    expect(said).toContain('- API permissions: grant consent');
  });

  it('tells how to register by hand where no app can be registered, and changes nothing', async () => {
    registered = undefined;
    const before = both();
    await run();
    expect(both()).toEqual(before);
    expect(said).toContain('api://metrics.example.com/<client ID>');
    expect(said).toContain('npm run sso:configure -- --client-id');
  });

  it('completes the manifest from the settings, as after a new checkout', async () => {
    await run('--client-id', id);
    const complete = read('manifest.xml');
    writeFileSync(at('manifest.xml'), manifest);
    await run();
    expect(read('manifest.xml')).toBe(complete);
    expect(registeredFor).toEqual([]);
  });
});

describe('to remove', () => {
  it('makes both files what they were', async () => {
    await run('--client-id', id, '--tenants', tenant);
    await run('--remove');
    expect(both()).toEqual([manifest, example]);
    expect(said).toContain(`no longer have the app ${id}`);
  });

  it('changes nothing where there is nothing, and makes no file', async () => {
    await run('--remove');
    expect(both()).toEqual([manifest, example]);
    expect(said).toContain('Nothing to remove');
    folder = mkdtempSync(path.join(tmpdir(), 'sso-'));
    writeFileSync(at('manifest.xml'), manifest);
    await run('--remove');
    expect(existsSync(at('.env'))).toBe(false);
  });
});

describe('refuses, and changes nothing,', () => {
  it.each([
    [
      ['--client-id', 'skill-metrics'],
      '--client-id is "skill-metrics", but must be the Application (client) ID, a GUID.',
    ],
    [['--client-id', id, '--tenants', 'contoso.com'], '--tenants is "contoso.com", but must be tenant IDs'],
    [['--remove', '--client-id', id], '--remove goes with no other option.'],
    [['--clientid', id], 'Use: npm run sso:configure'],
  ])('%j', async (args, words) => {
    const before = both();
    await expect(run(...args)).rejects.toThrow(words);
    await expect(run(...args)).rejects.toThrow(UsageError);
    expect(both()).toEqual(before);
  });

  it('to register for an address that is none', async () => {
    writeFileSync(at('.env'), 'PUBLIC_URL=metrics; rm -rf');
    await expect(run()).rejects.toThrow('PUBLIC_URL in .env is "metrics; rm -rf"');
    expect(registeredFor).toEqual([]);
  });

  it('to register where the manifest could not be written', async () => {
    writeFileSync(at('manifest.xml'), '<OfficeApp/>');
    await expect(run()).rejects.toThrow('<Resources> exactly once');
    expect(registeredFor).toEqual([]);
  });
});
