/** Assembles the relay's HTTP API. The relay has no other routes. */
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { methodNotAllowed as allowedMethods } from 'hono/method-not-allowed';
import { requestId } from 'hono/request-id';
import { matchedRoutes } from 'hono/route';
import type { Audit } from '../auth/audit/audit';
import type { AuditSource } from '../auth/audit/read-audit';
import type { MicrosoftSignIn } from '../auth/microsoft/sign-in';
import type { AccessTokens } from '../auth/sessions/access-tokens';
import type { Sessions } from '../auth/sessions/sessions';
import type { SignOut } from '../auth/sessions/sign-out';
import type { SignIn } from '../auth/sign-in';
import type { Env, RelayApp } from '../http/env';
import { checkHost, type HostCheck } from '../http/host-check';
import { type InboundLimits, limitAddresses, limitUrl } from '../http/inbound-limits';
import { metadataForExcel, pages } from '../http/pages';
import { answerError, methodNotAllowed, nothingHere } from '../http/problem';
import { redactBodies, redactHeaders } from '../http/redact-responses';
import { securityHeaders } from '../http/security-headers';
import type { Clock } from '../lib/clock';
import { EventLoop } from '../lib/event-loop';
import { type Log, personOf } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import type { Secrets } from '../observability/redaction/secrets';
import type { Engine } from '../queries/engine';
import type { RunningQueries } from '../queries/running-queries';
import type { Limiter } from '../rate-limit/limiter';
import type { StoreHealth } from '../store/health';
import { auditRoute } from './audit';
import { signInRoutes } from './auth';
import { queriesRoutes } from './batch';
import { healthRoutes } from './health';
import { metricsRoute } from './metrics';
import { CachedRoute, type ResponseCache } from './response-cache';
import { sessionRoutes } from './sessions';
import type { SkillLists } from './skill-lists';
import { skillsRoutes } from './skills';

export interface AppDeps {
  readonly publicUrl: string;
  /** The bearer token that opens `/metrics`. */
  readonly metricsToken: string | undefined;
  /** The folder of the built pages. */
  readonly pagesFolder: string;
  readonly storeHealth: StoreHealth;
  readonly sessions: Sessions;
  readonly accessTokens: AccessTokens;
  readonly signIn: SignIn;
  readonly microsoft: MicrosoftSignIn | undefined;
  readonly signOut: SignOut;
  readonly engine: Engine;
  readonly lists: SkillLists;
  readonly warm: ResponseCache;
  readonly running: RunningQueries;
  readonly limiter: Limiter;
  readonly clock: Clock;
  readonly log: Log;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
  readonly streamsPerSession: number;
  readonly audit: Audit;
  readonly auditSource: AuditSource;
  readonly hosts: HostCheck;
  readonly telemetry: Telemetry;
}

/** Routes whose responses contain texts from elsewhere. The others serve files. */
const worded = ['/auth/*', '/api/*', '/healthz', '/readyz', '/metrics'];

/** Anyone may send the other requests: they share a small part of each turn, so that a crowd delays nobody who is signed in. */
const needsSession = /^\/(api\/|auth\/sessions?\b)/;

/** The route's pattern. The URL itself may hold a secret, and would make too many labels. */
const patternOf = (context: Context): string =>
  matchedRoutes(context).find(({ method }) => method !== 'ALL')?.path ?? 'pages';

/** Middleware that logs, counts and times each request. */
const observe =
  ({ clock, log, telemetry }: { clock: Clock; log: Log; telemetry: Telemetry }): MiddlewareHandler<Env> =>
  async (context, next) => {
    const from = clock.now();
    await next();
    const { method } = context.req;
    const { status } = context.res;
    const route = patternOf(context);
    const ms = clock.now() - from;
    const account = context.get('session')?.account.id;
    telemetry.requests.inc({ route, method, status: String(status) });
    telemetry.requestSeconds.observe({ route }, ms / 1000);
    const line = { requestId: context.get('requestId'), method, route, status, ms };
    const person = account === undefined ? {} : { person: personOf(account) };
    log[status >= 500 ? 'warn' : 'info']({ ...line, ...person }, 'request');
  };

/**
 * Creates the relay's app.
 *
 * To add a route, write a function that returns a Hono app, and mount it here beside the others.
 *
 * @example
 * ```ts
 * // routes/account.ts
 * export const accountRoute = (deps: SignedInDeps): Hono<Env> => {
 *   const app = new Hono<Env>();
 *   app.get('/api/account', signedIn(deps), (context) => context.json(sessionOf(context).account));
 *   return app;
 * };
 *
 * // here
 * app.route('/', accountRoute(parts));
 * ```
 */
export const createApp = (parts: AppDeps): RelayApp => {
  const { publicUrl, pagesFolder, running, log } = parts;
  const app = new Hono<Env>();
  const warmRoute = new CachedRoute(parts);
  app.use('/api/metrics', warmRoute.note);
  app.use(requestId(), observe(parts), redactHeaders(parts.secrets), securityHeaders(publicUrl));
  app.use(limitAddresses(parts.inbound, pagesFolder), checkHost(parts.hosts), limitUrl);
  app.use(async (context, next) => {
    await next();
    // RFC 9113, section 8.2.2, forbids this header in HTTP/2, whose connections close with GOAWAY.
    if (running.stopping && context.env.incoming.httpVersionMajor === 1) context.header('Connection', 'close');
  });
  app.use('/functions.json', metadataForExcel);
  app.use(allowedMethods({ app, onMethodNotAllowed: ({ req }, allowed) => methodNotAllowed(req.method, allowed) }));
  app.use('/api/*', async (context, next) => {
    await next();
    if (!context.res.headers.has('Cache-Control')) context.header('Cache-Control', 'no-store');
  });
  for (const path of worded) app.use(path, redactBodies(parts.secrets));
  app.route('/', healthRoutes(parts));
  app.route(
    '/',
    sessionRoutes({
      ...parts,
      checkAccess: (session, signal) =>
        parts.lists.access({ accountId: session.account.id, tokens: parts.accessTokens.of(session), signal }),
    }),
  );
  app.route('/', signInRoutes(parts));
  app.route('/', skillsRoutes(parts));
  app.route('/', metricsRoute(parts));
  app.route('/', queriesRoutes(parts));
  app.route('/', auditRoute(parts));
  app.use(pages({ pagesFolder, publicUrl }));
  app.notFound(nothingHere);
  app.onError(answerError(log));
  const strangers = new EventLoop();
  return (request, bindings) => {
    const answer = warmRoute.answer(bindings.incoming);
    if (answer !== undefined) return answer;
    if (needsSession.test(bindings.incoming.url ?? '')) return app.fetch(request, bindings);
    return strangers.pause().then(() => app.fetch(request, bindings));
  };
};
