import { Hono } from 'hono';
import type { Question } from '../../core/query/question';
import type { Clock } from '../lib/clock';
import type { Env } from '../http/env';
import { streamLines } from './streams/ndjson';
import { sessionOf, signedIn } from '../http/signed-in';
import type { InboundLimits } from '../http/inbound-limits';
import type { Asked } from '../queries/fetching/query-run';
import type { Running } from '../queries/running-queries';
import type { Secrets } from '../observability/redaction/secrets';
import type { Grants } from '../auth/access-tokens';
import type { Sessions } from '../auth/sessions';
import { lastLine, questionIn, streamHeaders, freshIn, type AnsweringSettings } from './answer-query';

export interface MetricsSettings extends AnsweringSettings {
  readonly sessions: Sessions;
  readonly grants: Grants;
  readonly running: Running;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
}

interface Request extends Pick<Asked, 'fresh' | 'since'> {
  readonly question: Question;
}

const requestIn = (url: string, clock: Clock): Request => {
  const params = [...new URL(url).searchParams];
  return { question: questionIn(params, clock), ...freshIn(params) };
};

/** `GET /api/metrics`: the answer to a question as a stream of lines. */
export const metricsRoute = (settings: MetricsSettings): Hono<Env> => {
  const { grants, running, clock, secrets } = settings;
  const app = new Hono<Env>();
  app.get('/api/metrics', signedIn(settings), (context) => {
    const session = sessionOf(context);
    const request = requestIn(context.req.url, clock);
    // RFC 9110 §9.3.2: no body, and no work for one.
    if (context.req.method === 'HEAD') return context.body(null, 200, streamHeaders);
    running.mustHaveRoom(session.account.id);
    const asked = { ...request, customer: session.account.id, grant: grants.of(session) };
    const came = { requestId: context.get('requestId'), url: context.req.url };
    const body = streamLines({
      every: clock.every,
      run: (onProgress, controller) =>
        running.run(session.account.id, controller, async (signal) =>
          secrets.redactLine(await lastLine(settings, { ...came, asked: { ...asked, signal, onProgress } })),
        ),
    });
    return context.body(body, 200, streamHeaders);
  });
  return app;
};
