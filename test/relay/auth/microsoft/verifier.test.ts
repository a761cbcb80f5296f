import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/core/domain/failure';
import { standIn, type TokenOptions } from '../../../../src/dev/entra/issuer';
import { type RunningIssuer, startIssuer } from '../../../../src/dev/entra/serve';
import { createMicrosoftVerifier, type MicrosoftVerifier } from '../../../../src/relay/auth/microsoft/verifier';
import { TestClock } from '../../../support/relay/fakes/test-clock';

const { clientId, tenant, person } = standIn;
const otherTenant = '9188040d-6c67-4c5b-b112-36a304b66dad';
const hour = 3_600_000;

let clock: TestClock;
let entra: RunningIssuer;
let verifier: MicrosoftVerifier;

const create = (change: { tenants?: readonly string[]; timeoutMs?: number; fetch?: typeof fetch } = {}) =>
  createMicrosoftVerifier({
    clientId,
    tenants: [tenant],
    publicUrl: 'https://metrics.example.com',
    authority: entra.url,
    fetch,
    now: clock.now,
    ...change,
  });

beforeEach(async () => {
  clock = new TestClock();
  entra = await startIssuer({ now: clock.now });
  verifier = create();
});
afterEach(() => entra.stop());

const token = (options?: TokenOptions): string => entra.issuer.mint(options);

/** The failure of a token; fails where there is none. */
const refused = async (given: string, by = verifier, signal?: AbortSignal): Promise<FailureError> => {
  const error: unknown = await by.verify(given, signal).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof FailureError) return error;
  throw new Error('The token was accepted, or failed in another way.', { cause: error });
};
const codeOf = async (given: string, by = verifier): Promise<string> => (await refused(given, by)).failure.code;

describe('a token that Excel got for this add-in', () => {
  it('tells who the person is by IDs alone', async () => {
    expect(await verifier.verify(token())).toEqual({ tenant, id: person });
  });

  it.each([
    ['the client ID', clientId],
    ['the Application ID URI', `api://metrics.example.com/${clientId}`],
  ])('may name its audience by %s', async (_, audience) => {
    expect(await verifier.verify(token({ audience }))).toEqual({ tenant, id: person });
  });

  it('may hold further scopes, and come from a clock that is a little ahead or behind', async () => {
    const scope = 'profile access_as_user openid';
    await expect(verifier.verify(token({ scope, notBeforeS: 50 }))).resolves.toBeDefined();
    await expect(verifier.verify(token({ expiresInS: -50 }))).resolves.toBeDefined();
  });

  it('names the same person whatever the case of the IDs', async () => {
    const claims = { oid: person.toUpperCase() };
    expect(await verifier.verify(token({ claims }))).toEqual({ tenant, id: person });
  });

  it('may be of any tenant, that of personal accounts included, when no tenants are named', async () => {
    const open = create({ tenants: [] });
    expect(await open.verify(token({ tenant: otherTenant }))).toEqual({ tenant: otherTenant, id: person });
    expect(await open.verify(token())).toEqual({ tenant, id: person });
  });
});

describe('a token is refused as no sign-in', () => {
  it.each<[string, TokenOptions]>([
    ['when it has expired', { expiresInS: -61 }],
    ['when it is not valid yet', { notBeforeS: 61 }],
    ['when it is meant for another application', { audience: randomUUID() }],
    ['when it is meant for another host', { audience: `api://evil.example/${clientId}` }],
    ['when the issuer is another service', { issuer: `https://evil.example/${tenant}/v2.0` }],
    ['when the issuer is that of another tenant than it claims', { claims: { tid: otherTenant } }],
    ['when it is not signed', { algorithm: 'none' }],
    ['when the public key is its secret', { algorithm: 'HS256' }],
    ['when a foreign key signed it under the ID of a known one', { key: 'foreign' }],
    ['when nobody knows its key', { kid: randomUUID() }],
    ['when it has no expiry', { claims: { exp: undefined } }],
    ['when it names no person', { claims: { oid: undefined } }],
    ['when the person is no ID', { claims: { oid: 'ada@contoso.example' } }],
    ['when it names no tenant', { claims: { tid: undefined } }],
  ])('%s', async (_, options) => {
    expect(await codeOf(token(options))).toBe('sign_in_required');
  });

  it.each([
    ['empty', ''],
    ['no token', 'Bearer'],
    ['far too long', 'x'.repeat(100_000)],
  ])('when it is %s', async (_, text) => expect(await codeOf(text)).toBe('sign_in_required'));

  it('when it is longer than any of Microsoft, although it is right', async () => {
    expect(await codeOf(token({ claims: { groups: 'x'.repeat(40_000) } }))).toBe('sign_in_required');
  });

  it.each(['none', 'HS256'] as const)('by its algorithm %s alone, before a key is asked for', async (algorithm) => {
    expect(await codeOf(token({ algorithm }))).toBe('sign_in_required');
    expect(entra.issuer.asked).toBe(0);
  });

  it('when the issuer is another, and the key does not say whose it is', async () => {
    entra.issuer.rotate({ tenant: 'unsaid' });
    await expect(verifier.verify(token())).resolves.toBeDefined();
    expect(await codeOf(token({ issuer: `${entra.url}/${otherTenant}/v2.0` }))).toBe('sign_in_required');
  });

  it('when its key is not one for signatures', async () => {
    entra.issuer.rotate({ use: 'enc' });
    expect(await codeOf(token())).toBe('sign_in_required');
  });

  it('when its claims were changed after it was signed', async () => {
    const [header = '', , signature = ''] = token().split('.');
    const [, payload = ''] = token({ oid: randomUUID() }).split('.');
    expect(await codeOf([header, payload, signature].join('.'))).toBe('sign_in_required');
  });

  it('when the key that signed it belongs to one other tenant', async () => {
    entra.issuer.rotate({ tenant: otherTenant });
    expect(await codeOf(token())).toBe('sign_in_required');
    await expect(create({ tenants: [] }).verify(token({ tenant: otherTenant }))).resolves.toBeDefined();
  });
});

