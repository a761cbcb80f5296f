/** A large company's workday: so many warm queries a second, for a minute, whether or not the ones before are answered. */
import { Agent, get } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { authorized } from '../../support/relay/sign-in';
import { cpuSecondsOf } from '../process-stats';
import { dayMs, daysUpTo, settledMidnight } from '../queries';
import { ms, percent, quantile, type Row } from '../row';
import { startBare } from '../rows/throughput';
import { ask, inWorld, lastLine, pathOf } from '../world';

const [perSecond, seconds, connections, mostMs] = [200, 60, 50, 100];
/** More than one formula: different ranges of thirty days. */
const queries = Array.from({ length: 40 }, (_, day) => daysUpTo(30, settledMidnight - day * dayMs));

/** Milliseconds from when a query was due, even if this process was late, to the last byte of its answer; Infinity: lost. */
const timeOf = (url: string, session: string, due: number, agent: Agent): Promise<number> =>
  new Promise((resolve) => {
    const lost = (): void => resolve(Number.POSITIVE_INFINITY);
    const request = get(url, { agent, timeout: 10_000, ...authorized(session) }, (answer) => {
      if (answer.statusCode !== 200) lost();
      answer.resume().once('error', lost);
      answer.once('end', () => resolve(performance.now() - due));
    });
    request.once('error', lost).once('timeout', () => request.destroy());
  });

/** Evenly spread, and not all of a second at once as autocannon sends them. */
const load = async (url: string, session: string): Promise<readonly number[]> => {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const from = performance.now();
  const all: Promise<number>[] = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = from + (index * 1_000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await setTimeout(early);
    const query = queries[index % queries.length];
    if (query !== undefined) all.push(timeOf(url + pathOf(query), session, due, agent));
  }
  const took = await Promise.all(all);
  agent.destroy();
  return took;
};

const told = (took: readonly number[]): string =>
  `99 of 100 within ${ms(quantile(0.99, took))}, all within ${ms(quantile(1, took))}`;

export const steady = (): Promise<readonly Row[]> =>
  inWorld({}, async (world) => {
    let answer = '';
    // The second time each is known.
    for (const query of [...queries, ...queries]) answer = `${lastLine((await ask(world, query)).text)}\n`;
    const bare = await startBare(answer);
    try {
      const theirs = await load(bare.url, world.session);
      const before = cpuSecondsOf(world.relay.pid);
      const ours = await load(world.relay.url, world.session);
      const cpu = (cpuSecondsOf(world.relay.pid) - before) / seconds;
      const lost = ours.filter((took) => !Number.isFinite(took)).length;
      return [
        {
          measure: `${perSecond} warm queries a second for ${seconds} s, over ${connections} connections`,
          measured: `${(ours.length - lost).toLocaleString('en')} answered, ${lost} lost; ${told(ours)}; ${percent(cpu)} of a core`,
          against: `a bare handler of the same framework that sends as many bytes: ${told(theirs)}`,
          ratio: '—',
          target: `0 lost, 99 of 100 < ${ms(mostMs)}`,
          reached: lost === 0 && quantile(0.99, ours) < mostMs,
        },
      ];
    } finally {
      bare.stop();
    }
  });
