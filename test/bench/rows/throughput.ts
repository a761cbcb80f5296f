/** Short warm answers, one after another as fast as they come, against a handler that does nothing else. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { authorized } from '../../support/relay/sign-in';
import { cpuSecondsOf } from '../process-stats';
import { daysUpTo, settledMidnight } from '../queries';
import { median, percent, type Row } from '../row';
import { ask, checkNumbers, inWorld, lastLine, pathOf } from '../world';

const [connections, seconds, rounds] = [10, 3, 3];
const query = daysUpTo(30, settledMidnight);

/** A server that sends these bytes, whatever it is asked. */
export const startBare = async (bytes: string): Promise<{ url: string; pid: number; stop: () => void }> => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'bench-')), 'bytes');
  writeFileSync(file, bytes);
  const child = fork(path.join(import.meta.dirname, 'bare.js'), {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', BYTES: file },
  });
  const messages: unknown[] = await once(child, 'message');
  return { url: `http://127.0.0.1:${String(messages[0])}`, pid: child.pid ?? 0, stop: () => child.disconnect() };
};

interface Load {
  /** Requests a second. */
  readonly rate: number;
  /** Microseconds of the server's processor time for each. */
  readonly cpu: number;
}

const load = async ({ url, pid }: { readonly url: string; readonly pid: number }, session: string): Promise<Load> => {
  const before = cpuSecondsOf(pid);
  const { requests, non2xx, errors } = await autocannon({
    url: url + pathOf(query),
    connections,
    duration: seconds,
    ...authorized(session),
  });
  if (non2xx + errors > 0) throw new Error(`${non2xx + errors} answers failed under load`);
  return { rate: requests.average, cpu: ((cpuSecondsOf(pid) - before) * 1_000_000) / requests.total };
};

export const throughput = (): Promise<readonly Row[]> =>
  inWorld({}, async (world) => {
    const { text } = await ask(world, query);
    checkNumbers(text, query);
    const warm = `${lastLine((await ask(world, query)).text)}\n`;
    const bare = await startBare(warm);
    try {
      const measured: { relay: Load; bare: Load }[] = [];
      // The first round warms both up.
      for (let round = 0; round <= rounds; round += 1)
        measured.push({ relay: await load(world.relay, world.session), bare: await load(bare, world.session) });
      const counted = measured.slice(1);
      const share = median(counted.map((one) => one.relay.rate / one.bare.rate));
      const told = (which: 'relay' | 'bare'): string => {
        const rate = median(counted.map((one) => one[which].rate));
        const cpu = median(counted.map((one) => one[which].cpu));
        return `${Math.round(rate).toLocaleString('en')} requests/s, ${Math.round(cpu)} µs of CPU each`;
      };
      return [
        {
          measure: `relay, warm answers of 30 rows (${warm.length} bytes)`,
          measured: told('relay'),
          against: `a bare handler of the same framework that sends the same bytes: ${told('bare')}`,
          ratio: percent(share),
          target: '≥ 50 %',
          reached: share >= 0.5,
        },
      ];
    } finally {
      bare.stop();
    }
  });
