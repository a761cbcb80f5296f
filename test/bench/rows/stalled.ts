/** Queries over a skill of which Amazon never answers: what do they cost the others, and how many connections? */
import { setMaxListeners } from 'node:events';
import type { Query } from '../../../src/core/query/query';
import { skills } from '../../../src/dev/sandbox/data/skill-list';
import { faultOf, faults } from '../../../src/dev/sandbox/faults/faults';
import { type Office, officeAt } from '../office';
import { dayMs, daysUpTo, settledMidnight } from '../queries';
import { median, ms, type Row, times } from '../row';
import { inWorld } from '../world';

const [hanging, formulas, tries, latencyMs] = [30, 1_000, 5, 50];
const hang = faults.find(({ key }) => key === 'hang')?.id ?? '';
const own = skills.filter(
  ({ id, api, stages, vendorId }) =>
    api === 'custom' && stages.includes('live') && vendorId === skills[0]?.vendorId && faultOf(id) === undefined,
);

/** The median time of a query that nobody has asked before. */
const healthy = async ({ client }: Office, from: number): Promise<number> => {
  const took: number[] = [];
  for (let i = 0; i < tries; i += 1) {
    const before = performance.now();
    const { series } = await client.ask(daysUpTo(7, settledMidnight - (from + i) * 7 * dayMs), {});
    took.push(performance.now() - before);
    if (series[0]?.values.length !== 7) throw new Error('a day is missing');
  }
  return median(took);
};

const besideHanging = (): Promise<Row> =>
  inWorld({ sandbox: { LATENCY_MS: latencyMs } }, async (world) => {
    const office = officeAt(world);
    // The first query of a process compiles what it runs.
    await healthy(office, 0);
    const alone = await healthy(office, tries);
    const leaving = new AbortController();
    setMaxListeners(hanging, leaving.signal);
    const taken = Array.from({ length: hanging }, (_, index) => {
      const query = daysUpTo(300 + index, settledMidnight, { skillId: hang });
      return new Promise<void>((onTaken) => {
        office.client.ask(query, { signal: leaving.signal, onTaken }).catch(() => undefined);
      });
    });
    await Promise.all(taken);
    const beside = await healthy(office, 2 * tries);
    leaving.abort();
    return {
      measure: `a week of days while ${hanging} questions hang, ${latencyMs} ms latency`,
      measured: ms(beside),
      against: `the same alone: ${ms(alone)}`,
      ratio: times(beside / alone),
      target: '≤ alone + 100 ms',
      reached: beside <= alone + 100,
    };
  });

/** A workbook of different queries about five skills. */
const workbook: readonly Query[] = Array.from({ length: formulas }, (_, index) =>
  daysUpTo(1 + (index % 10), settledMidnight - (index % 7) * dayMs, { skillId: own[index % 5]?.id ?? '' }),
);

const connections = (): Promise<Row> =>
  inWorld({ sandbox: { LATENCY_MS: latencyMs } }, async (world) => {
    const { client, mostOpen } = officeAt(world);
    await Promise.all(workbook.map((query) => client.ask(query, {})));
    return {
      measure: `${formulas.toLocaleString('en')} formulas at once, HTTP/1.1`,
      measured: `${mostOpen()} connections at most`,
      against: 'a browser’s limit: 6',
      ratio: '—',
      target: '≤ 2',
      reached: mostOpen() <= 2,
    };
  });

export const stalled = async (): Promise<readonly Row[]> => [await besideHanging(), await connections()];
