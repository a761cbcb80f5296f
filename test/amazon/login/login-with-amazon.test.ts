import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createLwa, type LwaDeps } from '../../../src/amazon/login/login-with-amazon';
import { FailureError, textOf } from '../../../src/core/domain/failure';
import { closedPort, type Reply, serveInTurn } from '../../support/amazon/server';
import { failureFrom } from '../../support/amazon/smapi';

const now = Date.UTC(2026, 10, 1);
const redirectUri = 'https://metrics.example.com/auth/callback';
const secrets = ['s3cr3t', 'Atza', 'Atzr', 'the-code'];
const granted = {
  body: { access_token: 'Atza|1', refresh_token: 'Atzr|1', token_type: 'bearer', expires_in: 3600 },
};

const settingsFor = (url: string): LwaDeps => ({
  clientId: 'amzn1.application-oa2-client.1',
  clientSecret: 's3cr3t',
  scope: 'profile alexa::ask:skills:read',
  authorizeEndpoint: 'https://www.amazon.com/ap/oa',
  tokenEndpoint: `${url}/auth/o2/token`,
  profileEndpoint: `${url}/user/profile`,
  random: () => 0,
  sleep: () => Promise.resolve(),
});

/** Login with Amazon as it answers in turn, and a sign-in that has come back from its page. */
const against = async (replies: readonly Reply[], settings: Partial<LwaDeps> = {}) => {
  const { url, received } = await serveInTurn(...replies);
  const lwa = createLwa({ ...settingsFor(url), ...settings }, () => now);
  const begun = await lwa.begin(redirectUri);
  const finish = (query: Record<string, string> = { code: 'the-code', state: begun.state }) =>
    lwa.finish({ ...begun, redirectUri, callbackUrl: `${redirectUri}?${new URLSearchParams(query).toString()}` });
  return { lwa, begun, finish, received };
};

const form = (body = ''): Record<string, string> => Object.fromEntries(new URLSearchParams(body));

/** The code and text of a failure, which must hold no secret, nor must its causes. */
const told = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.catch((thrown: unknown) => thrown);
  if (!(error instanceof FailureError)) throw new Error('it did not fail', { cause: error });
  for (const secret of secrets) expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secret);
  return `${error.failure.code}: ${textOf(error.failure)}`.replace(/:\d+\)/, ')');
};

