import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readSettings, settingNames } from '../../../src/relay/config/settings';

const secret = 'a-session-secret-of-more-than-32-bytes';
const least = {
  PUBLIC_URL: 'https://metrics.example.com',
  LWA_CLIENT_ID: 'amzn1.application-oa2-client.abc',
  LWA_CLIENT_SECRET: 'client-secret',
  SESSION_SECRET: secret,
};

describe('settings', () => {
  it('need four variables, and default the rest to production', () => {
    expect(readSettings(least)).toEqual({
      publicUrl: 'https://metrics.example.com',
      host: '127.0.0.1',
      connections: { most: 4000, mostOfClient: 400 },
      port: 3000,
      proxies: { trusted: [], header: 'x-forwarded-for' },
      allowedAccounts: [],
      allowedHosts: [],
      limits: { signIn: 300, api: 60_000, pages: 6_000, person: 12_000 },
      lwa: {
        clientId: 'amzn1.application-oa2-client.abc',
        clientSecret: 'client-secret',
        scope: 'profile alexa::ask:skills:read alexa::ask:models:read',
        authorizeEndpoint: 'https://www.amazon.com/ap/oa',
        tokenEndpoint: 'https://api.amazon.com/auth/o2/token',
        profileEndpoint: 'https://api.amazon.com/user/profile',
      },
      smapi: { endpoint: 'https://api.amazonalexa.com', musicSkillType: 'music' },
      secrets: [secret],
      storeUrl: 'file:.data/relay.db',
      upstream: { client: { concurrency: 16 }, accountId: {} },
      queriesPerPerson: 5_000,
      streamsPerSession: 32,
      cachedDaysPerPerson: 100_000,
      restateMs: 604_800_000,
      queryDeadlineMs: 120_000,
      auditMs: 7_776_000_000,
      logLevel: 'info',
    });
  });

  it('take all that may be set', () => {
    expect(
      readSettings({
        ...least,
        PUBLIC_URL: ' http://localhost:3000/ ',
        HOST: '0.0.0.0',
        PORT: '0',
        TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1',
        FORWARDED_HEADER: 'Forwarded',
        LIMIT_API_PER_PERSON: '0',
        TLS_CERT: 'a.pem',
        TLS_KEY: 'b.pem',
        SMAPI_ENDPOINT: 'http://127.0.0.1:3002/',
        SESSION_SECRET: `${secret}-new, ${secret}`,
        STORE_URL: 'memory:',
        UPSTREAM_RPS: '7.5',
        UPSTREAM_RPS_PER_CUSTOMER: '2.5',
        UPSTREAM_CONCURRENCY: '8',
        UPSTREAM_CONCURRENCY_PER_CUSTOMER: '4',
        RESTATE_DAYS: '0',
        QUERY_DEADLINE_S: '0030',
        MICROSOFT_CLIENT_ID: '3F2504E0-4F89-41D3-9A0C-0305E82C3301',
        MICROSOFT_TENANTS: '9188040d-6c67-4c5b-b112-36a304b66dad, 72F988BF-86F1-41AF-91AB-2D7CD011DB47',
        MICROSOFT_AUTHORITY: 'https://login.microsoftonline.us/',
        LOG_LEVEL: 'silent',
      }),
    ).toMatchObject({
      publicUrl: 'http://localhost:3000',
      host: '0.0.0.0',
      port: 0,
      proxies: { trusted: ['10.0.0.0/8', '2001:db8::1'], header: 'forwarded' },
      limits: { person: 0 },
      tls: { cert: 'a.pem', key: 'b.pem' },
      smapi: { endpoint: 'http://127.0.0.1:3002' },
      secrets: [`${secret}-new`, secret],
      storeUrl: 'memory:',
      upstream: { client: { rps: 7.5, concurrency: 8 }, accountId: { rps: 2.5, concurrency: 4 } },
      restateMs: 0,
      queryDeadlineMs: 30_000,
      microsoft: {
        clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
        tenants: ['9188040d-6c67-4c5b-b112-36a304b66dad', '72f988bf-86f1-41af-91ab-2d7cd011db47'],
        authority: 'https://login.microsoftonline.us',
      },
      logLevel: 'silent',
    });
  });

  it.each([
    ['PUBLIC_URL', '', 'PUBLIC_URL is missing: expected an https address without a path'],
    [
      'PUBLIC_URL',
      'http://metrics.example.com',
      'PUBLIC_URL is "http://metrics.example.com": expected an https address',
    ],
    ['PUBLIC_URL', 'https://example.com/metrics', 'PUBLIC_URL is "https://example.com/metrics": expected'],
    ['PUBLIC_URL', 'https://user:pass@example.com', 'PUBLIC_URL is'],
    ['PUBLIC_URL', 'metrics', 'PUBLIC_URL is "metrics": expected'],
    ['PORT', 'http', 'PORT is "http": expected a number from 0 to 65535'],
    ['PORT', '65536', 'PORT is "65536": expected a number from 0 to 65535'],
    ['PORT', '80.5', 'PORT is "80.5": expected a whole number from 0 to 65535'],
    ['TRUSTED_PROXIES', '10.0.0.0/33', 'TRUSTED_PROXIES is "10.0.0.0/33": expected addresses or networks'],
    ['TRUSTED_PROXIES', '10.0.0.1,,', 'TRUSTED_PROXIES is "10.0.0.1,,": expected addresses or networks'],
    ['FORWARDED_HEADER', 'x-real-ip', 'FORWARDED_HEADER is "x-real-ip": expected one of x-forwarded-for, forwarded'],
    ['ALLOWED_ACCOUNTS', 'Ada', 'ALLOWED_ACCOUNTS is "Ada": expected IDs'],
    ['ALLOWED_HOSTS', 'https://x', 'ALLOWED_HOSTS is "https://x": expected hosts'],
    ['LIMIT_API_PER_PERSON', '-1', 'LIMIT_API_PER_PERSON is "-1": expected a number from 0 to'],
    ['TLS_CERT', 'cert.pem', 'TLS_KEY is missing: expected a path, because TLS_CERT is given'],
    ['TLS_KEY', 'key.pem', 'TLS_CERT is missing: expected a path, because TLS_KEY is given'],
    ['LWA_CLIENT_ID', ' ', 'LWA_CLIENT_ID is missing: expected the client ID'],
    ['LWA_CLIENT_SECRET', '', 'LWA_CLIENT_SECRET is missing: expected the client secret'],
    ['LWA_TOKEN_ENDPOINT', 'ftp://x', 'LWA_TOKEN_ENDPOINT is "ftp://x": expected an https address'],
    ['SMAPI_ENDPOINT', 'http://amazon.example', 'SMAPI_ENDPOINT is "http://amazon.example": expected an https address'],
    ['SESSION_SECRET', '', 'SESSION_SECRET is missing: expected a random text of at least 32 bytes'],
    ['SESSION_SECRET', 'too-short', 'SESSION_SECRET is not usable: expected a random text of at least 32 bytes'],
    ['SESSION_SECRET', 'x'.repeat(64), 'SESSION_SECRET is not usable: expected a random text'],
    ['SESSION_SECRET', '0123456789'.repeat(4), 'SESSION_SECRET is not usable: expected a random text'],
    ['SESION_SECRET', 'abcdefgh-ijkl', 'SESION_SECRET is not usable: expected SESSION_SECRET: there is no setting'],
    ['MAX_CONECTIONS', '5', 'MAX_CONECTIONS is "5": expected MAX_CONNECTIONS: there is no setting of this name'],
    ['log_levle', 'debug', 'log_levle is "debug": expected LOG_LEVEL'],
    ['SESSION_SECRET', `${secret},`, 'SESSION_SECRET is not usable: expected'],
    ['STORE_URL', 'mysql://x', 'STORE_URL is "mysql://x": expected file:PATH, memory:, redis://HOST or rediss://HOST'],
    [
      'STORE_URL',
      'redis//:password@cache',
      'STORE_URL is not usable: expected file:PATH, memory:, redis://HOST or rediss://HOST',
    ],
    ['STORE_URL', 'file:', 'STORE_URL is "file:": expected file:PATH, memory:, redis://HOST or rediss://HOST'],
    ['UPSTREAM_RPS', '0', 'UPSTREAM_RPS is "0": expected a number from 0.1 to 10000'],
    ['UPSTREAM_RPS_PER_CUSTOMER', 'few', 'UPSTREAM_RPS_PER_CUSTOMER is "few": expected a number from 0.1 to 10000'],
    [
      'UPSTREAM_CONCURRENCY_PER_CUSTOMER',
      '0.5',
      'UPSTREAM_CONCURRENCY_PER_CUSTOMER is "0.5": expected a number from 1',
    ],
    ['UPSTREAM_CONCURRENCY_PER_CUSTOMER', '1.5', 'UPSTREAM_CONCURRENCY_PER_CUSTOMER is "1.5": expected a whole number'],
    ['UPSTREAM_CONCURRENCY', '-1', 'UPSTREAM_CONCURRENCY is "-1": expected a number from 1 to 1000'],
    ['QUERY_DEADLINE_S', '1e9', 'QUERY_DEADLINE_S is "1e9": expected a number from 1 to 3600'],
    [
      'MICROSOFT_CLIENT_ID',
      'skill-metrics',
      'MICROSOFT_CLIENT_ID is "skill-metrics": expected the Application (client) ID of your app registration',
    ],
    [
      'MICROSOFT_TENANTS',
      '9188040d-6c67-4c5b-b112-36a304b66dad',
      'MICROSOFT_CLIENT_ID is missing: expected the ID of your app registration, because MICROSOFT_TENANTS is given',
    ],
    ['MICROSOFT_TENANTS', 'contoso.com', 'MICROSOFT_TENANTS is "contoso.com": expected tenant IDs, which are GUIDs'],
    [
      'MICROSOFT_AUTHORITY',
      'http://login.microsoftonline.us',
      'MICROSOFT_AUTHORITY is "http://login.microsoftonline.us": expected an https address',
    ],
    ['METRICS_TOKEN', 'short', 'METRICS_TOKEN is not usable: expected a random text of at least 16'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL is "loud": expected one of silent, fatal, error, warn, info, debug, trace'],
  ])('%s=%s stops with one line', (name, value, line) => {
    const read = (): unknown => readSettings({ ...least, [name]: value });
    expect(read).toThrow(line);
    expect(read).not.toThrow('\n');
    expect(read).not.toThrow('too-short');
  });

  it('are all in .env.example, which shows the defaults', () => {
    const lines = readFileSync('.env.example', 'utf8').split('\n');
    const example = lines.flatMap((line) => {
      const [, name = '', value = ''] = /^#?([A-Z_]+)=(.*)$/.exec(line) ?? [];
      return name === '' ? [] : [[name, value] as const];
    });
    expect(example.map(([name]) => name).sort()).toEqual([...settingNames].sort());
    expect(readSettings({ ...Object.fromEntries(example), ...least })).toEqual(readSettings(least));
  });
});
