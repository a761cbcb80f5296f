/**
 * Login with Amazon.
 *
 * @see https://developer.amazon.com/docs/login-with-amazon/authorization-code-grant.html
 * @see https://www.rfc-editor.org/rfc/rfc6749
 * @see https://www.rfc-editor.org/rfc/rfc7636
 */
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  randomPKCECodeVerifier,
  randomState,
  refreshTokenGrant,
  type TokenEndpointResponse,
} from 'openid-client';
import type { Instant } from '../../core/domain/instant';
import type { Account } from '../../core/protocol/stream';
import { withDeadline } from '../http/deadline';
import { parseEndpoint } from '../http/exchange';
import { timedOut } from '../http/failures';
import {
  type AttemptOutcome,
  outcomeOfError,
  RetryBudget,
  type RetryClock,
  retryClockOf,
  withRetries,
} from '../http/retry';
import { grantFailure, strayReturn } from './failures';
import { clientFor } from './oauth-client';
import { fetchProfile } from './profile';

/** The client's registration, Amazon's endpoints, and what the client runs on. */
export interface LwaDeps extends Partial<Pick<RetryClock, 'sleep' | 'random'>> {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Space-separated scopes. */
  readonly scope: string;
  readonly authorizeEndpoint: string;
  readonly tokenEndpoint: string;
  readonly profileEndpoint: string;
  /**
   * Sends the requests.
   *
   * @default globalThis.fetch
   */
  readonly fetch?: typeof fetch;
  /**
   * Maximum time to wait for one HTTP answer, in milliseconds.
   *
   * @default 15_000
   */
  readonly requestTimeoutMs?: number;
  /**
   * Maximum time to wait for a refresh or a profile including retries, in milliseconds.
   *
   * @default 30_000
   */
  readonly patienceMs?: number;
}

/** What a grant returned. */
export interface Tokens {
  readonly accessToken: string;
  /** The token for the next refresh. Left out if Amazon returned none. */
  readonly refreshToken?: string;
  /** When the access token expires. */
  readonly expiresAt: Instant;
}

/** A sign-in that has started: where to send the browser, and what to keep until it returns. */
interface Begun {
  readonly url: string;
  readonly state: string;
  readonly verifier: string;
}

/** A sign-in that has returned from Amazon. */
interface AmazonCallback {
  /** The full URL that Amazon redirected to. */
  readonly callbackUrl: string;
  /** The redirect URI that was passed to `begin`. */
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
  readonly signal?: AbortSignal;
}

/**
 * The authorization code grant with PKCE, and the profile. All methods reject with FailureErrors: `sign_in_required` if
 * the person can fix it, `internal` naming the settings if the operator can, `throttled`, `unavailable`, `bad_answer`
 * or `cancelled`. Refresh and profile are retried; a code works only once, so `finish` isn't.
 */
export interface Lwa {
  /**
   * Starts a sign-in.
   *
   * @param redirectUri a URL without a query, registered with Amazon
   */
  begin(redirectUri: string): Promise<Begun>;
  /**
   * Exchanges the returned code for tokens.
   *
   * @throws {FailureError} `sign_in_required`, if the person declined, or the code is expired, used or from another
   * sign-in
   */
  finish(returned: AmazonCallback): Promise<Tokens>;
  /**
   * New tokens for a refresh token.
   *
   * @throws {FailureError} `sign_in_required`, if Amazon no longer accepts the refresh token
   */
  refresh(refreshToken: string, signal?: AbortSignal): Promise<Tokens>;
  /**
   * The account that an access token belongs to.
   *
   * @throws {FailureError} `sign_in_required`, if Amazon no longer accepts the access token
   */
  profile(accessToken: string, signal?: AbortSignal): Promise<Account>;
}

/** Maximum size of an answer, in bytes. Answers with tokens are far smaller. */
const maxBytes = 1_000_000;

/** Pays for six retries, because a person is waiting. */
const retryCosts = 21;

/**
 * Lifetime of an access token if the answer doesn't state it.
 *
 * @see https://developer.amazon.com/docs/login-with-amazon/access-token.html
 */
const usualLifetimeS = 3600;

