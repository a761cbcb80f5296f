/** `POST /api/questions`: many queries in one call, each with its own answer, over real sockets. */
import { describe, expect, it } from 'vitest';
import { type BatchLine, maxBatchBytes, maxBatchQueries, parseBatchLine } from '../../../../src/core/protocol/batch';
import { parseProblem } from '../../../../src/core/protocol/stream';
import { emptyAnswer, handEngine } from '../../../support/relay/fakes/hand-engine';
import { authorized, signIn, skillId, startWorld, type World } from '../../../support/relay/world';

const item = (id: string, more: object = {}): object => ({
  id,
  skillId,
  metric: ['totalSessions'],
  startTime: '2026-09-01T00:00:00Z',
  endTime: '2026-09-08T00:00:00Z',
  period: 'P1D',
  stage: 'live',
  skillType: 'custom',
  ...more,
});

const post = (world: World, session: string, body: unknown, path = '', init: RequestInit = {}): Promise<Response> =>
  fetch(`${world.url}/api/questions${path}`, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...authorized(session),
    ...init,
  });

/** Gives the stream's next line, with its id; undefined at its end. */
const linesOf = ({ body }: Response): (() => Promise<(BatchLine & { id: string }) | undefined>) => {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  const next = async (): Promise<(BatchLine & { id: string }) | undefined> => {
    const end = rest.indexOf('\n');
    if (end < 0) {
      const { value, done = true } = (await reader?.read()) ?? {};
      if (done) return undefined;
      rest += value ?? '';
      return next();
    }
    const text = rest.slice(0, end);
    rest = rest.slice(end + 1);
    if (text === '') return next();
    const { id, line } = parseBatchLine(text);
    return { id, ...line };
  };
  return next;
};

/** The last line of each query, by id. */
const endsOf = async (answer: Response): Promise<Record<string, BatchLine>> => {
  const next = linesOf(answer);
  const ends: Record<string, BatchLine> = {};
  for (let line = await next(); line !== undefined; line = await next()) {
    const { id, ...rest } = line;
    ends[id] = rest;
  }
  return ends;
};

const forbidden = 'amzn1.ask.skill.fa017000-0000-4000-8000-000000000403';

