import { Hono } from 'hono';
import { FailureError, failureOf, invalidQuery } from '../../core/failure';
import { pointsIn, type Question } from '../../core/question';
import { parseQuestionParams } from '../../core/question-params';
import type { Line } from '../../core/wire';
import type { Clock } from '../clock';
import type { Env } from '../http/env';
import { streamLines } from '../http/ndjson';
import { sessionOf, signedIn } from '../http/signed-in';
import type { InboundLimits } from '../inbound/inbound-limits';
import { personOf, type Log } from '../log';
import type { Engine } from '../metrics/engine';
import type { Asked } from '../metrics/work';
import type { Running } from '../running';
import type { Secrets } from '../secrets/secrets';
import type { Grants } from '../session/grants';
import type { Sessions } from '../session/sessions';
import type { Telemetry } from '../telemetry';
import type { WarmAnswers } from './warm-answers';

export interface MetricsSettings {
  readonly engine: Engine;
  readonly warm: WarmAnswers;
  readonly sessions: Sessions;
  readonly grants: Grants;
  readonly running: Running;
  readonly clock: Clock;
  readonly log: Log;
  readonly telemetry: Telemetry;
  readonly secrets: Secrets;
  readonly inbound: InboundLimits;
}

interface Request {
  readonly question: Question;
  readonly fresh?: 'tail' | 'all';
}

const freshIn = (values: readonly string[]): Pick<Request, 'fresh'> => {
  const [value, ...more] = values;
  if (value === undefined) return {};
  if (more.length === 0 && value === '1') return { fresh: 'tail' };
  if (more.length === 0 && value === 'all') return { fresh: 'all' };
  throw new FailureError(invalidQuery([{ argument: 'fresh', value: values.join(), accepted: '1 or all' }]));
};

const requestIn = (url: string): Request => {
  const params = new URL(url).searchParams;
  const fresh = freshIn(params.getAll('fresh'));
  params.delete('fresh');
  return { question: parseQuestionParams(params), ...fresh };
};

const headers = {
  'Content-Type': 'application/x-ndjson; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would hold the progress back.
  'X-Accel-Buffering': 'no',
};

/** A question as it came. */
interface Came {
  readonly requestId: string;
  readonly url: string;
  readonly asked: Asked;
}

/** The last line of an answer, with one log line and the measures of it. Never rejects. */
const lastLine = async (
  { engine, warm, clock, log, telemetry }: MetricsSettings,
  { requestId, url, asked }: Came,
): Promise<Line> => {
  const from = clock.now();
  const { skillId, metrics, period, stage } = asked.question;
  const about = { person: personOf(asked.customer), skillId, metrics, period, stage };
  const settle = (outcome: string): { outcome: string; ms: number } => {
    const ms = clock.now() - from;
    telemetry.questions.inc({ outcome });
    telemetry.questionSeconds.observe(ms / 1000);
    return { outcome, ms };
  };
  telemetry.questionsRunning.inc();
  try {
    const answer = await engine.answer(asked);
    const points = pointsIn(answer);
    telemetry.points.inc(points);
    const { requests, pages } = answer;
    log.info({ requestId, ...about, ...settle('result'), requests, pages, points }, 'question');
    // Asked for anew, numbers may differ from those that other answers were made of.
    if (asked.fresh === 'all') warm.forget(asked.customer);
    // What is known of a person goes when they sign out, and nothing may come after.
    else if (asked.grant.ended?.aborted !== true) warm.keep(asked.customer, url, answer, about);
    return { kind: 'result', ...answer };
  } catch (error) {
    const failure = failureOf(error);
    const unforeseen = error instanceof FailureError ? {} : { err: error };
    const told = {
      requestId,
      ...about,
      ...settle(failure.code),
      reason: failure.message,
      amazonRequestId: failure.requestId,
    };
    log[failure.code === 'internal' ? 'error' : 'info']({ ...told, ...unforeseen }, 'question');
    return { kind: 'failure', ...failure };
  } finally {
    telemetry.questionsRunning.dec();
  }
};

/** `GET /api/metrics`: the answer to a question as a stream of lines. */
export const metricsRoute = (settings: MetricsSettings): Hono<Env> => {
  const { grants, running, clock, secrets } = settings;
  const app = new Hono<Env>();
  app.get('/api/metrics', signedIn(settings), (context) => {
    const session = sessionOf(context);
    const request = requestIn(context.req.url);
    // RFC 9110 §9.3.2: no body, and no work for one.
    if (context.req.method === 'HEAD') return context.body(null, 200, headers);
    const asked = { ...request, customer: session.account.id, grant: grants.of(session) };
    const came = { requestId: context.get('requestId'), url: context.req.url };
    const body = streamLines({
      every: clock.every,
      run: (onProgress, left) =>
        running.run(left, async (signal) =>
          secrets.redactLine(await lastLine(settings, { ...came, asked: { ...asked, signal, onProgress } })),
        ),
    });
    return context.body(body, 200, headers);
  });
  return app;
};
