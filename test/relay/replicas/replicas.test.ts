import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/core/domain/failure';
import { parseProblem, parseRedeemed } from '../../../src/core/protocol/stream';
import type { Answer, Query } from '../../../src/core/query/query';
import { metricsOf } from '../../support/relay/environment';
import {
  attributeOf,
  authorized,
  comeBack,
  decide,
  newVerifier,
  openPopUp,
  redeem,
  signIn,
} from '../../support/relay/sign-in';
import { clientOf, type Deployment, rps, startDeployment } from '../../support/replicas/deployment';
import { newMetric, pagesOf, quarterHours, seriesIn, truthOf } from '../../support/replicas/history';
import { mostWithin } from '../../support/replicas/most-within';

let deployment: Deployment;
let session: string;

beforeAll(async () => {
  deployment = await startDeployment();
  session = await signIn(deployment.balancer);
}, 120_000);
afterAll(() => deployment.close());

/** How often Amazon has been asked for a query's metric. */
const askedFor = ({ metrics: [metric] }: Query): number =>
  deployment.sandbox.requests.metricsOf().filter(({ query }) => query['metric'] === metric).length;

const waitUntilAsked = (query: Query, times: number): Promise<void> =>
  expect.poll(() => askedFor(query), { interval: 5, timeout: 20_000 }).toBeGreaterThanOrEqual(times);

/** A new query for each relay, all of them at once. */
const askEach = (days: number): { queries: Query[]; answers: Promise<Answer[]> } => {
  const asked = deployment.relays.map((relay) => ({ relay, query: quarterHours(newMetric(), days) }));
  return {
    queries: asked.map(({ query }) => query),
    answers: Promise.all(asked.map(({ relay, query }) => clientOf(session, relay).ask(query, {}))),
  };
};

const truths = (queries: readonly Query[]) => queries.map((one) => truthOf(deployment.sandbox, one));

/** The relay that was given the latest query. */
const lastServer = (): number =>
  deployment.balancer.served.findLast(({ path }) => path === '/api/questions')?.server ?? Number.NaN;

const ofEach = <T>(read: (url: string) => Promise<T>): Promise<T[]> =>
  Promise.all(deployment.relays.map(({ url }) => read(url)));

/** What each relay says to a session. */
const statusesOf = (who: string): Promise<number[]> =>
  ofEach(async (url) => (await fetch(`${url}/auth/session`, authorized(who))).status);

/** Runs without Redis, which comes back with all that it held. */
const withoutRedis = async (work: () => Promise<void>): Promise<void> => {
  const { redis } = deployment;
  await redis.stop();
  try {
    await work();
  } finally {
    await redis.start();
  }
  const readiness = (): Promise<number[]> => ofEach(async (url) => (await fetch(`${url}/readyz`)).status);
  await expect.poll(readiness, { timeout: 15_000 }).toEqual([200, 200, 200]);
};

describe('three relays behind a load balancer', () => {
  it('sign a person in together: begun on one, finished on another, collected from the third', async () => {
    const { balancer } = deployment;
    const { verifier, challenge } = newVerifier();
    const from = balancer.served.length;
    const query = await decide(await openPopUp(balancer, challenge), 'allow');
    const code = attributeOf(await (await comeBack(balancer, query)).text(), 'code') ?? '';
    const redeemed = parseRedeemed(await (await redeem(balancer, code, verifier)).json());
    const steps = balancer.served.slice(from);
    expect(steps.map(({ path }) => path)).toEqual(['/auth/start', '/auth/callback', '/auth/redeem']);
    expect(new Set(steps.map(({ server }) => server)).size).toBe(3);
    expect(await statusesOf(redeemed.session)).toEqual([200, 200, 200]);
  });

  it('renew an access token once, though all of them need a new one at the same time', async () => {
    const { requests, grants } = deployment.sandbox;
    const renewals = (): number => requests.entries.filter(({ path }) => path === '/auth/o2/token').length;
    const before = renewals();
    const { queries, answers } = askEach(15);
    await Promise.all(queries.map((one) => waitUntilAsked(one, 8)));
    grants.expireAccessTokens();
    expect((await answers).map(seriesIn)).toEqual(truths(queries));
    expect(renewals() - before).toBe(1);
  });

  it('lose one in the middle of a long query, and go on elsewhere from what had arrived', async () => {
    const { sandbox, relays, balancer } = deployment;
    const query = quarterHours(newMetric(), 60);
    const least = pagesOf(sandbox, query);
    const client = clientOf(session, balancer);
    const cut = client.ask(query, {}).catch((error: unknown) => failureOf(error).code);
    await waitUntilAsked(query, Math.ceil(least / 2));
    const victim = lastServer();
    await relays[victim]?.end('SIGKILL');
    expect(await cut).toBe('unavailable');

    const answer = await client.ask(query, {});
    expect(lastServer()).not.toBe(victim);
    expect(seriesIn(answer)).toEqual(truthOf(sandbox, query));
    expect(answer.requests).toBeLessThan(least);
    await deployment.replace(victim);
  });

  it('survive a restart of Redis in the middle of a long query, with all sessions', async () => {
    const { sandbox, balancer, redis } = deployment;
    // No relay has met this session yet: only Redis can tell of it.
    const unused = await signIn(balancer);
    const query = quarterHours(newMetric(), 40);
    const answer = clientOf(session, balancer).ask(query, {});
    await waitUntilAsked(query, 20);
    await redis.stop();
    await redis.start();
    expect(seriesIn(await answer)).toEqual(truthOf(sandbox, query));
    expect(await statusesOf(unused)).toEqual([200, 200, 200]);
  });
});

