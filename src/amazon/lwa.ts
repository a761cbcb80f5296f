import type { Instant } from '../core/instant';
import type { Account } from '../core/wire';

export interface LwaSettings {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Space-separated scopes. */
  readonly scope: string;
  readonly authorizeEndpoint: string;
  readonly tokenEndpoint: string;
  readonly profileEndpoint: string;
  readonly fetch?: typeof fetch;
}

export interface Tokens {
  readonly accessToken: string;
  /** Left out where Amazon gives none; a refresh returns the one to keep from now on. */
  readonly refreshToken?: string;
  readonly expiresAt: Instant;
}

/** A sign-in that has begun: where to send the browser, and what to keep until it comes back. */
export interface Begun {
  readonly url: string;
  readonly state: string;
  readonly verifier: string;
}

export interface Returned {
  /** The full URL that Amazon redirected to. */
  readonly callbackUrl: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly verifier: string;
  readonly signal?: AbortSignal;
}

/** Login with Amazon: the authorization code grant with PKCE. All failures are FailureErrors. */
export interface Lwa {
  begin(redirectUri: string): Promise<Begun>;
  /** Throws `sign_in_required` where the person declined, or the answer is stale, forged or used. */
  finish(returned: Returned): Promise<Tokens>;
  /** Throws `sign_in_required` where Amazon no longer honours the refresh token. */
  refresh(refreshToken: string, signal?: AbortSignal): Promise<Tokens>;
  profile(accessToken: string, signal?: AbortSignal): Promise<Account>;
}

export declare const createLwa: (settings: LwaSettings, now?: () => Instant) => Lwa;
