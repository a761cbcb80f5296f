/** What goes to Amazon and comes from it is what Amazon may echo. */
import type { Lwa, Tokens } from '../../../amazon/login/login-with-amazon';
import type { Secrets } from './secrets';

/** Names in a form that stand before a secret. A code is the caller's, and held where it comes in. */
const secretFields = ['refresh_token', 'code_verifier'] as const;

/** A fetch that notes the secrets it sends. */
export const notingFetch =
  (fetch: typeof globalThis.fetch, secrets: Secrets): typeof globalThis.fetch =>
  (input, init) => {
    const bearer = /^Bearer (.+)$/i.exec(new Headers(init?.headers).get('Authorization') ?? '')?.[1];
    if (bearer !== undefined) secrets.hold(bearer);
    if (init?.body instanceof URLSearchParams) for (const name of secretFields) secrets.hold(init.body.get(name) ?? '');
    return fetch(input, init);
  };

/** An LWA that notes the tokens it gets. */
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
