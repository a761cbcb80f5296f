/** A hundred queries for a year of quarter-hours at once, no two of the same numbers. */
import type { MetricName } from '../../../src/core/domain/catalog';
import type { Query } from '../../../src/core/query/query';
import { skills } from '../../../src/dev/sandbox/data/skill-list';
import { faultOf } from '../../../src/dev/sandbox/faults/faults';
import { cpuSecondsOf, memoryOf } from '../process-stats';
import { daysUpTo, settledMidnight } from '../queries';
import type { Row } from '../row';
import { ask, checkNumbers, inWorld, resultOf } from '../world';

const [count, days, most] = [100, 365, 250];
const metrics: readonly MetricName[] = ['totalSessions', 'successfulSessions', 'incompleteSessions', 'totalUtterances'];

const queries = (): readonly Query[] =>
  skills
    .filter(
      ({ api, stages, id, vendorId }) =>
        api === 'custom' && stages.includes('live') && vendorId === skills[0]?.vendorId && faultOf(id) === undefined,
    )
    .flatMap(({ id: skillId }) =>
      metrics.map((metric) => daysUpTo(days, settledMidnight, { skillId, metrics: [metric], period: 'PT15M' })),
    )
    .slice(0, count);

export const memory = (): Promise<readonly Row[]> =>
  inWorld({ sandbox: { PAGE_CAP: 100_000 } }, async (world) => {
    const { pid } = world.relay;
    const before = memoryOf(pid, 'VmRSS');
    const asked = queries();
    const from = performance.now();
    let checked = false;
    await Promise.all(
      asked.map(async (query) => {
        const { text } = await ask(world, query);
        if (resultOf(text).series[0]?.values.length !== days * 96) throw new Error('a row is missing');
        if (!checked) checkNumbers(text, query);
        checked = true;
      }),
    );
    const took = (performance.now() - from) / 1000;
    const peak = memoryOf(pid, 'VmHWM');
    return [
      {
        measure: `memory and CPU of ${asked.length} concurrent year-long questions (PT15M, ${days * 96} rows each, none shared)`,
        measured: `${Math.round(peak)} MB at the peak, ${cpuSecondsOf(pid).toFixed(1)} s of CPU in ${took.toFixed(1)} s`,
        against: `the same relay before: ${Math.round(before)} MB`,
        ratio: '—',
        target: `≤ ${most} MB`,
        reached: peak <= most,
      },
    ];
  });
