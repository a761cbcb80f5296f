import { Hono, type Context } from 'hono';
import type { BatchItem } from '../../core/protocol/batch';
import { isMetricName, metricOf } from '../../core/domain/catalog';
import { paramsOf, parseBatch, parseCancel } from '../../core/protocol/batch-request';
import { failureOf, FailureError, invalidQuery } from '../../core/domain/failure';
import type { Line } from '../../core/protocol/stream';
import { answerLines, isLong, withId } from '../../core/protocol/write-stream';
import type { Answered, StreamedQuestion } from './streams/answer-stream';
import type { Env } from '../http/env';
import { limitBatch } from '../http/body-limits';
import { OpenStreams } from './streams/open-streams';
import { tooMany } from '../http/problem';
import { sessionOf, signedIn } from '../http/signed-in';
import type { Session } from '../auth/sessions';
import { lastLine, questionIn, streamHeaders, freshIn } from './answer-query';
import type { MetricsSettings } from './metrics';

/** Whether an item asks for one number that is a request of its own, which sums of known buckets could not give. */
const isAlone = ({ period, metric }: BatchItem): boolean =>
  period === 'SINGLE' &&
  [metric].flat().some((name) => typeof name === 'string' && isMetricName(name) && !metricOf(name).additive);

/** What shares its request with nothing goes first: Amazon is at work on it while the others are planned together. */
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

/** Who asks, in which call. */
interface Asker {
  readonly session: Session;
  readonly requestId: string;
}

/** What an item asks, ready to be answered; a wrong one fails alone. */
const streamed = (settings: MetricsSettings, { session, requestId }: Asker, item: BatchItem): StreamedQuestion => {
  const { id } = item;
  const { warm, grants, running, clock, secrets, telemetry } = settings;
  const customer = session.account.id;
  const told = async (line: Line): Promise<Answered> => ({
    lines: answerLines(id, await secrets.redactLine(line)),
    isLong: isLong(line),
  });
  const answer: StreamedQuestion['run'] = async (onProgress, controller) => {
    const params = paramsOf(item);
    const url = `?${JSON.stringify(params)}`;
    const known = warm.give(customer, url);
    if (known !== undefined) return { lines: [withId(id, known.line)].values(), isLong: false };
    const question = questionIn(params, clock);
    const asked = { question, ...freshIn(params), customer, grant: grants.of(session), onProgress };
    const line = await running.run(customer, controller, (signal) =>
      lastLine(settings, { requestId, url, asked: { ...asked, signal } }),
    );
    return told(line);
  };
  const run: StreamedQuestion['run'] = async (onProgress, controller) => {
    try {
      return await answer(onProgress, controller);
    } catch (error) {
      telemetry.questions.inc({ outcome: failureOf(error).code });
      return told({ kind: 'failure', ...failureOf(error) });
    }
  };
  return { id, run };
};

/** `POST /api/questions`: many questions at once, answered on one stream, and `POST /api/questions/cancel`. */
export const questionsRoutes = (settings: MetricsSettings): Hono<Env> => {
  const { engine, running, clock, inbound } = settings;
  const streams = new OpenStreams(clock.every);
  const app = new Hono<Env>();
  app.post('/api/questions', signedIn(settings), limitBatch, async (context) => {
    const session = sessionOf(context);
    const { stream: name, join, questions } = parseBatch(await jsonOf(context));
    // What is known to the byte is answered without the engine.
    await engine.hear(session.account.id);
    // Each counts as one request, as it would alone.
    const refusal = inbound.ofPerson(session.account.id, questions.length - 1);
    if (refusal !== undefined) return tooMany(refusal);
    // A stream that is joined again and again would never end.
    const joined = running.stopping ? undefined : streams.find(session.id, [name, ...join]);
    const twice = questions.find(({ id }) => joined?.has(id));
    if (twice !== undefined)
      throw new FailureError(invalidQuery([{ argument: 'id', value: twice.id, accepted: 'an id that is not in use' }]));
    const stream = joined ?? streams.open(session.id, name);
    const asker = { session, requestId: context.get('requestId') };
    void stream.add(aloneFirst(questions).map((item) => streamed(settings, asker, item)));
    return joined === undefined
      ? context.body(stream.body, 200, streamHeaders)
      : context.json({ stream: stream.name }, 202);
  });
  app.post('/api/questions/cancel', signedIn(settings), limitBatch, async (context) => {
    streams.cancel(sessionOf(context).id, parseCancel(await jsonOf(context)));
    return context.body(null, 204);
  });
  return app;
};
