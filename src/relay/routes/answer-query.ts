import { systemCode } from '../../amazon/http/failures';
import { FailureError, failureOf, invalidQuery } from '../../core/domain/failure';
import { formatInstant, parseInstant } from '../../core/domain/instant';
import { parseQueryParams } from '../../core/protocol/query-params';
import type { Line } from '../../core/protocol/stream';
import { pointsIn, type Query } from '../../core/query/query';
import { tooLarge } from '../../core/windows/query-size';
import type { Audit, AuditEvent } from '../auth/audit/audit';
import type { Clock } from '../lib/clock';
import { type Log, personOf } from '../observability/log';
import type { Telemetry } from '../observability/metrics';
import type { Engine } from '../queries/engine';
import type { QueryRequest } from '../queries/fetching/query-run';
import type { ResponseCache } from './response-cache';

const wrong = (argument: string, values: readonly string[], accepted: string): FailureError =>
  new FailureError(invalidQuery([{ argument, value: values.join(), accepted }]));

/** A request's parameters, in their order. */
type Params = readonly (readonly [name: string, value: string])[];

const names = new Set(['fresh', 'since']);

/** The parameters of the query itself: all but `fresh` and `since`. */
const withoutFresh = (params: Params): Params => params.filter(([name]) => !names.has(name));

/**
 * Reads the required freshness from `fresh` (`1` or `all`) and `since`.
 *
 * @returns an empty object when both are absent
 * @throws {FailureError} `invalid_query` when one is malformed, or `since` comes without `fresh`
 */
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
  readonly audit: Pick<Audit, 'note'>;
  readonly engine: Engine;
  readonly warm: ResponseCache;
  readonly clock: Clock;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

/** The headers of a stream of NDJSON lines. */
export const streamHeaders = {
  'Content-Type': 'application/x-ndjson; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  // nginx would buffer the progress lines.
  'X-Accel-Buffering': 'no',
};

/**
 * Reads the query from a request's parameters.
 *
 * @throws {FailureError} `invalid_query` when they are wrong, `too_large` when the answer would be too long for Excel
 */
export const queryIn = (params: Params, { now }: Clock): Query => {
  const query = parseQueryParams(withoutFresh(params));
  const failure = tooLarge(query, now());
  if (failure !== undefined) throw new FailureError(failure);
  return query;
};

/** A query with the request that it came in. */
export interface ReceivedQuery {
  readonly requestId: string;
  readonly url: string;
  readonly asked: QueryRequest;
}

/** What the audit holds of a query. */
const queryEvent = ({ accountId, query }: QueryRequest): Omit<AuditEvent, 'outcome'> => ({
  event: 'query',
  who: accountId,
  skillId: query.skillId,
  metrics: [...query.metrics],
  stage: query.stage,
  period: query.period,
  startTime: formatInstant(query.startTime),
  endTime: formatInstant(query.endTime),
});

/**
 * Answers a query, logs it and counts it.
 * @returns the last line of the answer's stream: a result or a failure. Never rejects.
 */
export const lastLine = async (
  { audit, engine, warm, clock, log, telemetry }: AnsweringDeps,
  { requestId, url, asked }: ReceivedQuery,
): Promise<Line> => {
  const from = clock.now();
  const { skillId, metrics, period, stage } = asked.query;
  const about = { person: personOf(asked.accountId), skillId, metrics, period, stage };
  const noteQuery = (outcome: string, cost: { requests?: number; points?: number } = {}): void =>
    audit.note({ ...queryEvent(asked), outcome, ...cost });
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
    noteQuery('result', { requests, points });
    // Cached responses may contain older numbers.
    if (asked.fresh !== undefined) warm.renew(asked.accountId, asked.since);
    // Without `since`, every such request must reach Amazon.
    const mayServe = asked.fresh === undefined || asked.since !== undefined;
    // Signing out deletes a person's cached responses; none may follow.
    if (mayServe && asked.tokens.ended?.aborted !== true)
      warm.keep(asked.accountId, url, answer, { about, event: queryEvent(asked) });
    return { kind: 'result', ...answer };
  } catch (error) {
    const failure = failureOf(error);
    const unforeseen = error instanceof FailureError ? {} : { err: error };
    const fields = {
      requestId,
      ...about,
      ...settle(failure.code),
      reason: failure.message,
      amazonRequestId: failure.requestId,
      systemCode: systemCode(error),
    };
    noteQuery(failure.code);
    log[failure.code === 'internal' ? 'error' : 'info']({ ...fields, ...unforeseen }, 'question');
    return { kind: 'failure', ...failure };
  } finally {
    telemetry.queriesRunning.dec();
  }
};
