import { describe, expect, it, onTestFinished } from 'vitest';
import { type Line, parseLine } from '../../../../src/core/protocol/stream';
import { readSettings } from '../../../../src/relay/config/settings';
import { startRelay } from '../../../../src/relay/start';
import { losableStore } from '../../../support/relay/fakes/losable-store';
import { TestClock } from '../../../support/relay/fakes/test-clock';
import {
  attributeOf,
  authorized,
  environment,
  metricsOf,
  newVerifier,
  query,
  signIn,
  startWorld,
  type World,
} from '../../../support/relay/world';

const ask = (world: World, session: string, text = query(), init: RequestInit = {}): Promise<Response> =>
  fetch(`${world.url}/api/metrics?${text}`, { ...authorized(session), ...init });

const resultOf = async (answer: Response): Promise<Extract<Line, { kind: 'result' }>> => {
  const last = parseLine((await answer.text()).trimEnd().split('\n').at(-1) ?? '');
  if (last.kind === 'result') return last;
  throw new Error(`no result: ${JSON.stringify(last)}`);
};

const valuesOf = async (answer: Response): Promise<readonly number[]> =>
  (await resultOf(answer)).series.flatMap(({ values }) => values);

const asked = ({ sandbox }: World): number => sandbox.requests.metricsOf().length;

describe('a query whose answer is final', () => {
  it('is answered again with the same numbers and headers, and no request to Amazon', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const first = await ask(world, session);
    const before = await resultOf(first);
    const requests = asked(world);
    const again = await ask(world, session);
    expect(await resultOf(again)).toEqual({ ...before, requests: 0, pages: 0, requestIds: [] });
    expect(asked(world)).toBe(requests);
    for (const name of ['content-type', 'cache-control', 'content-security-policy', 'x-content-type-options'])
      expect([name, again.headers.get(name)]).toEqual([name, first.headers.get(name)]);
  });

  it('is answered to nobody else, and to nobody who has signed out', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    await valuesOf(await ask(world, session));
    await valuesOf(await ask(world, session));
    expect((await fetch(`${world.url}/api/metrics?${query()}`)).status).toBe(401);
    const stranger = await signIn(world, 'amzn1.account.SANDBOXNORA00000000000000000');
    expect(await (await ask(world, stranger)).text()).toContain('"kind":"failure"');
    await fetch(`${world.url}/auth/session`, { method: 'DELETE', ...authorized(session) });
    expect((await ask(world, session)).status).toBe(401);
  });

  it('is requested again in a refresh of everything, and has the new numbers from then on', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const other = query({ metric: 'totalUtterances' });
    const old = await valuesOf(await ask(world, session));
    const oldOther = await valuesOf(await ask(world, session, other));
    expect(await valuesOf(await ask(world, session))).toEqual(old);
    world.sandbox.settings.zeros = 'omitted';
    world.sandbox.settings.cutOff = Date.parse('2026-09-03T00:00:00Z');
    const anew = await valuesOf(await ask(world, session, query({ fresh: 'all' })));
    expect(anew).toEqual(old.slice(0, 2));
    expect(await valuesOf(await ask(world, session))).toEqual(anew);
    expect(await valuesOf(await ask(world, session, other)), 'not asked for anew').toEqual(oldOther);
  });

  it('is fetched again by another relay that shares the store, a second after a refresh of everything', async () => {
    const world = await startWorld();
    const { clock, pagesFolder, sandbox, storeFile } = world;
    const second = await startRelay(readSettings(environment(sandbox.url, storeFile)), {
      clock,
      pagesFolder,
      logTo: { write: () => undefined },
      graceMs: 0,
    });
    onTestFinished(() => second.stop());
    const other = { ...world, url: `http://127.0.0.1:${second.port}` };
    const session = await signIn(world);
    const old = await valuesOf(await ask(world, session));
    expect(await valuesOf(await ask(other, session))).toEqual(old);
    expect(await valuesOf(await ask(other, session))).toEqual(old);
    sandbox.settings.zeros = 'omitted';
    sandbox.settings.cutOff = Date.parse('2026-09-03T00:00:00Z');
    clock.pass(1_000);
    const since = new Date(clock.now()).toISOString();
    const anew = await valuesOf(await ask(world, session, query({ fresh: 'all', since })));
    expect(anew).toEqual(old.slice(0, 2));
    clock.pass(1_000);
    // Any query lets it hear of that.
    await valuesOf(await ask(other, session, query({ metric: 'totalUtterances' })));
    expect(await valuesOf(await ask(other, session))).toEqual(anew);
  });

  it('is counted each time, and logged once a second with how often', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    for (let i = 0; i < 4; i += 1) await valuesOf(await ask(world, session));
    world.clock.tick();
    expect(world.logged()).toMatch(/"metrics":\["totalSessions"\].*"points":7,"times":3,"msg":"question"/);
    const metrics = await metricsOf(world.url);
    expect(metrics).toContain('relay_questions_total{outcome="result"} 4');
    expect(metrics).toContain('relay_http_requests_total{route="/api/metrics",method="GET",status="200"} 4');
  });
});

describe('a query whose answer may still change', () => {
  it('is not answered from what was said before, once that is old', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const today = query({ startTime: '2026-10-01T00:00:00Z', endTime: '2026-10-02T00:00:00Z', period: 'PT1H' });
    const noon = await valuesOf(await ask(world, session, today));
    world.clock.pass(3_600_000);
    const later = await valuesOf(await ask(world, session, today));
    expect([noon.length, later.length]).toEqual([12, 13]);
  });
});

describe('HEAD', () => {
  it('answers as GET would, and sends nothing to Amazon', async () => {
    const world = await startWorld();
    const session = await signIn(world);
    const answer = await ask(world, session, query(), { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson; charset=utf-8']);
    expect((await ask(world, session, query({ period: 'PT2H' }), { method: 'HEAD' })).status).toBe(400);
    expect(asked(world)).toBe(0);
  });
});

describe('while the store is lost', () => {
  const startLosable = async () => {
    const clock = new TestClock();
    const losable = losableStore(clock.now);
    return { clock, losable, world: await startWorld({ clock, store: losable.store }) };
  };

  it('keeps sessions working for an hour, and again when it is lost again', async () => {
    const { clock, losable, world } = await startLosable();
    const session = await signIn(world);
    const statusNow = async (): Promise<number> => (await ask(world, session)).status;
    expect(await statusNow()).toBe(200);
    for (const round of ['first', 'second']) {
      losable.isLost = true;
      clock.pass(1_800_000);
      expect(await valuesOf(await ask(world, session)), round).toHaveLength(7);
      clock.pass(3_600_000);
      expect(await statusNow(), round).toBe(200);
      clock.pass(1_001);
      expect(await statusNow(), round).toBe(503);
      losable.isLost = false;
      expect(await statusNow(), round).toBe(200);
    }
  });

  it('who was not there in the hour before has to wait for it', async () => {
    const { clock, losable, world } = await startLosable();
    const session = await signIn(world);
    expect((await ask(world, session)).status).toBe(200);
    losable.isLost = true;
    clock.pass(3_600_001);
    expect((await ask(world, session)).status).toBe(503);
  });

  it('signing in says why it cannot', async () => {
    const { losable, world } = await startLosable();
    losable.isLost = true;
    const page = await (await fetch(`${world.url}/auth/start?challenge=${newVerifier().challenge}`)).text();
    expect(attributeOf(page, 'error')).toBe('unavailable');
    expect(attributeOf(page, 'message')).toContain('The store is away.');
  });
});
