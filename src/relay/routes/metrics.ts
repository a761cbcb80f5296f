import { Hono } from 'hono';
import type { Query } from '../../core/query/query';
import type { AccessTokens } from '../auth/sessions/access-tokens';
import type { Sessions } from '../auth/sessions/sessions';
import type { Env } from '../http/env';
import type { InboundLimits } from '../http/inbound-limits';
import { sessionOf, signedIn } from '../http/signed-in';
import type { Clock } from '../lib/clock';
import type { Secrets } from '../observability/redaction/secrets';
import type { QueryRequest } from '../queries/fetching/query-run';
import type { RunningQueries } from '../queries/running-queries';
import { type AnsweringDeps, freshIn, lastLine, queryIn, streamHeaders } from './answer-query';
import { streamLines } from './streams/ndjson';

export interface MetricsDeps extends AnsweringDeps {
  readonly sessions: Sessions;
  readonly accessTokens: AccessTokens;
  readonly running: RunningQueries;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
  /** The most streams of answers that one session may have open. */
  readonly streamsPerSession: number;
}

interface Request extends Pick<QueryRequest, 'fresh' | 'since'> {
  readonly query: Query;
}

const requestIn = (url: string, clock: Clock): Request => {
  const params = [...new URL(url).searchParams];
  return { query: queryIn(params, clock), ...freshIn(params) };
};

/** The route `GET /api/metrics`: the answer to one query as a stream of NDJSON lines. */
export const metricsRoute = (deps: MetricsDeps): Hono<Env> => {
  const { accessTokens, running, clock, secrets } = deps;
  const app = new Hono<Env>();
  app.get('/api/metrics', signedIn(deps), (context) => {
    const session = sessionOf(context);
    const request = requestIn(context.req.url, clock);
    // RFC 9110, section 9.3.2: HEAD has no body.
    if (context.req.method === 'HEAD') return context.body(null, 200, streamHeaders);
    running.mustHaveRoom(session.account.id);
    const asked = { ...request, accountId: session.account.id, tokens: accessTokens.of(session) };
    const came = { requestId: context.get('requestId'), url: context.req.url };
    const body = streamLines({
      every: clock.every,
      run: (onProgress, controller) =>
        running.run(session.account.id, controller, async (signal) =>
          secrets.redactLine(await lastLine(deps, { ...came, asked: { ...asked, signal, onProgress } })),
        ),
    });
    return context.body(body, 200, streamHeaders);
  });
  return app;
};