const tokensOf = (answer: TokenEndpointResponse, asked: Instant, kept?: string): Tokens => {
  const { access_token: accessToken, expires_in: lifetime = usualLifetimeS } = answer;
  const refreshToken = answer.refresh_token ?? kept;
  return { accessToken, expiresAt: asked + lifetime * 1000, ...(refreshToken === undefined ? {} : { refreshToken }) };
};

/**
 * The redirect URI with the parameters that Amazon appended.
 *
 * @throws {FailureError} `sign_in_required`, if they answer another sign-in or none
 */
const returnOf = ({ callbackUrl, redirectUri, state }: AmazonCallback): URL => {
  const { searchParams, search } = new URL(callbackUrl);
  const isOwn = searchParams.getAll('state').every((given) => given === state) && searchParams.has('state');
  if (!isOwn || !(searchParams.has('code') || searchParams.has('error'))) throw strayReturn();
  return new URL(search, redirectUri);
};

const forever = (): AbortSignal => new AbortController().signal;

/**
 * A client of Login with Amazon.
 *
 * @param now the current time; default `Date.now`
 * @throws {FailureError} `internal`, naming the setting, if an endpoint isn't https or on loopback
 *
 * @example
 * ```ts
 * const lwa = createLwa({
 *   clientId: 'amzn1.application-oa2-client.1',
 *   clientSecret,
 *   scope: 'profile alexa::ask:skills:read',
 *   authorizeEndpoint: 'https://www.amazon.com/ap/oa',
 *   tokenEndpoint: 'https://api.amazon.com/auth/o2/token',
 *   profileEndpoint: 'https://api.amazon.com/user/profile',
 * });
 * const begun = await lwa.begin(redirectUri);
 * // Send the browser to begun.url. When Amazon redirects it to callbackUrl:
 * const tokens = await lwa.finish({ ...begun, redirectUri, callbackUrl });
 * const account = await lwa.profile(tokens.accessToken);
 * ```
 */
export const createLwa = (deps: LwaDeps, now: () => Instant = Date.now): Lwa => {
  const { scope, fetch = globalThis.fetch, requestTimeoutMs: timeoutMs = 15_000, patienceMs = 30_000 } = deps;
  const endpoints = {
    ...deps,
    authorizeEndpoint: parseEndpoint('LWA_AUTHORIZE_ENDPOINT', deps.authorizeEndpoint),
    tokenEndpoint: parseEndpoint('LWA_TOKEN_ENDPOINT', deps.tokenEndpoint),
  };
  const profileEndpoint = parseEndpoint('LWA_PROFILE_ENDPOINT', deps.profileEndpoint);
  const wire = { fetch, timeoutMs, maxBytes };
  const rhythm = retryClockOf({ ...deps, now });
  const client = (signal: AbortSignal) => clientFor(endpoints, wire, signal);

  const patiently = <T>(outer: AbortSignal, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> =>
    withDeadline(
      [outer],
      patienceMs,
      () => timedOut(endpoints.tokenEndpoint.host, patienceMs),
      (signal) => {
        const outcome = (): Promise<AttemptOutcome<T>> => attempt(signal).then((value) => ({ value }), outcomeOfError);
        const retries = new RetryBudget({ free: retryCosts });
        return withRetries(outcome, rhythm, { signal, deadline: now() + patienceMs, retries });
      },
    );

  return {
    begin: async (redirectUri) => {
      const [state, verifier] = [randomState(), randomPKCECodeVerifier()];
      const url = buildAuthorizationUrl(client(forever()), {
        redirect_uri: new URL(redirectUri).href,
        scope,
        state,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, state, verifier };
    },
    finish: async (returned) => {
      const asked = now();
      const checks = { pkceCodeVerifier: returned.verifier, expectedState: returned.state };
      try {
        const answer = await authorizationCodeGrant(client(returned.signal ?? forever()), returnOf(returned), checks);
        return tokensOf(answer, asked);
      } catch (error) {
        throw grantFailure(error, 'finish');
      }
    },
    refresh: (refreshToken, outer = forever()) =>
      patiently(outer, async (signal) => {
        const asked = now();
        try {
          return tokensOf(await refreshTokenGrant(client(signal), refreshToken), asked, refreshToken);
        } catch (error) {
          throw grantFailure(error, 'refresh');
        }
      }),
    profile: (accessToken, outer = forever()) =>
      patiently(outer, (signal) => fetchProfile({ ...wire, url: profileEndpoint, signal }, accessToken)),
  };
};
