/** Slow queries stall no other: the add-in's client and the whole relay, over HTTP/1.1 and HTTP/2. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateCertificates } from 'office-addin-dev-certs';
import { beforeAll, describe, expect, it } from 'vitest';
import { FailureError } from '../../../../src/core/domain/failure';
import type { Query } from '../../../../src/core/query/query';
import { skills } from '../../../../src/dev/sandbox/data/skill-list';
import { faultOf, faults } from '../../../../src/dev/sandbox/faults/faults';
import { createRelayClient, type RelayClient } from '../../../../src/office/relay/client';
import { dailySessions } from '../../../support/amazon/daily-sessions';
import { defer } from '../../../support/office/manual-clock';
import { countedCalls } from '../../../support/relay/fakes/counted-calls';
import { runningClock } from '../../../support/relay/fakes/running-clock';
import { http2Client } from '../../../support/relay/http2-fetch';
import { signIn, skillId, startWorld, type World } from '../../../support/relay/world';

const folder = mkdtempSync(path.join(tmpdir(), 'tls-'));
const tls = { TLS_CERT: path.join(folder, 'cert.pem'), TLS_KEY: path.join(folder, 'key.pem') };
beforeAll(() => generateCertificates(path.join(folder, 'ca.crt'), tls.TLS_CERT, tls.TLS_KEY));

const hang = faults.find(({ key }) => key === 'hang')?.id ?? '';
const day = 86_400_000;
const days = (count: number, more: Partial<Query> = {}): Query =>
  dailySessions({ skillId, startTime: Date.UTC(2026, 8, 1) - count * day, endTime: Date.UTC(2026, 8, 1) }, more);

interface Office {
  readonly world: World;
  readonly client: RelayClient;
  /** The most calls that were open at once: over HTTP/1.1 each has a connection. */
  readonly mostOpen: () => number;
  readonly calls: readonly string[];
}

/** The add-in's client at a running relay, its calls counted until their last byte. */
const startOffice = async (protocol: 'HTTP/1.1' | 'HTTP/2'): Promise<Office> => {
  const world = await startWorld({ clock: runningClock(), env: protocol === 'HTTP/2' ? tls : {} });
  const origin = protocol === 'HTTP/2' ? `https://localhost:${world.relay.port}` : world.url;
  const { fetch } = protocol === 'HTTP/2' ? http2Client(origin) : globalThis;
  const bearer = await signIn({ url: origin, fetch });
  const { fetch: counted, calls, mostOpen } = countedCalls(fetch);
  const client = createRelayClient(
    { fetch: counted, origin },
    { bearer: () => Promise.resolve(bearer), ended: () => undefined },
  );
  return { world, client, mostOpen, calls };
};

/** Queries over a skill of which Amazon never answers, each with days of its own. */
const askHanging = async ({ world, client }: Office, count: number) => {
  const leaving = new AbortController();
  let settled = 0;
  const taken: Promise<undefined>[] = [];
  const failures = Array.from({ length: count }, (_, index) => {
    const { promise, resolve } = defer<undefined>();
    taken.push(promise);
    return client
      .ask(days(300 + index, { skillId: hang }), { signal: leaving.signal, onTaken: () => resolve(undefined) })
      .then(
        () => 'answered',
        (error: unknown) => {
          settled += 1;
          return error instanceof FailureError ? error.failure.code : 'thrown';
        },
      );
  });
  await Promise.all(taken);
  await expect.poll(() => world.sandbox.requests.metricsOf(hang).length).toBeGreaterThan(0);
  return { failures, leaving, settled: () => settled };
};

describe.each(['HTTP/1.1', 'HTTP/2'] as const)('over %s', (protocol) => {
  it('a healthy query is answered while thirty hang, over two connections at most', async () => {
    const office = await startOffice(protocol);
    const { client, calls } = office;
    const hanging = await askHanging(office, 30);
    for (const count of [7, 14]) {
      const { series } = await client.ask(days(count), {});
      expect(series[0]?.values).toHaveLength(count);
    }
    expect(hanging.settled()).toBe(0);
    expect(office.mostOpen()).toBeLessThanOrEqual(2);
    const before = calls.length;
    hanging.leaving.abort();
    expect(await Promise.all(hanging.failures)).toEqual(hanging.failures.map(() => 'cancelled'));
    // The relay hears of it, by the closing of the stream alone.
    await expect.poll(() => office.world.logged().match(/"outcome":"cancelled"/g)).toHaveLength(30);
    expect(calls).toHaveLength(before);
  });

  it('each is answered for itself when hanging ones come one after another, and one is cancelled by name', async () => {
    const office = await startOffice(protocol);
    const rounds = [];
    for (let round = 0; round < 8; round += 1) rounds.push(await askHanging(office, 1));
    rounds[3]?.leaving.abort();
    expect(await rounds[3]?.failures[0]).toBe('cancelled');
    await expect.poll(() => office.calls.at(-1)).toBe('/api/questions/cancel');
    expect((await office.client.ask(days(7), {})).series[0]?.values).toHaveLength(7);
    expect(rounds.map(({ settled }) => settled())).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    expect(office.mostOpen()).toBeLessThanOrEqual(2);
    for (const { leaving } of rounds) leaving.abort();
  });

  it('a thousand queries need two connections', async () => {
    const office = await startOffice(protocol);
    const mine = skills.filter(
      ({ id, api, stages, vendorId }) =>
        api === 'custom' && stages.includes('live') && vendorId === skills[0]?.vendorId && faultOf(id) === undefined,
    );
    const queries = Array.from({ length: 1_000 }, (_, index) => {
      const endTime = Date.UTC(2026, 8, 1) - (index % 7) * day;
      const startTime = endTime - (1 + (index % 10)) * day;
      return days(0, { skillId: mine[index % 5]?.id ?? '', startTime, endTime });
    });
    const answers = await Promise.all(queries.map((query) => office.client.ask(query, {})));
    answers.forEach(({ series }, index) => {
      const query = queries[index] ?? days(0);
      const truth = office.world.sandbox.truth({ ...query, metric: 'totalSessions', period: 'P1D' });
      expect(series[0]?.values).toEqual(truth.map(({ value }) => value));
    });
    expect(office.mostOpen()).toBeLessThanOrEqual(2);
  }, 120_000);
});
