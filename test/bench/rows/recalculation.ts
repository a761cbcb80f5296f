/** A workbook of 500 formulas that recalculates at once. */
import type { MetricName } from '../../../src/core/domain/catalog';
import type { Query } from '../../../src/core/query/query';
import { skills } from '../../../src/dev/sandbox/data/skill-list';
import { faultOf } from '../../../src/dev/sandbox/faults/faults';
import { dayMs, daysUpTo, settledMidnight } from '../queries';
import { ms, type Row, times } from '../row';
import { ask, checkNumbers, inWorld } from '../world';

const metrics: readonly MetricName[] = [
  'totalSessions',
  'successfulSessions',
  'totalUtterances',
  'failedUtterances',
  'uniqueCustomers',
];
/** Days before the end, first and last: each overlaps others, and none is another's part. */
const ranges = [
  [90, 40],
  [75, 30],
  [60, 15],
  [45, 7],
  [28, 0],
] as const;

const customSkills = skills.filter(
  ({ id, api, stages, vendorId }) =>
    api === 'custom' && stages.includes('live') && vendorId === skills[0]?.vendorId && faultOf(id) === undefined,
);

const formulas = (): readonly Query[] =>
  customSkills
    .slice(0, 20)
    .flatMap(({ id: skillId }) =>
      metrics.flatMap((metric) =>
        ranges.map(([first, last]) =>
          daysUpTo(first - last, settledMidnight - last * dayMs, { skillId, metrics: [metric] }),
        ),
      ),
    );

/** Requests that the union of all ranges needs: a week each, for each series. Worked out without the engine. */
const leastRequests = (queries: readonly Query[]): number => {
  const days = new Map<string, Set<number>>();
  for (const {
    skillId,
    metrics: [metric = ''],
    startTime,
    endTime,
  } of queries) {
    const known = days.get(skillId + metric) ?? new Set();
    days.set(skillId + metric, known);
    for (let day = startTime; day < endTime; day += dayMs) known.add(day);
  }
  let requests = 0;
  for (const wanted of days.values()) {
    let coveredUntil = -Infinity;
    for (const day of [...wanted].sort((one, other) => one - other)) {
      if (day < coveredUntil) continue;
      coveredUntil = day + 7 * dayMs;
      requests += 1;
    }
  }
  return requests;
};

export const recalculation = (): Promise<readonly Row[]> =>
  inWorld({ sandbox: { LATENCY_MS: 20 } }, async (world) => {
    const queries = formulas();
    // Connections that stand, as the one of HTTP/2 does: else opening them is most of what is measured.
    await Promise.all(queries.map(async () => (await fetch(`${world.relay.url}/healthz`)).text()));
    const from = performance.now();
    const answers = await Promise.all(queries.map((query) => ask(world, query)));
    const took = performance.now() - from;
    queries.forEach((query, index) => checkNumbers(answers[index]?.text ?? '', query));
    const requests = (await world.sandbox.requests()).length;
    const least = leastRequests(queries);
    return [
      {
        measure: `${queries.length} formulas (20 skills × 5 metrics × 5 overlapping ranges) at once`,
        measured: `${requests} requests, ${ms(took)}`,
        against: `the least for their union: ${least} requests`,
        ratio: times(requests / least),
        target: '= 1.0 ×',
        reached: requests === least,
      },
    ];
  });
