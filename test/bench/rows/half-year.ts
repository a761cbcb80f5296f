/** Half a year of quarter-hours from an Amazon that gives 50 points a page and takes 50 ms. */
import { skills } from '../../../src/dev/sandbox/data/skill-list';
import { dayMs, daysUpTo, settledMidnight } from '../queries';
import { median, ms, percent, type Row, times } from '../row';
import { ask, checkNumbers, inWorld, type World } from '../world';
import { askByOfficialClient } from './official-client';

const [latencyMs, inFlight, pageSize, days, runs] = [50, 16, 50, 182, 3];

const settings = {
  sandbox: { LATENCY_MS: latencyMs, PAGE_CAP: pageSize },
  relay: { UPSTREAM_CONCURRENCY: String(inFlight) },
};
/** Of one language, so that little of the time is the sandbox's arithmetic. */
const skillId = skills.find(({ name }) => name === 'Space Rangers')?.id ?? '';
const today = daysUpTo(days, settledMidnight - dayMs, { skillId, period: 'PT15M' });
const tomorrow = daysUpTo(days, settledMidnight, { skillId, period: 'PT15M' });
const points = days * 96;
const bound = Math.ceil(Math.ceil(points / pageSize) / inFlight) * latencyMs;

const requestsOf = async (
  { sandbox }: World,
  work: () => Promise<number>,
): Promise<{ ms: number; requests: number }> => {
  await sandbox.forgetRequests();
  const took = await work();
  return { ms: took, requests: (await sandbox.requests()).length };
};

const checked = async (world: World, query: typeof today): Promise<number> => {
  const { text, ms: took } = await ask(world, query);
  checkNumbers(text, query);
  return took;
};

const run = (world: World) => ({
  cold: () => requestsOf(world, () => checked(world, today)),
  warm: () => requestsOf(world, () => checked(world, today)),
  dayAfter: () => requestsOf(world, () => checked(world, tomorrow)),
});

/** The same of another metric: programs that run for days have run through their code before. */
const warmUp = daysUpTo(days, settledMidnight - dayMs, { skillId, period: 'PT15M', metrics: ['totalUtterances'] });

const oneRun = () =>
  inWorld(settings, async (world) => {
    await ask(world, warmUp);
    const { cold, warm, dayAfter } = run(world);
    return { cold: await cold(), warm: await warm(), dayAfter: await dayAfter() };
  });

const official = () =>
  inWorld(settings, async (world) => {
    const from = performance.now();
    const got = await askByOfficialClient(world, today);
    if (got !== points) throw new Error(`the official client found ${got} points of ${points}`);
    return performance.now() - from;
  });

export const halfYear = async (): Promise<readonly Row[]> => {
  const all: Awaited<ReturnType<typeof oneRun>>[] = [];
  for (let i = 0; i < runs; i += 1) all.push(await oneRun());
  const cold = median(all.map((one) => one.cold.ms));
  const warm = median(all.map((one) => one.warm.ms));
  const warmRequests = Math.max(...all.map((one) => one.warm.requests));
  const coldRequests = Math.max(...all.map((one) => one.cold.requests));
  const dayAfter = Math.max(...all.map((one) => one.dayAfter.requests));
  const sdk = await official();
  return [
    {
      measure: `half a year of PT15M, ${pageSize} a page, ${latencyMs} ms latency, ${inFlight} in flight, cold`,
      measured: `${ms(cold)}, ${coldRequests} requests`,
      against: `the bound ⌈requests/${inFlight}⌉ × latency: ${ms(bound)}`,
      ratio: times(cold / bound),
      target: '≤ 1.2 ×',
      reached: cold <= 1.2 * bound,
    },
    {
      measure: 'the same',
      measured: ms(cold),
      against: `a loop over Amazon’s official SDK, week by week, page by page: ${ms(sdk)}`,
      ratio: `${(sdk / cold).toFixed(1)} × faster`,
      target: '≥ 12 × faster',
      reached: sdk >= 12 * cold,
    },
    {
      measure: 'the same again, warm',
      measured: `${ms(warm)}, ${warmRequests} requests`,
      against: '—',
      ratio: '—',
      target: '≤ 60 ms, 0 requests',
      reached: warm <= 60 && warmRequests === 0,
    },
    {
      measure: 'the day after: same formula, range moved by a day',
      measured: `${dayAfter} requests`,
      against: `cold: ${coldRequests} requests`,
      ratio: percent(dayAfter / coldRequests),
      target: '≤ 2 %',
      reached: dayAfter <= 0.02 * coldRequests,
    },
  ];
};
