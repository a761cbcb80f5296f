/** A large company's workday: so many warm queries a second, for a minute. */
import { promisify } from 'node:util';
import autocannon, { type Options, type Result } from 'autocannon';
import { authorized } from '../../support/relay/sign-in';
import { cpuSecondsOf } from '../process-stats';
import { dayMs, daysUpTo, settledMidnight } from '../queries';
import { ms, percent, type Row } from '../row';
import { startBare } from '../throughput';
import { ask, inWorld, lastLine, pathOf } from '../world';

const [perSecond, seconds, connections, mostMs] = [200, 60, 50, 100];
/** More than one formula: different ranges of thirty days. */
const queries = Array.from({ length: 40 }, (_, day) => daysUpTo(30, settledMidnight - day * dayMs));

const load = (url: string, session: string): Promise<Result> =>
  promisify<Options, Result>((options, done) => autocannon(options, done))({
    url,
    connections,
    overallRate: perSecond,
    duration: seconds,
    requests: queries.map((query) => ({ path: pathOf(query) })),
    ...authorized(session),
  });

/** Requests that were sent and got no answer, or another one than 200. The last ones may still be under way. */
const lost = ({ non2xx, errors, timeouts }: Result): number => non2xx + errors + timeouts;

export const steady = (): Promise<readonly Row[]> =>
  inWorld({}, async (world) => {
    let answer = '';
    for (const query of queries) answer = `${lastLine((await ask(world, query)).text)}\n`;
    const bare = await startBare(answer);
    try {
      const theirs = await load(bare.url, world.session);
      const before = cpuSecondsOf(world.relay.pid);
      const ours = await load(world.relay.url, world.session);
      const cpu = (cpuSecondsOf(world.relay.pid) - before) / ours.duration;
      const told = ({ latency }: Result): string => `99 of 100 within ${ms(latency.p99)}, all within ${ms(latency.max)}`;
      return [
        {
          measure: `${perSecond} warm queries a second for ${seconds} s, over ${connections} connections`,
          measured: `${ours['2xx'].toLocaleString('en')} answered, ${lost(ours)} lost; ${told(ours)}; ${percent(cpu)} of a core`,
          against: `a bare handler of the same framework that sends as many bytes: ${told(theirs)}`,
          ratio: '—',
          target: `0 lost, 99 of 100 < ${ms(mostMs)}`,
          reached: lost(ours) === 0 && ours['2xx'] >= 0.99 * perSecond * seconds && ours.latency.p99 < mostMs,
        },
      ];
    } finally {
      bare.stop();
    }
  });
