/** Login with Amazon. Source: Amazon's page "Authorization Code Grant"; RFC 6749, RFC 7636. */
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
import { parseEndpoint } from '../http/endpoint';
import { timedOut } from '../http/failures';
import { RetryBudget } from '../http/retry-budget';
import { outcomeOfError, retryClockOf, withRetries, type Outcome, type RetryClock } from '../http/retry';
import { clientFor } from './oauth-client';
import { grantFailure, strayReturn } from './failures';
import { fetchProfile } from './profile';
import { withDeadline } from '../http/deadline';

export interface LwaDeps extends Partial<Pick<RetryClock, 'sleep' | 'random'>> {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Space-separated scopes. */
  readonly scope: string;
  readonly authorizeEndpoint: string;
  readonly tokenEndpoint: string;
  readonly profileEndpoint: string;
  readonly fetch?: typeof fetch;
  /** Longest wait for one HTTP answer. Default 15,000 ms. */
  readonly requestTimeoutMs?: number;
  /** Longest wait for what may be tried again: a refresh, a profile. Default 30,000 ms. */
  readonly patienceMs?: number;
}

export interface Tokens {
  readonly accessToken: string;
  /** What to refresh with from now on. Left out where Amazon gave none. */
  readonly refreshToken?: string;
  readonly expiresAt: Instant;
}

/** A sign-in that has begun: where to send the browser, and what to keep until it comes back. */
interface Begun {
  readonly url: string;
  readonly state: string;
  readonly verifier: string;
}

interface Returned {
  /** The full URL that Amazon redirected to. */
  readonly callbackUrl: string;
  /** The one given to `begin`. */
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
  readonly signal?: AbortSignal;
}

/**
 * The authorization code grant with PKCE. All failures are FailureErrors: `sign_in_required` for what the person can
 * fix, `internal` naming the settings for what the operator can, `throttled`, `unavailable`, `bad_answer`,
 * `cancelled`.
 */
export interface Lwa {
  /** The redirect URI has no query. */
  begin(redirectUri: string): Promise<Begun>;
  /** Throws `sign_in_required` where the person declined, or the code is stale, foreign or used. Sent once: a code works once. */
  finish(returned: Returned): Promise<Tokens>;
  /** Throws `sign_in_required` where Amazon no longer honours the refresh token. */
  refresh(refreshToken: string, signal?: AbortSignal): Promise<Tokens>;
  /** Throws `sign_in_required` where Amazon no longer honours the access token. */
  profile(accessToken: string, signal?: AbortSignal): Promise<Account>;
}

/** An answer longer than this holds no tokens. */
const maxBytes = 1_000_000;

/** Six tries after the first: a person waits for it. */
const retryCosts = 21;

/** Lifetime of an access token where the answer does not tell. Source: Amazon's page "Access Token". */
const usualLifetimeS = 3600;

const tokensOf = (answer: TokenEndpointResponse, asked: Instant, kept?: string): Tokens => {
  const { access_token: accessToken, expires_in: lifetime = usualLifetimeS } = answer;
  const refreshToken = answer.refresh_token ?? kept;
  return { accessToken, expiresAt: asked + lifetime * 1000, ...(refreshToken === undefined ? {} : { refreshToken }) };
};

/** The redirect URI with what Amazon appended to it. Throws where that answers another sign-in, or is no answer. */
const returnOf = ({ callbackUrl, redirectUri, state }: Returned): URL => {
  const { searchParams, search } = new URL(callbackUrl);
  const ours = searchParams.getAll('state').every((given) => given === state) && searchParams.has('state');
  if (!ours || !(searchParams.has('code') || searchParams.has('error'))) throw strayReturn();
  return new URL(search, redirectUri);
};

const forever = (): AbortSignal => new AbortController().signal;

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
        const outcome = (): Promise<Outcome<T>> => attempt(signal).then((value) => ({ value }), outcomeOfError);
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
