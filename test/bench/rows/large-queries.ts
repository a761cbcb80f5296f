/** The largest queries that the relay answers: for how long does it see to nothing else? */
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { metricsFor } from '../../../src/core/domain/catalog';
import type { Query } from '../../../src/core/query/query';
import { maxPoints, maxSegments } from '../../../src/core/windows/query-size';
import { metricsOf } from '../../support/relay/environment';
import { authorized } from '../../support/relay/sign-in';
import { daysUpTo, settledMidnight } from '../queries';
import { ms, type Row } from '../row';
import { ask, inWorld, pathOf, resultOf, type World } from '../world';

const targetMs = 50;
/** Amazon's quickest, for whatever waits blocks nothing. */
const sandbox = { PAGE_CAP: 1_000, LATENCY_MS: 0 };
/** prom-client looks each 10 ms, and what it then tells is up to 10 ms too long. */
const eachMillisecond = `
  const hooks = require('node:perf_hooks');
  const { monitorEventLoopDelay } = hooks;
  hooks.monitorEventLoopDelay = () => monitorEventLoopDelay({ resolution: 1 });
  require('node:module').syncBuiltinESMExports();
`;
const relayWith = (file: string): Readonly<Record<string, string>> => {
  writeFileSync(file, eachMillisecond);
  return { QUERY_DEADLINE_S: '600', NODE_OPTIONS: `--require ${file}` };
};

const locales = (count: number): string[] => {
  const letter = (index: number): string => String.fromCharCode(97 + (index % 26));
  return Array.from({ length: count }, (_, index) => `${letter(index)}${letter(Math.floor(index / 26))}-US`);
};

const metrics = metricsFor('custom');
/** Those of the skill: of others there would be nothing but a refusal. */
const itsLocales = ['en-US', 'en-GB', 'de-DE'];

/** As many values as one query may ask for, or as many days. */
const most = (what: 'values' | 'days'): Query =>
  what === 'values'
    ? daysUpTo(Math.floor(maxPoints / (96 * metrics.length)), settledMidnight, { period: 'PT15M', metrics })
    : daysUpTo(Math.floor(maxSegments / (metrics.length * itsLocales.length)), settledMidnight, {
        period: 'P1D',
        metrics,
        locales: itsLocales,
      });

/** The longest time since the last call in which the relay's loop did not turn, in milliseconds. */
const longestBlock = async ({ relay: { url } }: World): Promise<number> => {
  const text = await metricsOf(url);
  return 1_000 * Number(/^nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text)?.[1]);
};

/** Asks and goes away again once Amazon is being asked. */
const leave = async ({ relay: { url }, session, sandbox: amazon }: World, query: Query): Promise<void> => {
  const before = (await amazon.requests()).length;
  const request = get(url + pathOf(query), authorized(session));
  request.on('error', () => undefined);
  while ((await amazon.requests()).length < before + 100);
  const closed = once(request, 'close');
  request.destroy();
  await closed;
};

export const largeQueries = (): Promise<readonly Row[]> => {
  const relay = relayWith(path.join(mkdtempSync(path.join(tmpdir(), 'bench-')), 'each-millisecond.cjs'));
  return inWorld({ sandbox, relay }, async (world) => {
    const blocks: Record<string, number> = {};
    const during = async (name: string, work: () => Promise<void>): Promise<void> => {
      await longestBlock(world);
      const from = performance.now();
      await work();
      blocks[name] = await longestBlock(world);
      console.error(`  ${name}: blocked for ${ms(blocks[name])} at most in ${ms(performance.now() - from)}`);
    };
    const answered = async (query: Query): Promise<void> => {
      const { series } = resultOf((await ask(world, query)).text);
      const columns = query.metrics.length * Math.max(1, query.locales.length);
      if (series.length !== columns) throw new Error('columns are missing');
    };
    const refused = daysUpTo(11 * 365, settledMidnight, { period: 'PT15M', locales: locales(250) });
    // A process that has just started still compiles what it runs.
    await ask(world, daysUpTo(30, settledMidnight, { locales: locales(100) }));
    await during('refused', async () => {
      const { status } = await fetch(world.relay.url + pathOf(refused), authorized(world.session));
      if (status !== 413) throw new Error(`status ${status}`);
    });
    for (const what of ['days', 'values'] as const) {
      await during(`left, most ${what}`, () => leave(world, most(what)));
      await during(`cold, most ${what}`, () => answered(most(what)));
      await during(`known, most ${what}`, () => answered(most(what)));
    }
    const longest = Math.max(...Object.values(blocks));
    const [values, days] = [maxPoints, maxSegments].map((count) => count.toLocaleString('en'));
    return [
      {
        measure: `the largest questions (${values} values, ${days} days of data): left, cold and known, and one too large`,
        measured: `the relay's loop stood still for ${ms(longest)} at most`,
        against: '—',
        ratio: '—',
        target: `≤ ${targetMs} ms`,
        reached: longest <= targetMs,
      },
    ];
  });
};
