import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../src/relay/config/settings';
import { Secrets } from '../../../../src/relay/observability/redaction/secrets';
import { secretsIn, secretsInEnvironment } from '../../../../src/relay/observability/redaction/setting-secrets';
import { environment } from '../../../support/relay/environment';

const key = path.join(mkdtempSync(path.join(tmpdir(), 'key-')), 'key.pem');
writeFileSync(key, '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n');
const env = {
  ...environment('http://127.0.0.1:9', ''),
  ...{ STORE_URL: 'rediss://relay:a%40password%21@cache', TLS_CERT: key, TLS_KEY: key },
};
const held = ['sandbox-client-secret', 'a-session-secret-that-only-tests-use', 'a-metrics-token-that-only-tests-use'];

describe('secrets of the settings', () => {
  it.each([
    ['as they are read', secretsIn(readSettings(env))],
    ['before they are read', secretsInEnvironment(env)],
  ])('are redacted %s', (_, list) => {
    const secrets = new Secrets(list);
    for (const secret of [...held, 'a%40password%21', 'a@password!']) expect(secrets.redact(secret)).toBe('[secret]');
  });

  it('include the TLS key, but not what all keys begin with', () => {
    const secrets = new Secrets(secretsIn(readSettings(env)));
    expect(secrets.redact('error in MIIEvQIBADANBgkqhkiG9w0BAQEF')).toBe('error in [secret]');
    expect(secrets.redact('-----BEGIN PRIVATE KEY-----')).toBe('-----BEGIN PRIVATE KEY-----');
  });

  it('are each what stands between commas', () => {
    const secrets = new Secrets(secretsInEnvironment({ SESSION_SECRET: 'the-new-secret, the-old-secret' }));
    expect(secrets.redact('the-old-secret')).toBe('[secret]');
  });
});

describe('a failure', () => {
  it('is redacted in all its problems', () => {
    const secrets = new Secrets(['sandbox-client-secret']);
    const failure = secrets.redactFailure({
      ...{ code: 'invalid_query', message: 'm', advice: 'a' },
      problems: [
        { argument: 'skillId', value: 'v', accepted: 'sandbox-client-secret', message: 'sandbox-client-secret?' },
      ],
    });
    expect(failure).toMatchObject({ problems: [{ accepted: '[secret]', message: '[secret]?' }] });
  });
});
