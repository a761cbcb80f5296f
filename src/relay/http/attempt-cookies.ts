import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { hashOf } from '../lib/session-token';

/** The most sign-ins that one browser may have in progress. The oldest is dropped: request headers are bounded. */
const mostAttempts = 4;
const lifetimeS = 600;

const stem = 'sign-in-';

/**
 * A cookie for each sign-in that a browser has started, so that only this browser can finish it. The cookie holds the
 * encrypted state of the attempt, so that starting a sign-in writes nothing to the store.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6265 | RFC 6265}
 */
export class AttemptCookies {
  readonly #prefix: string;
  readonly #options: CookieOptions;

  constructor(publicUrl: string) {
    // Browsers refuse __Host- without HTTPS; only localhost uses plain HTTP.
    const secure = publicUrl.startsWith('https:');
    this.#prefix = secure ? `__Host-${stem}` : stem;
    this.#options = { path: '/', httpOnly: true, secure, sameSite: 'Lax' };
  }

  /** Sets the cookie of an attempt. */
  keep(context: Context, state: string, sealed: string): void {
    const older = Object.keys(getCookie(context)).filter((name) => name.startsWith(this.#prefix));
    // RFC 6265, section 5.4: browsers send the oldest cookie first.
    for (const name of older.slice(0, Math.max(0, older.length - mostAttempts + 1)))
      deleteCookie(context, name, this.#options);
    setCookie(context, this.#nameOf(state), sealed, { ...this.#options, maxAge: lifetimeS });
  }

  /**
   * Reads and deletes the cookie of the attempt with this `state`.
   * @returns the encrypted attempt; undefined when this browser has not started it
   */
  take(context: Context, state: string): string | undefined {
    const name = this.#nameOf(state);
    const sealed = getCookie(context, name);
    if (sealed !== undefined) deleteCookie(context, name, this.#options);
    return sealed;
  }

  #nameOf(state: string): string {
    return `${this.#prefix}${hashOf(state).slice(0, 16)}`;
  }
}
