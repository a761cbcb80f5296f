/** Warm queries of one relay on Redis, and of three: each costs as much processor time, so that three relays hold three times as many. */
import path from 'node:path';
import { createClient } from '@redis/client';
import autocannon from 'autocannon';
import { environment } from '../../support/relay/environment';
import { type RelayProcess, startRelayProcess } from '../../support/relay/relay-process';
import { authorized, signIn } from '../../support/relay/sign-in';
import { RedisServer } from '../../support/store/redis-server';
import { cpuSecondsOf } from '../process-stats';
import { daysUpTo, settledMidnight } from '../queries';
import { median, type Row, times } from '../row';
import { SandboxProcess } from '../sandbox-process';
import { pathOf } from '../world';

const [relayCount, seconds, most] = [3, 3, 1.1];
const query = daysUpTo(30, settledMidnight);

interface Load {
  readonly answers: number;
  /** Microseconds of the relay's processor time for each. */
  readonly cpu: number;
}

/** One relay, as fast as it answers. */
const load = async ({ url, pid }: RelayProcess, session: string): Promise<Load> => {
  const before = cpuSecondsOf(pid);
  const options = { url: url + pathOf(query), connections: 10, duration: seconds, ...authorized(session) };
  const { requests, non2xx, errors } = await autocannon(options);
  if (non2xx + errors > 0) throw new Error('answers failed under load');
  return { answers: requests.total, cpu: ((cpuSecondsOf(pid) - before) * 1_000_000) / requests.total };
};

const cpuOf = (loads: readonly Load[]): number => median(loads.map(({ cpu }) => cpu));

/** Each relay in turn, several times: at once they would fight for the cores of this one machine. */
const loads = async (relays: readonly RelayProcess[], session: string, times: number): Promise<readonly Load[]> => {
  const measured: Load[] = [];
  for (let time = 0; time < times; time += 1) for (const relay of relays) measured.push(await load(relay, session));
  return measured;
};

export const replicas = async (): Promise<readonly Row[]> => {
  const sandbox = new SandboxProcess({});
  const redis = await RedisServer.start();
  const admin = await createClient({ url: redis.url }).connect();
  const settings = {
    ...environment(await sandbox.address(), ''),
    STORE_URL: redis.url,
    LOG_LEVEL: 'info',
    LIMIT_API_PER_ADDRESS: '0',
    LIMIT_API_PER_PERSON: '0',
  };
  const relays: RelayProcess[] = [];
  const start = async (): Promise<RelayProcess> => {
    const relay = await startRelayProcess(path.join(import.meta.dirname, 'relay.js'), settings);
    relays.push(relay);
    return relay;
  };
  const commands = async (): Promise<number> =>
    Number(/^total_commands_processed:(\d+)/m.exec(await admin.info('stats'))?.[1]);
  try {
    const first = await start();
    const session = await signIn(first);
    const know = async (relay: RelayProcess): Promise<void> => {
      for (let time = 0; time < 2; time += 1)
        await (await fetch(relay.url + pathOf(query), authorized(session))).text();
      // Programs that run for days have run through their code before.
      await loads([relay], session, 1);
    };
    await know(first);
    const alone = cpuOf(await loads([first], session, relayCount));
    while (relays.length < relayCount) await know(await start());
    const before = await commands();
    const together = await loads(relays, session, 2);
    const asked = (await commands()) - before;
    const answers = together.reduce((sum, one) => sum + one.answers, 0);
    const ratio = cpuOf(together) / alone;
    return [
      {
        measure: `${relayCount} relays on one Redis, each in turn, warm answers of 30 rows`,
        measured: `${Math.round(cpuOf(together))} µs of CPU each, ${((1_000 * asked) / answers).toFixed(1)} commands to Redis for 1,000 answers`,
        against: `one relay on the same Redis, alone: ${Math.round(alone)} µs of CPU each`,
        ratio: times(ratio),
        target: `≤ ${most} ×: with a core for each, ${relayCount} relays hold ${relayCount} times as many`,
        reached: ratio <= most,
      },
    ];
  } finally {
    for (const relay of relays) await relay.end('SIGTERM');
    await admin.close();
    await Promise.all([sandbox.stop(), redis.stop()]);
  }
};
