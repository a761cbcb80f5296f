import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { CookieOptions } from 'hono/utils/cookie';
import * as v from 'valibot';
import { type FailureCode, FailureError, failureOf, textOf } from '../../core/domain/failure';
import { formatInstant } from '../../core/domain/instant';
import type { Audit } from '../auth/audit/audit';
import type { Session, Sessions } from '../auth/sessions';
import { type SignIn, unknownAttempt } from '../auth/sign-in';
import type { Env } from '../http/env';
import { type InboundLimits, limitBody } from '../http/inbound-limits';
import { dialogPage, type SignInResult } from '../http/pages';
import { sessionOf, signedIn } from '../http/signed-in';
import type { Clock } from '../lib/clock';
import { hashOf } from '../lib/session-token';
import type { Log } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import type { Secrets } from '../observability/redaction/secrets';

/** The most sign-ins that one browser may have in progress. The oldest is dropped: request headers are bounded. */
const mostAttempts = 4;
const lifetimeS = 600;

const stem = 'sign-in-';

/**
 * A cookie for each sign-in that a browser has started, so that only this browser can finish it. The cookie holds the
 * encrypted state of the attempt, so that starting a sign-in writes nothing to the store.
 * @see {@link https://www.rfc-editor.org/rfc/rfc6265 | RFC 6265}
 */
class AttemptCookies {
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

export interface SignInRoutesDeps {
  readonly signIn: SignIn;
  readonly sessions: Sessions;
  readonly publicUrl: string;
  readonly pagesFolder: string;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
  readonly audit: Pick<Audit, 'note' | 'write'>;
  readonly telemetry: Telemetry;
  readonly clock: Pick<Clock, 'now'>;
  /** Rejects with a FailureError when Amazon doesn't answer, or refuses the person. */
  readonly checkAccess: (session: Session, signal: AbortSignal) => Promise<void>;
  /** Called when a person has signed out. */
  readonly onSignedOut: (session: Session) => void;
}

/** RFC 7636, section 4.1, bounds the verifier. */
const redeemBody = v.object({
  code: v.pipe(v.string(), v.maxLength(64)),
  verifier: v.pipe(v.string(), v.regex(/^[\w.~-]{43,128}$/)),
});

/** Failures that are part of normal use: logged without a stack. */
const everyday: ReadonlySet<FailureCode> = new Set(['sign_in_required', 'rejected']);

const badBody = (cause: unknown): FailureError =>
  new FailureError(
    {
      code: 'rejected',
      message: "The sign-in couldn't be completed.",
      advice: 'Reload the add-in and sign in again.',
    },
    { cause },
  );

const redeemed = async (context: Context<Env>): Promise<v.InferOutput<typeof redeemBody>> => {
  try {
    return v.parse(redeemBody, await context.req.json());
  } catch (error) {
    throw badBody(error);
  }
};

/**
 * The routes of sign-in, session and sign-out: `GET /auth/start`, `GET /auth/callback`, `POST /auth/redeem`, and `GET`
 * and
 * `DELETE /auth/session`. In the pop-up window, every failure shows a page with a message.
 */
export const signInRoutes = (deps: SignInRoutesDeps): Hono<Env> => {
  const { signIn, sessions, secrets, publicUrl, pagesFolder, log, telemetry, clock, checkAccess, onSignedOut } = deps;
  const { audit, inbound } = deps;
  const cookies = new AttemptCookies(publicUrl);

  // Always 200: for other statuses, some of Excel's dialogs show a page of their own.
  const page = async (context: Context<Env>, ended: SignInResult): Promise<Response> =>
    context.html(await dialogPage(pagesFolder, ended));

  const failed = (context: Context<Env>, error: unknown): Promise<Response> => {
    const failure = failureOf(error);
    // Anyone can forge a URL with an error; it counts only when it belongs to an attempt of this browser.
    const denied = failure !== unknownAttempt && context.req.query('error') === 'access_denied';
    const reason = denied ? 'access_denied' : failure.code;
    telemetry.signIns.inc({ outcome: reason });
    audit.note({ event: 'refused', outcome: reason, address: inbound.addressOf(context.env.incoming) });
    const line = { requestId: context.get('requestId'), outcome: reason, reason: failure.message };
    const usual = everyday.has(failure.code);
    if (usual) log.info(line, 'sign-in');
    else log.error({ ...line, err: error }, 'sign-in');
    // The page itself asks to sign in again.
    return page(context, { error: reason, message: secrets.redact(usual ? failure.message : textOf(failure)) });
  };

  const app = new Hono<Env>();
  app.use('/auth/*', async (context, next) => {
    await next();
    context.header('Cache-Control', 'no-store');
  });
  // RFC 9110, section 9.2.1: HEAD is safe. Link scanners send it, and must not use up an attempt.
  app.on('GET', ['/auth/start', '/auth/callback'], (context, next) =>
    context.req.method === 'HEAD' ? Promise.resolve(context.body(null)) : next(),
  );
  app.get('/auth/start', async (context) => {
    try {
      const { url, state, sealed } = await signIn.start(context.req.query('challenge') ?? '');
      cookies.keep(context, state, sealed);
      return context.redirect(url);
    } catch (error) {
      return failed(context, error);
    }
  });
  // Amazon may echo these secrets, but only within this request.
  app.use('/auth/callback', (context: Context<Env>, next) => {
    const { req } = context;
    return secrets.within([req.query('code'), req.query('state'), ...Object.values(getCookie(context))], next);
  });
  app.get('/auth/callback', async (context) => {
    try {
      const query = new URL(context.req.url).searchParams;
      const finished = await signIn.finish(query, cookies.take(context, query.get('state') ?? ''));
      telemetry.signIns.inc({ outcome: 'signed_in' });
      return await page(context, finished);
    } catch (error) {
      return failed(context, error);
    }
  });
  app.post('/auth/redeem', limitBody, async (context) => {
    const { code, verifier } = await redeemed(context);
    const address = inbound.addressOf(context.env.incoming);
    const opened = await signIn.redeem(code, verifier).catch((error: unknown) => {
      audit.note({ event: 'refused', outcome: failureOf(error).code, address });
      throw error;
    });
    await audit.write({ event: 'sign_in', outcome: 'signed_in', who: opened.account.id, address });
    return context.json(opened);
  });
  app.get('/auth/session', signedIn(deps), async (context) => {
    const session = sessionOf(context);
    const { account } = session;
    if (context.req.query('access') !== 'check') return context.json({ account });
    await checkAccess(session, context.req.raw.signal);
    // The refresh that follows accepts numbers fetched from now on.
    return context.json({ account, now: formatInstant(clock.now()) });
  });
  app.delete('/auth/session', signedIn(deps), async (context) => {
    const session = sessionOf(context);
    await sessions.end(session.id);
    const address = inbound.addressOf(context.env.incoming);
    await audit.write({ event: 'sign_out', outcome: 'signed_out', who: session.account.id, address });
    onSignedOut(session);
    return context.body(null, 204);
  });
  return app;
};
