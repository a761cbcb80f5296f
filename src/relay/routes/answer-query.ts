import { systemCode } from '../../amazon/http/failures';
import { FailureError, failureOf, invalidQuery } from '../../core/domain/failure';
import { pointsIn, type Query } from '../../core/query/question';
import { parseQueryParams } from '../../core/protocol/query-params';
import { tooLarge } from '../../core/windows/query-size';
import type { Line } from '../../core/protocol/stream';
import type { Clock } from '../lib/clock';
import { personOf, type Log } from '../observability/log';
import type { Engine } from '../queries/engine';
import type { QueryRequest } from '../queries/fetching/query-run';
import type { Telemetry } from '../observability/metrics';
import type { ResponseCache } from './response-cache';
import { parseInstant } from '../../core/domain/instant';

const wrong = (argument: string, values: readonly string[], accepted: string): FailureError =>
  new FailureError(invalidQuery([{ argument, value: values.join(), accepted }]));

/** A call's parameters, in their order. */
type Params = readonly (readonly [name: string, value: string])[];

const names = new Set(['fresh', 'since']);

/** The parameters that say what is asked: all but `fresh` and `since`. */
const withoutFresh = (params: Params): Params => params.filter(([name]) => !names.has(name));

/** How fresh the answer is to be, as `fresh` and `since` say. Throws a FailureError `invalid_query`. */
export const freshIn = (params: Params): Pick<QueryRequest, 'fresh' | 'since'> => {
  const of = (wanted: string): string[] => params.flatMap(([name, value]) => (name === wanted ? [value] : []));
  const [fresh, since] = [of('fresh'), of('since')];
  if (fresh.length === 0 && since.length === 0) return {};
  const [word, instant] = [fresh.length === 1 ? fresh[0] : undefined, parseInstant(since[0] ?? '')];
  if (word !== '1' && word !== 'all') throw wrong('fresh', fresh, '1 or all');
  if (since.length > 1 || (since.length === 1 && instant === undefined))
    throw wrong('since', since, 'an ISO 8601 time with a zone');
  return { fresh: word === '1' ? 'tail' : 'all', ...(instant === undefined ? {} : { since: instant }) };
};

export interface AnsweringDeps {
  readonly engine: Engine;
  readonly warm: ResponseCache;
  readonly clock: Clock;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

/** Headers of a stream of lines. */
export const streamHeaders = {
  'Content-Type': 'application/x-ndjson; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would hold the progress back.
  'X-Accel-Buffering': 'no',
};

/** The query in its parameters. Throws a FailureError `invalid_query`, or `too_large` where nobody could hold the answer. */
export const queryIn = (params: Params, { now }: Clock): Query => {
  const query = parseQueryParams(withoutFresh(params));
  const failure = tooLarge(query, now());
  if (failure !== undefined) throw new FailureError(failure);
  return query;
};

/** A query as it came. */
export interface ReceivedQuery {
  readonly requestId: string;
  readonly url: string;
  readonly asked: QueryRequest;
}

/** The last line of an answer, with one log line and the measures of it. Never rejects. */
export const lastLine = async (
  { engine, warm, clock, log, telemetry }: AnsweringDeps,
  { requestId, url, asked }: ReceivedQuery,
): Promise<Line> => {
  const from = clock.now();
  const { skillId, metrics, period, stage } = asked.query;
  const about = { person: personOf(asked.accountId), skillId, metrics, period, stage };
  const settle = (outcome: string): { outcome: string; ms: number } => {
    const ms = clock.now() - from;
    telemetry.queries.inc({ outcome });
    telemetry.querySeconds.observe(ms / 1000);
    return { outcome, ms };
  };
  telemetry.queriesRunning.inc();
  try {
    const answer = await engine.answer(asked);
    const points = pointsIn(answer);
    telemetry.points.inc(points);
    const { requests, pages } = answer;
    log.info({ requestId, ...about, ...settle('result'), requests, pages, points }, 'question');
    // Asked for anew, numbers may differ from those that other answers were made of.
    if (asked.fresh !== undefined) warm.renew(asked.accountId, asked.since);
    // What is to be asked anew each time serves nobody else.
    const mayServe = asked.fresh === undefined || asked.since !== undefined;
    // What is known of a person goes when they sign out, and nothing may come after.
    if (mayServe && asked.tokens.ended?.aborted !== true) warm.keep(asked.accountId, url, answer, about);
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
      systemCode: systemCode(error),
    };
    log[failure.code === 'internal' ? 'error' : 'info']({ ...told, ...unforeseen }, 'question');
    return { kind: 'failure', ...failure };
  } finally {
    telemetry.queriesRunning.dec();
  }
};
