import { allowInsecureRequests, ClientSecretPost, Configuration, type CustomFetch, customFetch } from 'openid-client';
import * as v from 'valibot';
import { FailureError } from '../../core/domain/failure';
import { type Exchange, exchange, isPlain } from '../http/exchange';
import { invalidResponse, jsonOf, refused } from '../http/failures';

/** How requests are sent, and the limits of their answers. */
export type Wire = Pick<Exchange, 'fetch' | 'timeoutMs' | 'maxBytes'>;

/** The client's registration and Amazon's endpoints. */
export interface ClientDeps {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorizeEndpoint: URL;
  readonly tokenEndpoint: URL;
}

const what = 'the sign-in';

const oauthError = v.object({ error: v.string() });

/**
 * The error code in the body of an OAuth error, or `undefined` for any other body.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export const oauthErrorIn = (text: string): string | undefined => {
  const parsed = v.safeParse(oauthError, jsonOf(text));
  return parsed.success ? parsed.output.error : undefined;
};

/**
 * Sends openid-client's requests. The library receives only answers of OAuth, marked as JSON whatever their headers
 * say. Answers of gateways become failures here.
 */
const transport =
  (wire: Wire, signal: AbortSignal): CustomFetch =>
  async (url, { method, headers, body }) => {
    if (!(body instanceof URLSearchParams)) throw new TypeError('a grant is sent as a form');
    const { status, text } = await exchange({
      ...wire,
      url: new URL(url),
      init: { method, headers, body },
      what,
      signal,
    });
    if (status === 429 || status >= 500) throw new FailureError(refused({ status, what, check: '' }));
    if (status !== 200 && oauthErrorIn(text) === undefined)
      throw new FailureError(invalidResponse(what, `it is HTTP ${status} without an OAuth error`));
    return Response.json(jsonOf(text) ?? null, { status });
  };

/** The configuration of openid-client for Login with Amazon, for requests that one signal aborts. */
export const clientFor = (deps: ClientDeps, wire: Wire, signal: AbortSignal): Configuration => {
  const { clientId, clientSecret, authorizeEndpoint, tokenEndpoint } = deps;
  const server = {
    issuer: authorizeEndpoint.origin,
    authorization_endpoint: authorizeEndpoint.href,
    token_endpoint: tokenEndpoint.href,
  };
  const client = new Configuration(server, clientId, undefined, ClientSecretPost(clientSecret));
  client[customFetch] = transport(wire, signal);
  // Marked as deprecated to make it stand out. parseEndpoint accepts plain http only on loopback.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (isPlain(authorizeEndpoint) || isPlain(tokenEndpoint)) allowInsecureRequests(client);
  return client;
};