describe('three relays that have lost their store', () => {
  it('go on fetching for people who were signed in', async () => {
    const { sandbox, balancer } = deployment;
    const [begun, later] = [quarterHours(newMetric(), 10), quarterHours(newMetric(), 3)];
    const client = clientOf(session, balancer);
    expect(await statusesOf(session)).toEqual([200, 200, 200]);
    const answer = client.ask(begun, {});
    await waitUntilAsked(begun, 5);
    await withoutRedis(async () => {
      expect(seriesIn(await answer)).toEqual(truthOf(sandbox, begun));
      expect(seriesIn(await client.ask(later, {}))).toEqual(truthOf(sandbox, later));
    });
  });

  it('say why nobody can sign in, until it is back', async () => {
    const { balancer } = deployment;
    const { challenge, verifier } = newVerifier();
    const query = await decide(await openPopUp(balancer, challenge), 'allow');
    await withoutRedis(async () => {
      const start = fetch(`${balancer.url}/auth/start?challenge=${challenge}`, { redirect: 'manual' });
      for (const page of await Promise.all([start, comeBack(balancer, query)])) {
        const html = await page.text();
        expect([page.status, attributeOf(html, 'error')]).toEqual([200, 'unavailable']);
        expect(attributeOf(html, 'message')).toMatch(/cannot reach its store.*Try again in a minute/);
      }
      const stranger = fetch(`${balancer.url}/auth/session`, authorized('A'.repeat(43)));
      for (const answer of await Promise.all([redeem(balancer, '7G4K-Q0ZD', verifier), stranger])) {
        expect(answer.status).toBe(503);
        const message = expect.stringContaining('cannot reach its store') as unknown;
        expect(parseProblem(await answer.json())).toMatchObject({ code: 'unavailable', message });
      }
    });
    expect(await statusesOf(await signIn(balancer))).toEqual([200, 200, 200]);
  });

  it('take a share of the rate each, and share it again when the store is back', async () => {
    const { queries, answers } = askEach(12);
    await Promise.all(queries.map((one) => waitUntilAsked(one, 3)));
    const areAlone = (): Promise<boolean[]> =>
      ofEach(async (url) => /^relay_upstream_store_lost 1$/m.test(await metricsOf(url)));
    await withoutRedis(() => expect.poll(areAlone, { timeout: 15_000 }).toEqual([true, true, true]));
    expect((await answers).map(seriesIn)).toEqual(truths(queries));
  });
});

describe('in all of this', () => {
  it('Amazon was never asked faster than the relays may together', () => {
    const { entries } = deployment.sandbox.requests;
    const asked = entries.filter(({ path }) => path.startsWith('/v1/'));
    // Requests are counted where they arrive: what a busy machine holds up comes together with what follows.
    const burst = rps / 4;
    const times = asked.map(({ at }) => at);
    expect(mostWithin(1_000, times)).toBeLessThanOrEqual(rps + burst);
    expect(asked.filter(({ status }) => status === 429)).toEqual([]);
  });
});
