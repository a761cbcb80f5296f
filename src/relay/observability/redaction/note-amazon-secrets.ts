/** Notes the secrets that pass between the relay and Amazon, since Amazon's responses may echo them. */
import type { Lwa, Tokens } from '../../../amazon/login/login-with-amazon';
import type { Secrets } from './secrets';

/** Form fields with secrets. An authorization code comes from the caller and is noted where it arrives. */
const secretFields = ['refresh_token', 'code_verifier'] as const;

/** Wraps a fetch so that the secrets it sends are redacted from now on. */
export const notingFetch =
  (fetch: typeof globalThis.fetch, secrets: Secrets): typeof globalThis.fetch =>
  (input, init) => {
    const bearer = /^Bearer (.+)$/i.exec(new Headers(init?.headers).get('Authorization') ?? '')?.[1];
    if (bearer !== undefined) secrets.hold(bearer);
    if (init?.body instanceof URLSearchParams) for (const name of secretFields) secrets.hold(init.body.get(name) ?? '');
    return fetch(input, init);
  };

/** Wraps a client of Login with Amazon so that the tokens it gets are redacted from now on. */
export const notingLwa = (lwa: Lwa, secrets: Secrets): Lwa => {
  const noted = (tokens: Tokens): Tokens => {
    secrets.hold(tokens.accessToken);
    secrets.hold(tokens.refreshToken ?? '');
    return tokens;
  };
  return {
    ...lwa,
    finish: async (returned) => noted(await lwa.finish(returned)),
    refresh: async (refreshToken, signal) => noted(await lwa.refresh(refreshToken, signal)),
  };
};
