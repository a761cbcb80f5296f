import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import * as v from 'valibot';
import { type FailureCode, FailureError, failureOf, textOf } from '../../core/domain/failure';
import type { SignInOptions } from '../../core/protocol/account';
import type { Audit } from '../auth/audit/audit';
import type { MicrosoftSignIn } from '../auth/microsoft/sign-in';
import { type SignIn, unknownAttempt } from '../auth/sign-in';
import { AttemptCookies } from '../http/attempt-cookies';
import type { Env } from '../http/env';
import { type InboundLimits, limitBody } from '../http/inbound-limits';
import { dialogPage, type SignInResult } from '../http/pages';
import { bearerIn } from '../lib/session-token';
import type { Log } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import type { Secrets } from '../observability/redaction/secrets';

export interface SignInRoutesDeps {
  readonly signIn: SignIn;
  /** Absent: people sign in with Amazon alone. */
  readonly microsoft: MicrosoftSignIn | undefined;
  readonly publicUrl: string;
  readonly pagesFolder: string;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
  readonly audit: Pick<Audit, 'note' | 'write'>;
  readonly telemetry: Telemetry;
}

/** As `Excel on the web`. */
const device = v.exactOptional(v.pipe(v.string(), v.regex(/^[\w .,()-]{1,60}$/)));
/** RFC 7519: three parts of base64url. */
const microsoftToken = v.pipe(v.string(), v.maxLength(8_000), v.regex(/^[\w-]+\.[\w-]+\.[\w-]*$/));
/** RFC 7636, section 4.1, bounds the verifier. */
const redeemBody = v.object({
  code: v.pipe(v.string(), v.maxLength(64)),
  verifier: v.pipe(v.string(), v.regex(/^[\w.~-]{43,128}$/)),
  device,
  microsoftToken: v.exactOptional(microsoftToken),
});
const microsoftBody = v.object({ microsoftToken, device });

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

const notConfigured = (): FailureError =>
  new FailureError({
    code: 'rejected',
    message: "This server doesn't sign people in by Microsoft.",
    advice: 'Sign in with Amazon.',
  });

const bodyOf = async <T>(context: Context<Env>, schema: v.GenericSchema<unknown, T>): Promise<T> => {
  try {
    return v.parse(schema, await context.req.json());
  } catch (error) {
    throw badBody(error);
  }
};

const optionsOf = (microsoft: MicrosoftSignIn | undefined): SignInOptions => {
  if (microsoft === undefined) return { microsoft: 'off' };
  return { microsoft: microsoft.isRequired ? 'required' : 'on' };
};

/**
 * The routes of sign-in: `GET /auth/options`, `GET /auth/start`, `GET /auth/callback`, `POST /auth/redeem`, and
 * `POST /auth/microsoft`. In the pop-up window, every failure shows a page with a message.
 */
export const signInRoutes = (deps: SignInRoutesDeps): Hono<Env> => {
  const { signIn, microsoft, secrets, publicUrl, pagesFolder, log, telemetry, audit, inbound } = deps;
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
  app.get('/auth/options', (context) => context.json(optionsOf(microsoft)));
  const refusing = async <T>(context: Context<Env>, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const address = inbound.addressOf(context.env.incoming);
      audit.note({ event: 'refused', outcome: failureOf(error).code, address });
      throw error;
    }
  };
  const opened = ({ env }: Context<Env>, who: string): Promise<void> =>
    audit.write({ event: 'sign_in', outcome: 'signed_in', who, address: inbound.addressOf(env.incoming) });
  app.post('/auth/redeem', limitBody, async (context) => {
    const { microsoftToken, ...body } = await bodyOf(context, redeemBody);
    const former = bearerIn(context.req.header('Authorization'));
    return secrets.within([body.code, body.verifier, microsoftToken], async () => {
      const redeemed = await refusing(context, () =>
        signIn.redeem({ ...body, microsoftToken, former, signal: context.req.raw.signal }),
      );
      await opened(context, redeemed.account.id);
      return context.json(redeemed);
    });
  });
  app.post('/auth/microsoft', limitBody, async (context) => {
    if (microsoft === undefined) throw notConfigured();
    const { microsoftToken, device } = await bodyOf(context, microsoftBody);
    return secrets.within([microsoftToken], async () => {
      const sessions = await refusing(context, () => microsoft.join(microsoftToken, device, context.req.raw.signal));
      for (const { account } of sessions) await opened(context, account.id);
      return context.json({ sessions });
    });
  });
  return app;
};
