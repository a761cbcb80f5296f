import { Hono } from 'hono';
import * as v from 'valibot';
import type { World } from '../context';
import { personOf } from '../data/people';
import { echoOf } from '../faults/echo';
import type { Settings } from '../settings';
import type { Grants } from './grants';
import { isScope, scopesIn } from './scopes';
import { dead, signInPage } from './sign-in-page';

const fields = v.object({
  client_id: v.optional(v.string(), ''),
  redirect_uri: v.optional(v.string(), ''),
  response_type: v.optional(v.string(), ''),
  scope: v.optional(v.string(), ''),
  state: v.exactOptional(v.string()),
  code_challenge: v.exactOptional(v.string()),
  code_challenge_method: v.exactOptional(v.string()),
});
type Asked = v.InferOutput<typeof fields>;

interface Refusal {
  readonly error: string;
  readonly description: string;
}

const refusal = (error: string, description: string): Refusal => ({ error, description });

/** Errors that the client may know (RFC 6749, 4.1.2.1; RFC 7636, 4.4.1). */
const refusalOf = (asked: Asked): Refusal | undefined => {
  const scopes = scopesIn(asked.scope);
  if (asked.response_type === '') return refusal('invalid_request', 'Missing required parameter: response_type');
  if (asked.response_type !== 'code')
    return refusal('unsupported_response_type', 'The authorization server does not support this response type');
  if (scopes.length === 0) return refusal('invalid_request', 'Missing required parameter: scope');
  if (!scopes.every(isScope)) return refusal('invalid_scope', 'An unknown scope was requested');
  const { code_challenge: challenge, code_challenge_method: method } = asked;
  if (challenge === undefined) return undefined;
  if (method !== 'S256') return refusal('invalid_request', 'Invalid parameter: code_challenge_method');
  if (!/^[\w-]{43}$/.test(challenge)) return refusal('invalid_request', 'Invalid parameter: code_challenge');
  return undefined;
};

/** Errors that must not be sent anywhere: who asks is unknown. */
const stranger = (asked: Asked, settings: Settings) => {
  if (asked.client_id !== settings.clientId)
    return dead(`The client id “${asked.client_id}” is unknown.`, 'The sandbox knows the one in SANDBOX_CLIENT_ID.');
  if (!settings.redirectUris.includes(asked.redirect_uri))
    return dead(
      `The return address “${asked.redirect_uri}” is not registered for this client.`,
      `Registered in SANDBOX_REDIRECT_URIS: ${settings.redirectUris.join(', ')}`,
    );
  return undefined;
};

const back = ({ redirect_uri, state }: Asked, answer: Readonly<Record<string, string>>): string => {
  const url = new URL(redirect_uri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== undefined) url.searchParams.set('state', state);
  return url.href;
};

const decided = v.object({ person: v.exactOptional(v.string()), decision: v.exactOptional(v.string()) });

/**
 * The authorization endpoint: a page to sign in and allow (GET), and what its buttons send (POST).
 * Source: Login with Amazon, "Authorization Code Grant"; RFC 6749; RFC 7636.
 */
export const authorize = ({ settings }: World, grants: Grants): Hono => {
  const app = new Hono();

  app.get('/ap/oa', (c) => {
    const asked = v.parse(fields, c.req.query());
    const nowhere = stranger(asked, settings);
    if (nowhere !== undefined) return c.html(nowhere, 400);
    const refused = refusalOf(asked);
    if (refused !== undefined)
      return c.redirect(back(asked, { error: refused.error, error_description: refused.description }));
    if (settings.opener === 'cut') c.header('Cross-Origin-Opener-Policy', 'same-origin');
    return c.html(signInPage(asked.redirect_uri, scopesIn(asked.scope), asked));
  });

  app.post('/ap/oa', async (c) => {
    const form = await c.req.parseBody();
    const asked = v.parse(fields, form);
    const nowhere = stranger(asked, settings);
    if (nowhere !== undefined) return c.html(nowhere, 400);
    const { person: personId = '', decision } = v.parse(decided, form);
    const person = personOf(personId);
    const refused = refusalOf(asked);
    if (refused !== undefined)
      return c.redirect(back(asked, { error: refused.error, error_description: refused.description }), 303);
    if (decision !== 'allow' || person === undefined)
      return c.redirect(
        back(asked, {
          error: decision === 'fail' ? 'server_error' : 'access_denied',
          error_description: `Access not permitted.${echoOf(settings, [asked.state])}`,
        }),
        303,
      );
    const code = grants.code({
      person,
      scopes: scopesIn(asked.scope),
      redirectUri: asked.redirect_uri,
      challenge: asked.code_challenge,
    });
    return c.redirect(back(asked, { code, scope: asked.scope }), 303);
  });

  return app;
};
