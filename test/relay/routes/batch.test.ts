import { describe, expect, it } from 'vitest';
import { type Line, parseLine, parseProblem } from '../../../src/core/protocol/stream';
import type { Engine } from '../../../src/relay/queries/engine';
import type { QueryRequest } from '../../../src/relay/queries/fetching/query-run';
import { authorized, metricsOf, query, signIn, skillId, startWorld, type World } from '../../support/relay/world';

const ask = (world: World, session: string, text = query(), init: RequestInit = {}): Promise<Response> =>
  fetch(`${world.url}/api/metrics?${text}`, { ...authorized(session), ...init });

const linesOf = async (answer: Response): Promise<Line[]> => (await answer.text()).trimEnd().split('\n').map(parseLine);

const lastOf = async (answer: Response): Promise<Line | undefined> => (await linesOf(answer)).at(-1);

/** An engine whose queries the test answers by hand. */
const handEngine = () => {
  const asked: QueryRequest[] = [];
  const settle: {
    resolve: (answer: Awaited<ReturnType<Engine['answer']>>) => void;
    reject: (error: unknown) => void;
  }[] = [];
  const waiting: (() => void)[] = [];
  const engine: Engine = {
    answer: (one) => {
      asked.push(one);
      waiting.splice(0).forEach((go) => go());
      return new Promise((resolve, reject) => {
        settle.push({ resolve, reject });
        one.signal.addEventListener('abort', () => reject(one.signal.reason as Error));
      });
    },
    forget: () => Promise.resolve(),
    hear: () => Promise.resolve(),
  };
  const firstAsked = async (): Promise<QueryRequest> => {
    if (asked.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    const [first] = asked;
    if (first === undefined) throw new Error('nothing was asked');
    return first;
  };
  return { engine, asked, settle, firstAsked };
};

/** A skill of the sandbox whose metrics always answer with this status. */
const skillThatFails = (status: number): string => `amzn1.ask.skill.fa017000-0000-4000-8000-000000000${status}`;

const emptyAnswer = { series: [], fetchedAt: 0, requests: 0, pages: 0, requestIds: [] };

describe('a query', () => {
  it('is answered with what Amazon holds', async () => {
    const world = await startWorld();
    const answer = await ask(world, await signIn(world));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store, no-transform');
    const last = await lastOf(answer);
    const truth = world.sandbox.truth({
      skillId,
      metric: 'totalSessions',
      period: 'P1D',
      startTime: Date.UTC(2026, 8, 1),
      endTime: Date.UTC(2026, 8, 8),
    });
    expect(truth).toHaveLength(7);
    expect(last).toMatchObject({
      kind: 'result',
      series: [{ metric: 'totalSessions', values: truth.map(({ value }) => value) }],
    });
  });

  it('that is wrong is a problem with all that is wrong, before any stream', async () => {
    const world = await startWorld();
    const answer = await ask(world, await signIn(world), query({ period: 'PT2H', stage: 'beta', fresh: '2' }));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(parseProblem(await answer.json())).toMatchObject({ code: 'invalid_query' });
    const wrong = parseProblem(
      await (await ask(world, await signIn(world), query({ period: 'PT2H', stage: 'beta' }))).json(),
    );
    expect(wrong?.code === 'invalid_query' && wrong.problems.map(({ argument }) => argument)).toEqual([
      'period',
      'stage',
    ]);
  });

  it.each([
    [{ since: '2026-11-26T01:00:00Z' }, 'fresh'],
    [{ fresh: '1', since: 'yesterday' }, 'since'],
  ])("isn't a fresh one with %o", async (more, argument) => {
    const world = await startWorld();
    const answer = await ask(world, await signIn(world), query(more));
    expect(parseProblem(await answer.json())).toMatchObject({ code: 'invalid_query', problems: [{ argument }] });
  });

  it("fails with Amazon's words in the stream's last line", async () => {
    const world = await startWorld();
    const answer = await ask(world, await signIn(world), query({ skillId: skillThatFails(403) }));
    expect(await lastOf(answer)).toMatchObject({ kind: 'failure', code: 'forbidden' });
  });

  it('of an intent that the skill does not have fails with the one that was meant', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const of = (intent: string) => ask(world, session, query({ intent }));
    expect(await lastOf(await of('AnswerIntnt'))).toMatchObject({
      kind: 'failure',
      code: 'invalid_query',
      message: 'The skill has no intent "AnswerIntnt". Did you mean AnswerIntent?',
    });
    const [right, otherCase] = [await lastOf(await of('AnswerIntent')), await lastOf(await of('answerintent'))];
    if (right?.kind !== 'result' || otherCase?.kind !== 'result') throw new Error('no result');
    expect(right.series[0]?.values.some((value) => value > 0)).toBe(true);
    expect(otherCase.series).toEqual([{ ...right.series[0], intent: 'answerintent' }]);
  });

  it.each([
    ['1', 'tail'],
    ['all', 'all'],
  ])('with fresh=%s asks the engine for %s', async (fresh, expected) => {
    const { engine, settle, firstAsked } = handEngine();
    const world = await startWorld({ engine });
    const since = '2026-11-26T01:00:00.250Z';
    const answer = ask(world, await signIn(world), query({ fresh, since }));
    const asked = await firstAsked();
    expect(asked).toMatchObject({
      fresh: expected,
      since: Date.parse(since),
      accountId: 'amzn1.account.SANDBOXADA000000000000000000',
    });
    settle[0]?.resolve(emptyAnswer);
    expect(await lastOf(await answer)).toMatchObject({ kind: 'result' });
  });

  it('reports its progress at most once a tick, and again after a long silence', async () => {
    const { engine, settle, firstAsked } = handEngine();
    const world = await startWorld({ engine });
    const answer = await ask(world, await signIn(world));
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    const next = async (): Promise<Line> => parseLine((await reader?.read())?.value ?? '');
    const asked = await firstAsked();
    for (let pages = 1; pages <= 7; pages += 1)
      asked.onProgress?.({ windowsDone: 1, windowsPlanned: 4, pages, points: pages * 50 });
    world.clock.tick();
    expect(await next()).toEqual({ kind: 'progress', windowsDone: 1, windowsPlanned: 4, pages: 7, points: 350 });
    world.clock.tick(49);
    asked.onProgress?.({ windowsDone: 2, windowsPlanned: 4, pages: 8, points: 400 });
    world.clock.tick();
    expect(await next()).toMatchObject({ pages: 8 });
    world.clock.tick(50);
    expect(await next(), 'a heartbeat, so that no proxy closes').toMatchObject({ pages: 8 });
    settle[0]?.resolve(emptyAnswer);
    expect(await next()).toMatchObject({ kind: 'result' });
    expect((await reader?.read())?.done).toBe(true);
    // The audit writes once more.
    world.clock.tick();
    expect(
      world.clock.ticking,
      'only the sweeping of the store, and the looks at readers and at connections, go on',
    ).toBe(3);
  });

  it('is cancelled when its reader leaves', async () => {
    const { engine, firstAsked } = handEngine();
    const world = await startWorld({ engine });
    const leaving = new AbortController();
    const answer = await ask(world, await signIn(world), query(), { signal: leaving.signal });
    const { signal } = await firstAsked();
    expect(signal.aborted).toBe(false);
    const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve));
    leaving.abort();
    await expect(answer.text()).rejects.toThrow();
    await aborted;
    expect(signal.reason).toMatchObject({ failure: { code: 'cancelled' } });
  });

  it('that meets an internal error says so without details, which the log has', async () => {
    const { engine, settle, firstAsked } = handEngine();
    const world = await startWorld({ engine });
    const answer = ask(world, await signIn(world));
    await firstAsked();
    settle[0]?.reject(new TypeError('x is not a function'));
    expect(await lastOf(await answer)).toEqual({
      kind: 'failure',
      code: 'internal',
      message: 'Something went wrong in the add-in itself.',
      advice: 'Try again. If it keeps happening, contact your administrator.',
    });
    expect(world.logged()).toContain('x is not a function');
  });

  it('is counted and logged by its outcome', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    await (await ask(world, session)).text();
    await (await ask(world, session, query({ skillId: skillThatFails(404) }))).text();
    const metrics = await metricsOf(world.url);
    expect(metrics).toContain('relay_questions_total{outcome="result"} 1');
    expect(metrics).toContain('relay_questions_total{outcome="not_found"} 1');
    expect(metrics).toContain('relay_questions_running 0');
    expect(metrics).toMatch(/relay_upstream_requests_total\{host="127.0.0.1:\d+",status="404"\} 1/);
    expect(metrics).toContain('relay_http_requests_total{route="/api/metrics",method="GET",status="200"} 2');
    expect(world.logged()).toMatch(/"outcome":"result".*"points":7/);
  });
});

describe('stopping', () => {
  it('lets a query finish, takes no new ones, and closes', async () => {
    const { engine, settle, firstAsked } = handEngine();
    const world = await startWorld({ engine, graceMs: 10_000 });
    const session = await signIn(world);
    const answer = await ask(world, session);
    await firstAsked();
    const stopped = world.relay.stop();
    await expect(ask(world, session)).rejects.toThrow('fetch failed');
    settle[0]?.resolve(emptyAnswer);
    expect(await lastOf(answer)).toMatchObject({ kind: 'result' });
    await stopped;
  });

  it('fails in words what takes too long', async () => {
    const { engine, firstAsked } = handEngine();
    const world = await startWorld({ engine, graceMs: 1 });
    const answer = await ask(world, await signIn(world));
    await firstAsked();
    const stopped = world.relay.stop();
    expect(await lastOf(answer)).toMatchObject({
      kind: 'failure',
      code: 'unavailable',
      message: "The add-in's server is restarting.",
    });
    await stopped;
  });
});