describe('many queries in one call', () => {
  it('are answered one by one: right, failed or wrong, each for itself', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const queries = [
      item('right'),
      item('two-metrics', { metric: ['totalSessions', 'totalUtterances'] }),
      item('one-text', { metric: 'totalSessions', maxResults: 50 }),
      item('forbidden', { skillId: forbidden }),
      item('wrong', { period: 'PT2H' }),
      item('odd', { stage: { name: 'live' } }),
      item('unknown', { colour: 'red' }),
      { id: 'empty' },
    ];
    const answer = await post(world, session, { stream: 's1', questions: queries });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    const ends = await endsOf(answer);
    const truth = world.sandbox.truth({
      skillId,
      metric: 'totalSessions',
      period: 'P1D',
      startTime: Date.UTC(2026, 8, 1),
      endTime: Date.UTC(2026, 8, 8),
    });
    const values = truth.map(({ value }) => value);
    expect(values).toHaveLength(7);
    expect(ends).toMatchObject({
      right: { kind: 'result', series: [{ metric: 'totalSessions', values }] },
      'two-metrics': { kind: 'result', series: [{ metric: 'totalSessions', values }, { metric: 'totalUtterances' }] },
      'one-text': { kind: 'result', series: [{ values }] },
      forbidden: { kind: 'failure', code: 'forbidden' },
      wrong: { kind: 'failure', code: 'invalid_query', problems: [{ argument: 'period', value: 'PT2H' }] },
      odd: { kind: 'failure', code: 'invalid_query', problems: [{ argument: 'stage', value: '{"name":"live"}' }] },
      unknown: { kind: 'failure', code: 'invalid_query', problems: [{ argument: 'colour', value: 'red' }] },
      empty: { kind: 'failure', code: 'invalid_query' },
    });
  });

  it('report progress and can be cancelled, each by itself', async () => {
    const { engine, nth } = handEngine();
    const world = await startWorld({ engine });
    const session = await signIn(world);
    const next = linesOf(await post(world, session, { stream: 's1', questions: [item('a'), item('b'), item('c')] }));
    const [a, b] = [await nth(0), await nth(1), await nth(2)];
    b.onProgress?.({ windowsDone: 1, windowsPlanned: 2, pages: 3, points: 4 });
    world.clock.tick();
    expect(await next()).toEqual({ id: 'b', kind: 'progress', windowsDone: 1, windowsPlanned: 2, pages: 3, points: 4 });
    const stranger = await signIn(world, 'amzn1.account.SANDBOXBEN000000000000000000');
    expect((await post(world, stranger, { ids: ['a', 'b'] }, '/cancel')).status).toBe(204);
    expect((await post(world, session, { ids: ['b', 'long-gone'] }, '/cancel')).status).toBe(204);
    expect(await next()).toMatchObject({ id: 'b', kind: 'failure', code: 'cancelled' });
    a.resolve(emptyAnswer);
    expect(await next()).toMatchObject({ id: 'a', kind: 'result' });
    (await nth(2)).resolve(emptyAnswer);
    expect(await next()).toMatchObject({ id: 'c', kind: 'result' });
    expect(await next(), 'the stream ends with its last question').toBeUndefined();
    // The audit writes once more.
    world.clock.tick();
    expect(world.clock.ticking, 'nothing is left behind').toBe((await startWorld({ engine })).clock.ticking);
  });

  it('join a stream that is open, and open another where it has ended or is somebody else’s', async () => {
    const { engine, nth } = handEngine();
    const world = await startWorld({ engine });
    const session = await signIn(world);
    const next = linesOf(await post(world, session, { stream: 's1', questions: [item('a')] }));
    const joined = await post(world, session, { stream: 's2', join: ['s0', 's1'], questions: [item('b')] });
    expect([joined.status, await joined.json()]).toEqual([202, { stream: 's1' }]);
    const again = await post(world, session, { stream: 's3', join: ['s1'], questions: [item('a')] });
    expect([again.status, parseProblem(await again.json())]).toMatchObject([400, { code: 'invalid_query' }]);
    const stranger = await signIn(world, 'amzn1.account.SANDBOXBEN000000000000000000');
    const other = await post(world, stranger, { stream: 's4', join: ['s1'], questions: [item('a')] });
    expect(other.status).toBe(200);
    (await nth(1)).resolve(emptyAnswer);
    expect(await next()).toMatchObject({ id: 'b', kind: 'result' });
    (await nth(0)).resolve(emptyAnswer);
    expect(await next()).toMatchObject({ id: 'a', kind: 'result' });
    expect(await next()).toBeUndefined();
    const late = await post(world, session, { stream: 's5', join: ['s1'], questions: [item('a')] });
    expect(late.status).toBe(200);
  });

  it('are all cancelled when the stream is left', async () => {
    const { engine, nth } = handEngine();
    const world = await startWorld({ engine });
    const leaving = new AbortController();
    const queries = Array.from({ length: 50 }, (_, index) => item(`q${index}`));
    await post(world, await signIn(world), { stream: 's1', questions: queries }, '', { signal: leaving.signal });
    const asked = await Promise.all(queries.map((_, index) => nth(index)));
    const all = Promise.all(
      asked.map(({ signal }) => new Promise((resolve) => signal.addEventListener('abort', resolve))),
    );
    leaving.abort();
    await all;
    expect(asked.map(({ signal }) => signal.reason as unknown)).toMatchObject(
      queries.map(() => ({ failure: { code: 'cancelled' } })),
    );
  });

  it.each([
    ['no JSON', '{"stream":'],
    ['no stream', { questions: [item('a')] }],
    ['no question', { stream: 's1', questions: [] }],
    ['a question without an id', { stream: 's1', questions: [item('a'), { skillId }] }],
    ['an id with a line break', { stream: 's1', questions: [item('a\n')] }],
    ['an id twice', { stream: 's1', questions: [item('a'), item('b'), item('a')] }],
    [
      'too many questions',
      { stream: 's1', questions: Array.from({ length: maxBatchQueries + 1 }, (_, index) => ({ id: `q${index}` })) },
    ],
  ])('are refused together if their answers would be indistinguishable: %s', async (_, body) => {
    const { engine, asked } = handEngine();
    const world = await startWorld({ engine });
    const answer = await post(world, await signIn(world), body);
    expect([answer.status, parseProblem(await answer.json())]).toMatchObject([400, { code: 'invalid_query' }]);
    expect(asked).toEqual([]);
  });

  it.each(['', '/cancel'])('are let in by a session, and in a body of bounded length: %s', async (path) => {
    const world = await startWorld();
    expect((await post(world, 'x'.repeat(43), {}, path)).status).toBe(401);
    const session = await signIn(world);
    const long = { stream: 's1', questions: [item('a', { intent: 'x'.repeat(maxBatchBytes) })] };
    expect((await post(world, session, long, path)).status).toBe(413);
  });

  it('are answered warm where the same was asked before, however it was asked', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const body = { stream: 's1', questions: [item('a'), item('b', { metric: ['totalUtterances'] })] };
    const first = await endsOf(await post(world, session, body));
    const requests = world.sandbox.requests.metricsOf().length;
    const again = await endsOf(await post(world, session, body));
    expect(again['a']).toEqual({ ...first['a'], requests: 0, pages: 0, requestIds: [] });
    expect(again['b']).toMatchObject({ kind: 'result', requests: 0 });
    expect(world.sandbox.requests.metricsOf()).toHaveLength(requests);
    world.clock.tick();
    expect(world.logged()).toMatch(/"metrics":\["totalSessions"\].*"times":1,"msg":"question"/);
  });
});
