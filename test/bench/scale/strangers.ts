/** Thousands of strangers who do nothing, ask byte by byte, or read nothing: what do they cost, and whom do they delay? */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { metricsOf } from '../../support/relay/environment';
import { memoryOf } from '../process-stats';
import { daysUpTo, settledMidnight } from '../queries';
import { ms, quantile, type Row } from '../row';
import { ask, inWorld, type World } from '../world';

const [count, seconds, mostMegabytes, mostDelayMs] = [2_000, 40, 200, 100];
const kinds = ['idle', 'slow', 'unreading'] as const;
type Kind = (typeof kinds)[number];
const acts: Readonly<Record<Kind, string>> = {
  idle: 'say nothing',
  slow: 'send their headers a byte a second',
  unreading: 'ask for the biggest script and read nothing',
};
const query = daysUpTo(30, settledMidnight);

/** A relay that serves the pages, which it looks for beside its own folder. */
const withPages = (): { readonly program: string; readonly biggest: string } => {
  const [bench, folder] = [import.meta.dirname, path.join(import.meta.dirname, '../bench-attacked')];
  const [pages, program] = [path.join(bench, '../bench-pages'), path.join(folder, 'relay/main.js')];
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.dirname(program), { recursive: true });
  copyFileSync(path.join(bench, 'relay.js'), program);
  symlinkSync(pages, path.join(folder, 'pages'));
  const size = (name: string): number => statSync(path.join(pages, name)).size;
  const scripts = readdirSync(pages).filter((name) => name.endsWith('.js'));
  return { program, biggest: scripts.sort((one, other) => size(other) - size(one))[0] ?? '' };
};

/** The milliseconds that each warm query takes, one after another, twenty times a second. */
const delays = async (world: World, forSeconds: number): Promise<number[]> => {
  const took: number[] = [];
  const until = performance.now() + forSeconds * 1_000;
  while (performance.now() < until) {
    const { ms } = await ask(world, query);
    took.push(ms);
    await setTimeout(50);
  }
  return took;
};

/** How many are connected. */
const counted = async (strangers: ChildProcess): Promise<number> => {
  const messages: unknown[] = await once(strangers, 'message');
  return Number(messages[0]);
};

const beside = (kind: Kind, { program, biggest }: ReturnType<typeof withPages>): Promise<Row> =>
  inWorld({ program, relay: { MAX_CONNECTIONS_PER_ADDRESS: '400' } }, async (world) => {
    const { pid, url } = world.relay;
    // Programs that run for days have run through their code before.
    await delays(world, 3);
    const [alone, before] = [await delays(world, 10), memoryOf(pid, 'VmRSS')];
    const args = [kind, String(count), new URL(url).port, biggest];
    const strangers = fork(path.join(import.meta.dirname, 'strangers.js'), args);
    try {
      const measuring = delays(world, seconds);
      let peak = before;
      let most = 0;
      for (const until = performance.now() + seconds * 1_000; performance.now() < until;) {
        most = Math.max(most, await counted(strangers));
        peak = Math.max(peak, memoryOf(pid, 'VmRSS'));
      }
      const meanwhile = await measuring;
      const cutOff = Number(/^relay_readers_cut_total (\d+)$/m.exec(await metricsOf(url))?.[1]);
      if (most < 0.95 * count) throw new Error(`only ${most} strangers were let in`);
      const [grown, delay] = [peak - before, quantile(0.99, meanwhile) - quantile(0.99, alone)];
      return {
        measure: `${count.toLocaleString('en')} strangers who ${acts[kind]}, for ${seconds} s, each back a second after it is gone`,
        measured: `${Math.round(grown)} MB more; 99 of 100 warm queries within ${ms(quantile(0.99, meanwhile))}, all within ${ms(quantile(1, meanwhile))}; ${cutOff.toLocaleString('en')} cut off after half a minute`,
        against: `the same relay before: ${Math.round(before)} MB, ${ms(quantile(0.99, alone))}, ${ms(quantile(1, alone))}`,
        ratio: '—',
        target: `< ${mostMegabytes} MB, < ${ms(mostDelayMs)} later`,
        reached: grown < mostMegabytes && delay < mostDelayMs,
      };
    } finally {
      strangers.disconnect();
    }
  });

export const strangers = async (): Promise<readonly Row[]> => {
  const served = withPages();
  const rows: Row[] = [];
  for (const kind of kinds) rows.push(await beside(kind, served));
  return rows;
};
