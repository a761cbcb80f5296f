import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { people } from '../../../../src/dev/sandbox/data/people';
import type { RunningSandbox } from '../../../../src/dev/sandbox/serve';
import { get, noon, start } from '../../../support/sandbox/client';

const callback = 'https://localhost:3000/auth/callback';
const verifier = 'a'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const [ada] = people;
if (ada === undefined) throw new Error('nobody lives in the sandbox');

type Params = Readonly<Record<string, string | undefined>>;

const form = (params: Params): URLSearchParams =>
  new URLSearchParams(Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== undefined));

const asked = (sandbox: RunningSandbox, changed: Params = {}): Params => ({
  client_id: sandbox.settings.clientId,
  redirect_uri: callback,
  response_type: 'code',
  scope: 'profile alexa::ask:skills:read',
  state: 'the-state',
  code_challenge: challenge,
  code_challenge_method: 'S256',
  ...changed,
});

const open = (sandbox: RunningSandbox, changed: Params = {}): Promise<Response> =>
  fetch(`${sandbox.url}/ap/oa?${form(asked(sandbox, changed)).toString()}`, { redirect: 'manual' });

const press = (sandbox: RunningSandbox, decision: string, changed: Params = {}): Promise<Response> =>
  fetch(`${sandbox.url}/ap/oa`, {
    method: 'POST',
    redirect: 'manual',
    body: form({ ...asked(sandbox, changed), decision, person: ada.id }),
  });

const returned = (response: Response): URL => new URL(response.headers.get('location') ?? 'nowhere:');

const code = async (sandbox: RunningSandbox, changed: Params = {}): Promise<string> =>
  returned(await press(sandbox, 'allow', changed)).searchParams.get('code') ?? '';

const post = async (sandbox: RunningSandbox, params: Params, headers: Record<string, string> = {}) => {
  const response = await fetch(`${sandbox.url}/auth/o2/token`, { method: 'POST', body: form(params), headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  };
};

const exchange = (sandbox: RunningSandbox, given: string, changed: Params = {}, headers: Record<string, string> = {}) =>
  post(
    sandbox,
    {
      grant_type: 'authorization_code',
      code: given,
      redirect_uri: callback,
      code_verifier: verifier,
      client_id: sandbox.settings.clientId,
      client_secret: sandbox.settings.clientSecret,
      ...changed,
    },
    headers,
  );

const renew = (sandbox: RunningSandbox, refreshToken: unknown, changed: Params = {}) =>
  post(sandbox, {
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
    client_id: sandbox.settings.clientId,
    client_secret: sandbox.settings.clientSecret,
    ...changed,
  });

describe('the sign-in page', () => {
  it('names who asks, what for, and the people to choose from', async () => {
    const sandbox = await start();
    const response = await open(sandbox);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(page).toContain('<title>Amazon sandbox sign-in</title>');
    expect(page).toContain('localhost:3000');
    expect(page).toContain('See your Alexa skills and their metrics');
    for (const { name } of people) expect(page).toContain(name);
  });

  it('writes nothing into the page that could run there', async () => {
    const sandbox = await start();
    const page = await (await open(sandbox, { state: '"><script>alert(1)</script>' })).text();
    expect(page).not.toContain('<script>');
  });

  it.each([
    ['an unregistered return address', { redirect_uri: `${callback}?more=1` }],
    ['an unknown client', { client_id: 'somebody-else' }],
  ])('is a dead end for %s, whichever button is pressed', async (_, changed) => {
    const sandbox = await start();
    for (const response of [await open(sandbox, changed), await press(sandbox, 'allow', changed)]) {
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
      expect(await response.text()).toContain('this sign-in cannot go on');
    }
  });

  it.each([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_type: undefined }, 'invalid_request'],
    [{ scope: 'profile everything' }, 'invalid_scope'],
    [{ scope: undefined }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
  ])('sends the client back where it asks %o', async (changed, error) => {
    const sandbox = await start();
    const url = returned(await open(sandbox, changed));
    expect(url.origin + url.pathname).toBe(callback);
    expect(url.searchParams.get('error')).toBe(error);
    expect(url.searchParams.get('state')).toBe('the-state');
  });

  it("reports the person's refusal to the client", async () => {
    const sandbox = await start();
    const { searchParams } = returned(await press(sandbox, 'cancel'));
    expect(Object.fromEntries(searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'Access not permitted.',
      state: 'the-state',
    });
  });

  it('keeps the query of the return address', async () => {
    const redirect_uri = 'https://localhost:3000/back?kept=1';
    const sandbox = await start({ settings: { redirectUris: [redirect_uri] } });
    const url = returned(await press(sandbox, 'allow', { redirect_uri }));
    expect(url.searchParams.get('kept')).toBe('1');
    expect(url.searchParams.get('code')).not.toBeNull();
  });
});