describe('a token is refused, with the remedy,', () => {
  it('when its tenant is not named', async () => {
    expect((await refused(token({ tenant: otherTenant }))).failure).toEqual({
      code: 'forbidden',
      message: `Your organization (Microsoft tenant ${otherTenant}) isn't allowed to use this server.`,
      advice:
        'Sign in to Excel with another account, or ask your administrator to add the tenant to MICROSOFT_TENANTS.',
    });
  });

  it.each([['openid profile'], ['access_as_users'], ['']])('when its scopes are "%s"', async (scope) => {
    const { failure } = await refused(token({ scope }));
    expect(failure.code).toBe('forbidden');
    expect(failure.advice).toContain('access_as_user');
  });

  it('when it is of version 1', async () => {
    const { failure } = await refused(token({ version: '1.0', issuer: `https://sts.windows.net/${tenant}/` }));
    expect(failure.code).toBe('forbidden');
    expect(failure.advice).toContain('requestedAccessTokenVersion to 2');
  });
});

it('no refusal holds a part of the token, nor name or e-mail of the person', async () => {
  const tokens = [{ expiresInS: -100 }, { audience: 'other' }, { scope: '' }, { tenant: otherTenant }].map(token);
  for (const one of tokens) {
    const error = await refused(one);
    const texts: string[] = [];
    for (let at: unknown = error; at instanceof Error; at = at.cause)
      texts.push(at.message, at.stack ?? '', JSON.stringify(Object.entries(at)));
    const told = texts.join('\n');
    for (const part of one.split('.')) expect(told).not.toContain(part);
    expect(told).not.toMatch(/ada/i);
  }
});

describe("Microsoft's keys", () => {
  it('are fetched once for many tokens', async () => {
    const warned: string[] = [];
    const warn = ({ name }: Error): void => void warned.push(name);
    process.on('warning', warn);
    await Promise.all(Array.from({ length: 50 }, () => verifier.verify(token())));
    process.off('warning', warn);
    expect(entra.issuer.asked).toBe(1);
    expect(warned).toEqual([]);
  });

  it('may change: a token with a new key is accepted at once, and one with the old key for as long as it is published', async () => {
    await verifier.verify(token());
    clock.pass(60_000);
    entra.issuer.rotate();
    await expect(verifier.verify(token())).resolves.toBeDefined();
    await expect(verifier.verify(token({ key: 'former' }))).resolves.toBeDefined();
    expect(entra.issuer.asked).toBe(2);
  });

  it('may be withdrawn: the old key ends with the next fetch, after an hour at the latest', async () => {
    await verifier.verify(token());
    entra.issuer.rotate({ keep: false });
    clock.pass(hour - 1);
    await expect(verifier.verify(token({ key: 'former' }))).resolves.toBeDefined();
    clock.pass(1);
    expect(await codeOf(token({ key: 'former' }))).toBe('sign_in_required');
    await expect(verifier.verify(token())).resolves.toBeDefined();
  });

  it('are not asked for by a flood of tokens with unknown keys', async () => {
    await verifier.verify(token());
    clock.pass(31_000);
    for (let i = 0; i < 200; i += 1) expect(await codeOf(token({ kid: randomUUID() }))).toBe('sign_in_required');
    expect(entra.issuer.asked).toBe(2);
  });

  it.each(['down', 'redirect', 'empty', 'nonsense', 'endless'] as const)(
    'that cannot be had (%s) are told as such, and asked for every five seconds at most',
    async (fault) => {
      entra.issuer.fault = fault;
      for (let i = 0; i < 20; i += 1) expect(await codeOf(token())).toBe('unavailable');
      expect(entra.issuer.asked).toBe(1);
      clock.pass(5_000);
      expect(await codeOf(token())).toBe('unavailable');
      expect(entra.issuer.asked).toBe(2);
      entra.issuer.fault = 'none';
      clock.pass(5_000);
      await expect(verifier.verify(token())).resolves.toBeDefined();
    },
  );

  it('that are known serve on through an outage of less than a day', async () => {
    await verifier.verify(token());
    entra.issuer.fault = 'down';
    clock.pass(23 * hour);
    await expect(verifier.verify(token())).resolves.toBeDefined();
    expect(await codeOf(token({ kid: randomUUID() }))).toBe('unavailable');
    clock.pass(hour);
    expect(await codeOf(token())).toBe('unavailable');
  });

  it('that do not come are waited for no longer than the limit', async () => {
    entra.issuer.fault = 'silent';
    expect(await codeOf(token(), create({ timeoutMs: 20 }))).toBe('unavailable');
  });

  it('are not waited for by who has left', async () => {
    entra.issuer.fault = 'silent';
    const leaving = new AbortController();
    const asking = refused(token(), verifier, leaving.signal);
    leaving.abort();
    expect((await asking).failure.code).toBe('cancelled');
  });

  it('are asked for at the one address, without the token', async () => {
    const seen: string[] = [];
    const watching: typeof fetch = (input, init) => {
      seen.push(`${init?.method ?? 'GET'} ${input instanceof Request ? input.url : input.toString()}`);
      expect(init).toMatchObject({ redirect: 'manual' });
      expect(new Headers(init?.headers).has('authorization')).toBe(false);
      return fetch(input, init);
    };
    await create({ fetch: watching }).verify(token());
    expect(seen).toEqual([`GET ${entra.url}/common/discovery/v2.0/keys`]);
  });
});