describe('beginning', () => {
  it("leads to Amazon's page with everything it needs, and no secret", async () => {
    const { begun } = await against([]);
    const url = new URL(begun.url);
    expect(url.origin + url.pathname).toBe('https://www.amazon.com/ap/oa');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'amzn1.application-oa2-client.1',
      scope: 'profile alexa::ask:skills:read',
      response_type: 'code',
      redirect_uri: redirectUri,
      state: begun.state,
      code_challenge: createHash('sha256').update(begun.verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  it('is different every time', async () => {
    const { lwa, begun } = await against([]);
    const other = await lwa.begin(redirectUri);
    expect(other.state).not.toBe(begun.state);
    expect(other.verifier).not.toBe(begun.verifier);
  });
});

describe('finishing', () => {
  it('exchanges the code for tokens, with secret and verifier in the body', async () => {
    const { begun, finish, received } = await against([granted]);
    expect(await finish()).toEqual({ accessToken: 'Atza|1', refreshToken: 'Atzr|1', expiresAt: now + 3_600_000 });
    expect(received[0]).toMatchObject({ method: 'POST', path: '/auth/o2/token', params: {} });
    expect(form(received[0]?.body)).toEqual({
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: redirectUri,
      code_verifier: begun.verifier,
      client_id: 'amzn1.application-oa2-client.1',
      client_secret: 's3cr3t',
    });
  });

  it.each([
    ['a lifetime in text', { expires_in: '1800' }, 1_800_000],
    ['no lifetime', { expires_in: undefined }, 3_600_000],
    ['a type in capitals', { token_type: 'Bearer' }, 3_600_000],
  ])('takes %s', async (_, difference, lifetimeMs) => {
    const { finish } = await against([{ body: { ...granted.body, ...difference } }]);
    expect((await finish()).expiresAt).toBe(now + lifetimeMs);
  });

  it('takes an answer without refresh token', async () => {
    const { finish } = await against([{ body: { ...granted.body, refresh_token: undefined } }]);
    expect(await finish()).not.toHaveProperty('refreshToken');
  });

  it('sends what Amazon redirected to, wherever the server believes itself to be', async () => {
    const { lwa, begun, received } = await against([granted]);
    const callbackUrl = `http://10.0.0.7:8080/auth/callback?code=the-code&scope=profile&state=${begun.state}`;
    await lwa.finish({ ...begun, redirectUri, callbackUrl });
    expect(form(received[0]?.body)['redirect_uri']).toBe(redirectUri);
  });

  it('is done once, as a code works once', async () => {
    const { finish, received } = await against([{ status: 503 }]);
    expect(await told(finish())).toMatchInlineSnapshot(
      `"unavailable: Amazon's service is unavailable right now (HTTP 503). Try again in a few minutes."`,
    );
    expect(received).toHaveLength(1);
  });

  it('can be cancelled', async () => {
    const { lwa, begun } = await against(['hang']);
    const callbackUrl = `${redirectUri}?code=the-code&state=${begun.state}`;
    const signal = AbortSignal.abort();
    expect((await failureFrom(lwa.finish({ ...begun, redirectUri, callbackUrl, signal }))).code).toBe('cancelled');
  });
});

describe("what Amazon's page may send back", () => {
  const returned = async (query: (state: string) => Record<string, string>): Promise<string> => {
    const { begun, finish, received } = await against([granted]);
    const text = await told(finish(query(begun.state)));
    expect(received).toEqual([]);
    return text;
  };

  it('a refusal', async () => {
    const text = await returned((state) => ({
      error: 'access_denied',
      error_description: 'Access not permitted.',
      state,
    }));
    expect(text).toMatchInlineSnapshot(
      `"sign_in_required: You didn't allow access on Amazon's page. Sign in again and choose "Allow" so that the add-in can read your metrics."`,
    );
  });

  it('a scope that it does not know', async () => {
    const text = await returned((state) => ({
      error: 'invalid_scope',
      error_description: 'An unknown scope was requested',
      state,
    }));
    expect(text).toMatchInlineSnapshot(
      `"internal: Amazon doesn't grant what the sign-in asks for (invalid_scope). Ask your administrator to check LWA_SCOPE."`,
    );
  });

  it('a client that it does not know', async () => {
    expect(await returned((state) => ({ error: 'unauthorized_client', state }))).toMatchInlineSnapshot(
      `"internal: Amazon refused the sign-in (unauthorized_client). Ask your administrator to check LWA_CLIENT_ID and the client's allowed return URLs."`,
    );
  });

  it('a fault of its own', async () => {
    expect(await returned((state) => ({ error: 'server_error', state }))).toMatchInlineSnapshot(
      `"unavailable: Amazon's sign-in page failed (server_error). Try again in a few minutes."`,
    );
  });

  it("another sign-in's state", async () => {
    expect(await returned(() => ({ code: 'the-code', state: 'forged' }))).toMatchInlineSnapshot(
      `"sign_in_required: The response from Amazon's sign-in page doesn't match the sign-in that was started. Sign in again."`,
    );
  });

  it('no state', async () => {
    expect(await returned(() => ({ error: 'access_denied' }))).toMatch(/^sign_in_required/);
  });

  it('neither code nor error', async () => {
    expect(await returned((state) => ({ state }))).toMatch(/^sign_in_required/);
  });

  it('a state given twice', async () => {
    const { lwa, begun, received } = await against([granted]);
    const callbackUrl = `${redirectUri}?code=the-code&state=${begun.state}&state=forged`;
    expect(await told(lwa.finish({ ...begun, redirectUri, callbackUrl }))).toMatch(/^sign_in_required/);
    expect(received).toEqual([]);
  });
});

describe('what the token endpoint may answer', () => {
  const failed = async (reply: Reply): Promise<string> => told((await against([reply])).finish());

  it('a stale code', async () => {
    expect(await failed({ status: 400, body: { error: 'invalid_grant' } })).toMatchInlineSnapshot(
      `"sign_in_required: Amazon didn't accept the sign-in code: it has expired or was already used. Sign in again."`,
    );
  });

  it('a wrong secret', async () => {
    const body = { error: 'invalid_client', error_description: 'Client authentication failed' };
    const headers = { 'www-authenticate': 'Basic realm="LWA"', 'content-type': 'application/json' };
    expect(await failed({ status: 401, body, headers })).toMatchInlineSnapshot(
      `"internal: Amazon doesn't accept the add-in's credentials (invalid_client). Ask your administrator to check LWA_CLIENT_ID and LWA_CLIENT_SECRET."`,
    );
  });

  it('a request that it does not like', async () => {
    const body = { error: 'invalid_request', error_description: 'Not a whitelisted redirect_uri' };
    expect(await failed({ status: 400, body })).toMatchInlineSnapshot(
      `"internal: Amazon refused to issue tokens (invalid_request). Ask your administrator to check the LWA settings and the client's allowed return URLs."`,
    );
  });

  it('throttling', async () => {
    expect(await failed({ status: 429 })).toMatchInlineSnapshot(
      `"throttled: Amazon is limiting requests right now (HTTP 429). Wait a minute, then try again."`,
    );
  });

  it("a gateway's page", async () => {
    expect(await failed({ status: 404, body: '<html>Not Found</html>' })).toMatchInlineSnapshot(
      `"bad_answer: Amazon's answer for the sign-in is invalid: it is HTTP 404 without an OAuth error. Try again. If it keeps happening, contact your administrator."`,
    );
  });

  it('no JSON', async () => {
    expect(await failed({ body: '<html>' })).toMatchInlineSnapshot(
      `"bad_answer: Amazon's answer for the sign-in is invalid: "response" body must be a top level object. Try again. If it keeps happening, contact your administrator."`,
    );
  });

  it('no access token', async () => {
    expect(await failed({ body: { ...granted.body, access_token: undefined } })).toMatchInlineSnapshot(
      `"bad_answer: Amazon's answer for the sign-in is invalid: "response" body "access_token" property must be a string. Try again. If it keeps happening, contact your administrator."`,
    );
  });

  it('another type of token', async () => {
    expect(await failed({ body: { ...granted.body, token_type: 'mac' } })).toMatchInlineSnapshot(
      `"bad_answer: Amazon's answer for the sign-in is invalid: unsupported \`token_type\` value. Try again. If it keeps happening, contact your administrator."`,
    );
  });

  it('nothing, as the connection breaks', async () => {
    expect(await failed('reset')).toMatchInlineSnapshot(
      `"unavailable: Couldn't reach Amazon (127.0.0.1): the connection was lost. Try again in a moment. If it keeps happening, ask your administrator to check the server's network."`,
    );
  });

  it('nothing, as nobody is there', async () => {
    const { finish } = await against([], { tokenEndpoint: await closedPort() });
    expect(await told(finish())).toMatch(/connection was refused/);
  });

  it('nothing in time', async () => {
    const { finish } = await against(['hang'], { requestTimeoutMs: 20 });
    expect(await told(finish())).toMatchInlineSnapshot(
      `"unavailable: Amazon (127.0.0.1) didn't answer within 0.02 seconds. Try again in a few minutes."`,
    );
  });
});

describe('refreshing', () => {
  it('returns a new access token and keeps the refresh token', async () => {
    const { lwa, received } = await against([{ body: { ...granted.body, refresh_token: undefined } }]);
    expect(await lwa.refresh('Atzr|kept')).toEqual({
      accessToken: 'Atza|1',
      refreshToken: 'Atzr|kept',
      expiresAt: now + 3_600_000,
    });
    expect(form(received[0]?.body)).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'Atzr|kept',
      client_id: 'amzn1.application-oa2-client.1',
      client_secret: 's3cr3t',
    });
  });

  it('takes the new refresh token where there is one', async () => {
    const { lwa } = await against([{ body: { ...granted.body, refresh_token: 'Atzr|2' } }]);
    expect((await lwa.refresh('Atzr|1')).refreshToken).toBe('Atzr|2');
  });

  it('survives faults that pass', async () => {
    const { lwa, received } = await against([{ status: 500 }, 'reset', { status: 429 }, granted]);
    expect((await lwa.refresh('Atzr|1')).accessToken).toBe('Atza|1');
    expect(received).toHaveLength(4);
  });

  it('ends where Amazon no longer honours the token', async () => {
    const { lwa, received } = await against([{ status: 400, body: { error: 'invalid_grant' } }]);
    expect(await told(lwa.refresh('Atzr|1'))).toMatchInlineSnapshot(
      `"sign_in_required: Amazon no longer accepts your sign-in: access was removed or has expired. Sign in again."`,
    );
    expect(received).toHaveLength(1);
  });

  it('loses patience', async () => {
    const { lwa } = await against(['hang'], { patienceMs: 20 });
    expect(await told(lwa.refresh('Atzr|1'))).toMatch(/^unavailable: .* didn't answer within 0.02 seconds/);
  });

  it('can be cancelled', async () => {
    const { lwa } = await against(['hang']);
    expect((await failureFrom(lwa.refresh('Atzr|1', AbortSignal.abort()))).code).toBe('cancelled');
  });
});

describe('the profile', () => {
  it('returns the account of a token', async () => {
    const { lwa, received } = await against([
      { body: { user_id: 'amzn1.account.1', name: 'Ada', email: 'ada@example.com' } },
    ]);
    expect(await lwa.profile('Atza|1')).toEqual({ id: 'amzn1.account.1', name: 'Ada', email: 'ada@example.com' });
    expect(received[0]).toMatchObject({
      method: 'GET',
      path: '/user/profile',
      headers: { authorization: 'Bearer Atza|1' },
    });
  });

  it('may hold the id alone', async () => {
    const { lwa } = await against([{ body: { user_id: 'amzn1.account.1', name: null } }]);
    expect(await lwa.profile('Atza|1')).toEqual({ id: 'amzn1.account.1' });
  });

  it.each([[{ status: 400, body: { error: 'invalid_token' } }], [{ status: 401, body: '' }]])(
    'of a token that is no longer accepted: %j',
    async (reply) => {
      const { lwa } = await against([reply]);
      expect(await told(lwa.profile('Atza|1'))).toBe(
        'sign_in_required: Amazon no longer accepts your sign-in when the add-in reads your profile. Sign in again.',
      );
    },
  );

  it('of a token without the scope for it', async () => {
    const { lwa } = await against([{ status: 403, body: { error: 'insufficient_scope' } }]);
    expect(await told(lwa.profile('Atza|1'))).toMatchInlineSnapshot(
      `"internal: The sign-in doesn't include permission to read your profile. Ask your administrator to add "profile" to LWA_SCOPE."`,
    );
  });

  it('that has no id', async () => {
    const { lwa } = await against([{ body: { name: 'Ada' } }]);
    expect(await told(lwa.profile('Atza|1'))).toMatchInlineSnapshot(
      `"bad_answer: Amazon's answer for the profile of this account is invalid: user_id is missing. Try again. If it keeps happening, contact your administrator."`,
    );
  });

  it('survives faults that pass', async () => {
    const { lwa } = await against([{ status: 503 }, { body: { user_id: 'amzn1.account.1' } }]);
    expect(await lwa.profile('Atza|1')).toEqual({ id: 'amzn1.account.1' });
  });
});

it.each(['authorizeEndpoint', 'tokenEndpoint', 'profileEndpoint'] as const)(
  'an %s that would carry secrets in the clear is refused by the name of its setting',
  (setting) => {
    const settings = { ...settingsFor('http://localhost:1'), [setting]: 'http://api.example.com/' };
    const name = setting.replace(/E/, '_E').toUpperCase();
    expect(() => createLwa(settings)).toThrow(`LWA_${name} is "http://api.example.com/"`);
  },
);
