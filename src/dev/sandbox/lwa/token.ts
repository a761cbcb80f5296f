import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { World } from '../context';
import { echoOf } from '../faults/echo';
import type { Settings } from '../settings';
import type { CodeGrant, Grants, Tokens } from './grants';

const fields = v.object({
  grant_type: v.optional(v.string(), ''),
  code: v.optional(v.string(), ''),
  redirect_uri: v.optional(v.string(), ''),
  code_verifier: v.exactOptional(v.string()),
  refresh_token: v.optional(v.string(), ''),
  client_id: v.exactOptional(v.string()),
  client_secret: v.exactOptional(v.string()),
});
type Fields = v.InferOutput<typeof fields>;

interface Refusal {
  readonly status: 400 | 401;
  readonly error: string;
  readonly description: string;
}

const refused = (error: string, description: string, status: 400 | 401 = 400): Refusal => ({
  status,
  error,
  description,
});
const missing = (name: string) => refused('invalid_request', `The request is missing a required parameter : ${name}`);
const badGrant = (name: string) => refused('invalid_grant', `The request has an invalid grant parameter : ${name}`);

interface Client {
  readonly id: string;
  readonly secret: string | undefined;
}

/** What was form-encoded; what was not stays as it is. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The client's own sign-in: Basic (RFC 6749, 2.3.1, each half form-encoded) or in the body. */
const clientOf = ({ client_id, client_secret }: Fields, authorization: string | undefined): Client => {
  const [, basic] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
  if (basic === undefined) return { id: client_id ?? '', secret: client_secret };
  const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decoded(id), secret: decoded(secret) };
};

const clientRefusal = ({ id, secret }: Client, settings: Settings): Refusal | undefined => {
  if (id === '') return missing('client_id');
  const known = id === settings.clientId && (secret === undefined || secret === settings.clientSecret);
  return known ? undefined : refused('invalid_client', 'Client authentication failed', 401);
};

const s256 = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

const codeRefusal = (grant: CodeGrant, { redirect_uri, code_verifier }: Fields): Refusal | undefined => {
  if (grant.redirectUri !== redirect_uri) return badGrant('redirect_uri');
  if (grant.challenge === undefined) return undefined;
  if (code_verifier === undefined) return missing('code_verifier');
  return s256(code_verifier) === grant.challenge ? undefined : badGrant('code_verifier');
};

const fromCode = (asked: Fields, client: Client, grants: Grants): Partial<Tokens> | Refusal => {
  if (asked.code === '') return missing('code');
  if (asked.redirect_uri === '') return missing('redirect_uri');
  const grant = grants.redeem(asked.code);
  if (grant === undefined) return badGrant('code');
  // A client without a secret must prove itself by PKCE, and gets no refresh token.
  if (client.secret === undefined && grant.challenge === undefined)
    return refused('invalid_client', 'Client authentication failed', 401);
  const refusal = codeRefusal(grant, asked);
  if (refusal !== undefined) return refusal;
  const { accessToken, refreshToken } = grants.issue(grant);
  return client.secret === undefined ? { accessToken } : { accessToken, refreshToken };
};

const fromRefreshToken = (asked: Fields, client: Client, grants: Grants): Partial<Tokens> | Refusal => {
  if (asked.refresh_token === '') return missing('refresh_token');
  if (client.secret === undefined) return refused('invalid_client', 'Client authentication failed', 401);
  return grants.renew(asked.refresh_token) ?? badGrant('refresh_token');
};

const answer = (asked: Fields, client: Client, grants: Grants): Partial<Tokens> | Refusal => {
  switch (asked.grant_type) {
    case 'authorization_code':
      return fromCode(asked, client, grants);
    case 'refresh_token':
      return fromRefreshToken(asked, client, grants);
    case '':
      return missing('grant_type');
    default:
      return refused(
        'unsupported_grant_type',
        'The authorization grant type is not supported by the authorization server',
      );
  }
};

/**
 * The token endpoint. Source: Login with Amazon, "Authorization Code Grant"; RFC 6749, 5; RFC 7636, 4.6.
 * Amazon's own client for Node calls it `/auth/O2/token`.
 */
export const token = ({ settings }: World, grants: Grants): Hono => {
  const app = new Hono();
  app.post('/auth/:o2{[oO]2}/token', async (c) => {
    c.header('Cache-Control', 'no-store');
    c.header('Pragma', 'no-cache');
    const asked = v.parse(fields, await c.req.parseBody());
    const client = clientOf(asked, c.req.header('Authorization'));
    const given = clientRefusal(client, settings) ?? answer(asked, client, grants);
    if ('error' in given) {
      const echo = echoOf(settings, [client.secret, asked.code, asked.code_verifier, asked.refresh_token]);
      return c.json({ error: given.error, error_description: given.description + echo }, given.status);
    }
    const seconds = settings.accessTokenTtlS;
    return c.json({
      access_token: given.accessToken,
      ...(given.refreshToken === undefined ? {} : { refresh_token: given.refreshToken }),
      token_type: 'bearer',
      expires_in: settings.expiresIn === 'string' ? String(seconds) : seconds,
    });
  });
  return app;
};
