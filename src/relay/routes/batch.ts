import { type Context, Hono } from 'hono';
import { isMetricName, metricOf } from '../../core/domain/catalog';
import { FailureError, failureOf, invalidQuery } from '../../core/domain/failure';
import { type BatchItem, paramsOf, parseBatch, parseCancel } from '../../core/protocol/batch';
import type { Line } from '../../core/protocol/stream';
import { answerLines, isLong, withId } from '../../core/protocol/write-stream';
import type { Session } from '../auth/sessions/session-records';
import type { Env } from '../http/env';
import { limitBatch } from '../http/inbound-limits';
import { tooMany } from '../http/problem';
import { sessionOf, signedIn } from '../http/signed-in';
import { freshIn, lastLine, queryIn, streamHeaders } from './answer-query';
import type { MetricsDeps } from './metrics';
import { type NdjsonAnswer, OpenStreams, type StreamedQuery } from './streams/answer-stream';

/** Whether an item always takes a request of its own: a SINGLE that cached buckets can't be summed to. */
const isAlone = ({ period, metric }: BatchItem): boolean =>
  period === 'SINGLE' &&
  [metric].flat().some((name) => typeof name === 'string' && isMetricName(name) && !metricOf(name).additive);

/** Puts such items first: Amazon works on them while the others are planned together. */
const aloneFirst = (items: readonly BatchItem[]): readonly BatchItem[] => [
  ...items.filter(isAlone),
  ...items.filter((item) => !isAlone(item)),
];

const noJson = (cause: unknown): FailureError =>
  new FailureError(invalidQuery([{ argument: 'body', value: 'no JSON', accepted: 'an object in JSON' }]), { cause });

const jsonOf = async (context: Context<Env>): Promise<unknown> => {
  try {
    return await context.req.json();
  } catch (error) {
    throw noJson(error);
  }
};

const tooManyStreams = (most: number): FailureError =>
  new FailureError({
    code: 'throttled',
    message: `Your sign-in already has ${most} streams of answers open, the most that the add-in's server allows.`,
    advice: 'Close some workbooks, or try again when queries have finished.',
  });

/** The session and the request that a batch came in. */
interface Caller {
  readonly session: Session;
  readonly requestId: string;
}

/** An item's query, ready to run. A wrong item fails on its own line. */
const streamed = (deps: MetricsDeps, { session, requestId }: Caller, item: BatchItem): StreamedQuery => {
  const { id } = item;
  const { warm, accessTokens, running, clock, secrets, telemetry } = deps;
  const accountId = session.account.id;
  const redacted = async (line: Line): Promise<NdjsonAnswer> => ({
    lines: answerLines(id, await secrets.redactLine(line)),
    isLong: isLong(line),
  });
  const answer: StreamedQuery['run'] = async (onProgress, controller) => {
    const params = paramsOf(item);
    const url = `?${JSON.stringify(params)}`;
    const known = warm.get(accountId, url);
    if (known !== undefined) return { lines: [withId(id, known.line)].values(), isLong: false };
    const query = queryIn(params, clock);
    const asked = { query, ...freshIn(params), accountId, tokens: accessTokens.of(session), onProgress };
    const line = await running.run(accountId, controller, (signal) =>
      lastLine(deps, { requestId, url, asked: { ...asked, signal } }),
    );
    return redacted(line);
  };
  const run: StreamedQuery['run'] = async (onProgress, controller) => {
    try {
      return await answer(onProgress, controller);
    } catch (error) {
      telemetry.queries.inc({ outcome: failureOf(error).code });
      return redacted({ kind: 'failure', ...failureOf(error) });
    }
  };
  return { id, run };
};

/**
 * The routes of batches: `POST /api/questions` answers many queries on one stream of NDJSON, or with status 202 on the
 * stream of an earlier call; `POST /api/questions/cancel` cancels queries by their IDs.
 */
export const queriesRoutes = (deps: MetricsDeps): Hono<Env> => {
  const { engine, running, clock, inbound } = deps;
  const streams = new OpenStreams(clock.every, deps.streamsPerSession);
  const app = new Hono<Env>();
  app.post('/api/questions', signedIn(deps), limitBatch, async (context) => {
    const session = sessionOf(context);
    const { stream: name, join, questions: queries } = parseBatch(await jsonOf(context));
    // Cached responses bypass the engine, which would learn of other relays' refreshes.
    await engine.hear(session.account.id);
    // Each query counts as one request.
    const refusal = inbound.ofPerson(session.account.id, queries.length - 1);
    if (refusal !== undefined) return tooMany(refusal);
    // A stream that queries keep joining would never end.
    const joined = running.stopping ? undefined : streams.find(session.id, [name, ...join]);
    const twice = queries.find(({ id }) => joined?.has(id));
    if (twice !== undefined)
      throw new FailureError(invalidQuery([{ argument: 'id', value: twice.id, accepted: 'an id that is not in use' }]));
    if (joined === undefined && !streams.hasRoom(session.id)) {
      inbound.refuse('STREAMS_PER_SESSION', { who: session.account.id });
      throw tooManyStreams(deps.streamsPerSession);
    }
    const stream = joined ?? streams.open(session.id, name);
    const caller = { session, requestId: context.get('requestId') };
    void stream.add(aloneFirst(queries).map((item) => streamed(deps, caller, item)));
    return joined === undefined
      ? context.body(stream.body, 200, streamHeaders)
      : context.json({ stream: stream.name }, 202);
  });
  app.post('/api/questions/cancel', signedIn(deps), limitBatch, async (context) => {
    streams.cancel(sessionOf(context).id, parseCancel(await jsonOf(context)));
    return context.body(null, 204);
  });
  return app;
};
