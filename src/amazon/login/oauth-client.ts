import { ClientSecretPost, Configuration, allowInsecureRequests, customFetch, type CustomFetch } from 'openid-client';
import * as v from 'valibot';
import { FailureError } from '../../core/domain/failure';
import { isPlain } from '../http/endpoint';
import { exchange, type Exchange } from '../http/exchange';
import { invalidResponse, refused } from '../http/failures';
import { jsonOf } from '../http/error-text';

export type Wire = Pick<Exchange, 'fetch' | 'timeoutMs' | 'maxBytes'>;

export interface ClientDeps {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authorizeEndpoint: URL;
  readonly tokenEndpoint: URL;
}

const what = 'the sign-in';

const oauthError = v.object({ error: v.string() });

/** The name of the error in the body of an OAuth error; undefined where the body is none. */
export const oauthErrorIn = (text: string): string | undefined => {
  const parsed = v.safeParse(oauthError, jsonOf(text));
  return parsed.success ? parsed.output.error : undefined;
};

/**
 * What carries openid-client's requests. It tells the library of answers that speak OAuth alone, as JSON whatever
 * their headers call them; gateways' answers are failures here already.
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

/** openid-client's view of Login with Amazon, for requests under one signal. */
export const clientFor = (deps: ClientDeps, wire: Wire, signal: AbortSignal): Configuration => {
  const { clientId, clientSecret, authorizeEndpoint, tokenEndpoint } = deps;
  const server = {
    issuer: authorizeEndpoint.origin,
    authorization_endpoint: authorizeEndpoint.href,
    token_endpoint: tokenEndpoint.href,
  };
  const client = new Configuration(server, clientId, undefined, ClientSecretPost(clientSecret));
  client[customFetch] = transport(wire, signal);
  // Marked as deprecated so that it stands out. Plain http has been admitted for loopback alone.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  if (isPlain(authorizeEndpoint) || isPlain(tokenEndpoint)) allowInsecureRequests(client);
  return client;
};