describe('the token endpoint', () => {
  it('returns tokens for a code, and the profile for a token', async () => {
    const sandbox = await start();
    const { status, headers, body } = await exchange(sandbox, await code(sandbox));
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      access_token: expect.stringMatching(/^Atza\|/) as unknown,
      refresh_token: expect.stringMatching(/^Atzr\|/) as unknown,
      token_type: 'bearer',
      expires_in: 3600,
    });
    const profile = await get(sandbox, '/user/profile', String(body['access_token']));
    expect(profile.body).toEqual({ user_id: ada.id, name: ada.name, email: ada.email });
    expect(String(body['access_token']).length).toBeLessThanOrEqual(2048);
  });

  it('knows the client by Basic as well', async () => {
    const sandbox = await start({ settings: { clientSecret: 'p%s: wörd' } });
    const { clientId, clientSecret } = sandbox.settings;
    const basic = Buffer.from(`${clientId}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const none = { client_id: undefined, client_secret: undefined };
    const { status } = await exchange(sandbox, await code(sandbox), none, { Authorization: `Basic ${basic}` });
    expect(status).toBe(200);
  });

  it('gives a client without its secret no refresh token', async () => {
    const sandbox = await start();
    const { status, body } = await exchange(sandbox, await code(sandbox), { client_secret: undefined });
    expect([status, Object.keys(body)]).toEqual([200, ['access_token', 'token_type', 'expires_in']]);
    const unproven = { code_challenge: undefined, code_challenge_method: undefined };
    const second = await exchange(sandbox, await code(sandbox, unproven), { client_secret: undefined });
    expect([second.status, second.body['error']]).toEqual([401, 'invalid_client']);
  });

  it.each([
    ['a wrong verifier', { code_verifier: 'b'.repeat(43) }, 400, 'invalid_grant'],
    ['no verifier', { code_verifier: undefined }, 400, 'invalid_request'],
    ['another return address', { redirect_uri: 'http://localhost:3000/auth/callback' }, 400, 'invalid_grant'],
    ['a code that never was', { code: 'ANnone' }, 400, 'invalid_grant'],
    ['no code', { code: undefined }, 400, 'invalid_request'],
    ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client'],
    ['another client', { client_id: 'somebody-else' }, 401, 'invalid_client'],
    ['no client', { client_id: undefined }, 400, 'invalid_request'],
    ['no grant type', { grant_type: undefined }, 400, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_, changed, status, error) => {
    const sandbox = await start();
    const answer = await exchange(sandbox, await code(sandbox), changed);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ error, error_description: expect.any(String) as unknown });
  });

  it('takes a code once only', async () => {
    const sandbox = await start();
    const given = await code(sandbox);
    expect((await exchange(sandbox, given)).status).toBe(200);
    expect((await exchange(sandbox, given)).body['error']).toBe('invalid_grant');
  });

  it('takes a code for five minutes', async () => {
    let now = noon;
    const sandbox = await start({ now: () => now });
    const [early, late] = [await code(sandbox), await code(sandbox)];
    now = noon + 299_999;
    expect((await exchange(sandbox, early)).status).toBe(200);
    now = noon + 300_000;
    expect((await exchange(sandbox, late)).body['error']).toBe('invalid_grant');
  });

  it('writes expires_in as a text where the settings say so', async () => {
    const sandbox = await start({ settings: { expiresIn: 'string', accessTokenTtlS: 60 } });
    expect((await exchange(sandbox, await code(sandbox))).body['expires_in']).toBe('60');
  });
});

describe('tokens', () => {
  it('end when their time is over, and a renewed one works', async () => {
    let now = noon;
    const sandbox = await start({ now: () => now });
    const { accessToken, refreshToken } = sandbox.tokensFor();
    now = noon + 3_599_999;
    expect((await get(sandbox, '/v1/vendors', accessToken)).status).toBe(200);
    now = noon + 3_600_000;
    expect((await get(sandbox, '/v1/vendors', accessToken)).status).toBe(401);
    const { body } = await renew(sandbox, refreshToken);
    expect(body['refresh_token']).toBe(refreshToken);
    expect((await get(sandbox, '/v1/vendors', String(body['access_token']))).status).toBe(200);
  });

  it('can be made to expire, but not the refresh token with them', async () => {
    const sandbox = await start();
    const { accessToken, refreshToken } = sandbox.tokensFor();
    sandbox.grants.expireAccessTokens();
    expect((await get(sandbox, '/v1/vendors', accessToken)).status).toBe(401);
    const { body } = await renew(sandbox, refreshToken);
    expect((await get(sandbox, '/v1/vendors', String(body['access_token']))).status).toBe(200);
  });

  it('can be revoked', async () => {
    const sandbox = await start();
    const { refreshToken } = sandbox.tokensFor();
    sandbox.grants.revoke(refreshToken);
    const { status, body } = await renew(sandbox, refreshToken);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('rotate where the settings say so: the old refresh token ends', async () => {
    const sandbox = await start({ settings: { refreshTokens: 'rotate' } });
    const { refreshToken } = sandbox.tokensFor();
    const { body } = await renew(sandbox, refreshToken);
    expect(body['refresh_token']).not.toBe(refreshToken);
    expect((await renew(sandbox, refreshToken)).body['error']).toBe('invalid_grant');
    expect((await renew(sandbox, body['refresh_token'])).status).toBe(200);
  });

  it('outlive a restart of the sandbox', async () => {
    const [before, after] = [await start(), await start()];
    expect((await renew(after, before.tokensFor().refreshToken)).status).toBe(200);
  });

  it.each([
    ['an access token', 'accessToken'],
    ['a forged token', undefined],
  ] as const)('are not renewed with %s', async (_, kind) => {
    const sandbox = await start();
    const tokens = sandbox.tokensFor();
    const given = kind === undefined ? `${tokens.refreshToken.slice(0, -1)}!` : tokens[kind];
    expect((await renew(sandbox, given)).body['error']).toBe('invalid_grant');
  });

  it('are not renewed without the secret of the client', async () => {
    const sandbox = await start();
    const answer = await renew(sandbox, sandbox.tokensFor().refreshToken, { client_secret: undefined });
    expect([answer.status, answer.body['error']]).toEqual([401, 'invalid_client']);
  });
});

describe('the profile', () => {
  it.each([
    ['alexa::ask:skills:read', 401, { error: 'insufficient_scope' }],
    ['profile:user_id', 200, { user_id: ada.id }],
  ])('goes by the scope %s', async (scope, status, body) => {
    const sandbox = await start();
    const { accessToken } = sandbox.grants.issue({ person: ada, scopes: [scope] });
    const answer = await get(sandbox, '/user/profile', accessToken);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(body);
  });

  it('is refused for an invalid token', async () => {
    const sandbox = await start();
    expect(await get(sandbox, '/user/profile', 'Atza|none')).toMatchObject({
      status: 400,
      body: { error: 'invalid_token' },
    });
  });
});
