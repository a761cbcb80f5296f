import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import { hashOf } from '../lib/session-token';

/** Sign-ins that one browser may have under way. The oldest gives way, because request headers are bounded. */
const mostAttempts = 4;
const lifetimeS = 600;

const stem = 'sign-in-';

/**
 * A cookie for each sign-in that a browser has begun: only this browser can finish it. The cookie itself holds what the relay
 * needs for that, sealed, so that beginning a sign-in writes nothing to the store.
 */
export class AttemptCookies {
  readonly #prefix: string;
  readonly #options: CookieOptions;

  constructor(publicUrl: string) {
    // Browsers refuse __Host- without https. Plain http is for localhost alone.
    const secure = publicUrl.startsWith('https:');
    this.#prefix = secure ? `__Host-${stem}` : stem;
    this.#options = { path: '/', httpOnly: true, secure, sameSite: 'Lax' };
  }

  /** Leaves an attempt with the browser. */
  keep(context: Context, state: string, sealed: string): void {
    const older = Object.keys(getCookie(context)).filter((name) => name.startsWith(this.#prefix));
    // RFC 6265 §5.4: browsers send the oldest first.
    for (const name of older.slice(0, Math.max(0, older.length - mostAttempts + 1)))
      deleteCookie(context, name, this.#options);
    setCookie(context, this.#nameOf(state), sealed, { ...this.#options, maxAge: lifetimeS });
  }

  /** Takes back the attempt that Amazon's answer with this state belongs to; undefined where this browser began none. */
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
