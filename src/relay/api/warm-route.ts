import type { Context, MiddlewareHandler } from 'hono';
import type { Env } from '../http/env';
import type { InboundLimits } from '../inbound/inbound-limits';
import type { Running } from '../running';
import { bearerIn } from '../session/bearer';
import type { Sessions } from '../session/sessions';
import type { Telemetry } from '../telemetry';
import type { WarmAnswer, WarmAnswers } from './warm-answers';

export interface WarmRouteSettings {
  readonly warm: WarmAnswers;
  readonly sessions: Sessions;
  readonly running: Running;
  readonly telemetry: Telemetry;
  readonly inbound: InboundLimits;
}

const requestLabels = { route: '/api/metrics', method: 'GET', status: '200' };

/** The warm answer to a request of somebody who was let in a moment ago; undefined where it needs a closer look. */
const warmAnswer = (settings: WarmRouteSettings, context: Context): WarmAnswer | undefined => {
  const { warm, sessions, running, inbound } = settings;
  const { req } = context;
  if (running.stopping || req.method !== 'GET') return undefined;
  const bearer = bearerIn(req.header('Authorization'));
  const session = bearer === undefined ? undefined : sessions.recent(bearer);
  const answer = session && warm.give(session.account.id, req.url);
  if (session === undefined || answer === undefined) return undefined;
  // What is one too many is refused behind, in words.
  return (inbound.ofAddress(context) ?? inbound.ofPerson(session.account.id)) === undefined ? answer : undefined;
};

/** Counts an answer that was given without the engine. */
export const countWarm = ({ points }: WarmAnswer, telemetry: Telemetry): void => {
  telemetry.questions.inc({ outcome: 'result' });
  telemetry.questionSeconds.observe(0);
  telemetry.points.inc(points);
};

/** The headers that all answers have. */
const headersOf = ({ headers }: Response): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name !== 'x-request-id'));

/**
 * Answers what is known to the byte, in front of everything else, with the headers that the answers behind it have.
 * A workbook of hundreds of formulas recalculates in an instant.
 */
export const answerWarm = (settings: WarmRouteSettings): MiddlewareHandler<Env> => {
  let headers: Record<string, string> | undefined;
  return async (context, next) => {
    const answer = headers && warmAnswer(settings, context);
    if (headers === undefined || answer === undefined) {
      await next();
      if (context.res.status === 200) headers ??= headersOf(context.res);
      return undefined;
    }
    const { telemetry } = settings;
    telemetry.requests.inc(requestLabels);
    telemetry.requestSeconds.observe({ route: requestLabels.route }, 0);
    countWarm(answer, telemetry);
    return new Response(answer.bytes, { headers });
  };
};
