/** A year of days in somebody's own time zone, and a grid of totals, from an Amazon that takes 50 ms. */
import { DateTime } from 'luxon';
import type { MetricName, Period } from '../../../src/core/domain/catalog';
import type { Answer, Query, Series } from '../../../src/core/query/query';
import { skills } from '../../../src/dev/sandbox/data/skill-list';
import { createSandbox } from '../../../src/dev/sandbox/sandbox';
import { officeAt } from '../office';
import { dayMs, daysUpTo, settledMidnight } from '../queries';
import { ms, type Row, times } from '../row';
import { ask, inWorld, resultOf, type World } from '../world';

const [latencyMs, inFlight, weekMs] = [50, 16, 7 * dayMs];
const settings = {
  sandbox: { LATENCY_MS: latencyMs, PAGE_CAP: 100_000 },
  relay: { UPSTREAM_CONCURRENCY: String(inFlight) },
};
const timeZone = 'America/New_York';
const added: readonly MetricName[] = ['totalSessions', 'totalUtterances', 'successfulSessions', 'failedUtterances'];
const metrics: readonly MetricName[] = [...added, 'uniqueCustomers'];

/** Of one language, so that little of the time is the sandbox's arithmetic. */
const skillId = skills.find(({ name }) => name === 'Space Rangers')?.id ?? '';
const truth = createSandbox();
const bound = (requests: number): number => Math.ceil(requests / inFlight) * latencyMs;

/** The latest whole year of the zone that is final, and the weeks that hold it. */
const end = DateTime.fromMillis(settledMidnight - 7 * dayMs, { zone: timeZone }).startOf('month');
const year = { startTime: end.minus({ years: 1 }).toMillis(), endTime: end.toMillis() };
const weeks = {
  startTime: DateTime.fromMillis(year.startTime, { zone: timeZone }).startOf('week').toMillis(),
  endTime: end.minus({ milliseconds: 1 }).startOf('week').plus({ weeks: 1 }).toMillis(),
};

const inZone = (period: Period, range: typeof year, more: Partial<Query> = {}): Query =>
  daysUpTo(1, settledMidnight, { skillId, period, timeZone, metrics, ...range, ...more });

/** Throws where a bucket is not what Amazon's hours, or its one number, make it. */
const check = (series: readonly Series[], query: Query): void => {
  const { period } = query;
  const unit = period === 'P1W' ? 'weeks' : period === 'P1M' ? 'months' : 'days';
  const endOf = (startTime: number): number =>
    period === 'SINGLE'
      ? query.endTime
      : DateTime.fromMillis(startTime, { zone: timeZone })
          .plus({ [unit]: 1 })
          .toMillis();
  for (const { metric, timestamps, values } of series) {
    const asked = metric === 'uniqueCustomers' ? 'SINGLE' : 'PT1H';
    timestamps.forEach((startTime, index) => {
      const points = truth.truth({ skillId, metric, startTime, endTime: endOf(startTime), period: asked });
      const right = points.reduce((sum, { value }) => sum + value, 0);
      if (values[index] !== right) throw new Error(`wrong ${period} of ${metric} from ${startTime} on`);
    });
  }
};

const timed = async ({ sandbox }: World, work: () => Promise<void>): Promise<{ took: number; requests: number }> => {
  await sandbox.forgetRequests();
  const from = performance.now();
  await work();
  const took = performance.now() - from;
  return { took, requests: (await sandbox.requests()).length };
};

const asked = async (world: World, query: Query): Promise<{ took: number; requests: number }> => {
  let text = '';
  const cost = await timed(world, async () => {
    text = (await ask(world, query)).text;
  });
  check(resultOf(text).series, query);
  return cost;
};

const yearOfDays = (): Promise<Row> =>
  inWorld(settings, async (world) => {
    // Programs that run for days have run through their code before.
    await ask(world, inZone('P1D', year, { stage: 'development' }));
    const { took, requests } = await asked(world, inZone('P1D', year));
    const days = Math.round((year.endTime - year.startTime) / dayMs);
    const least = added.length * Math.ceil((year.endTime - year.startTime) / weekMs) + days;
    return {
      measure: `a year of P1D in ${timeZone}, five metrics (${latencyMs} ms latency, ${inFlight} in flight)`,
      measured: `${requests} requests, ${ms(took)}`,
      against: `the least, a week of hours a request and one a day for distinct customers: ${least}; bound ${ms(bound(least))}`,
      ratio: `${times(requests / least)}, ${times(took / bound(least))}`,
      target: '≤ 1.05 ×, ≤ 1.2 ×',
      reached: requests <= 1.05 * least && took <= 1.2 * bound(least),
    };
  });

const changedPeriods = (): Promise<Row> =>
  inWorld(settings, async (world) => {
    const first = await asked(world, inZone('P1D', weeks, { metrics: added }));
    const byWeek = await asked(world, inZone('P1W', weeks, { metrics: added }));
    const byMonth = await asked(world, inZone('P1M', year, { metrics: added }));
    const further = byWeek.requests + byMonth.requests;
    return {
      measure: 'the same year by day, then by week, then by month',
      measured: `${further} further requests, ${ms(byWeek.took + byMonth.took)}`,
      against: `by day: ${first.requests} requests`,
      ratio: '—',
      target: '0 further requests',
      reached: further === 0,
    };
  });

const grid = (): Promise<Row> =>
  inWorld(settings, async (world) => {
    const days = 200;
    const totals = metrics.flatMap((metric) =>
      Array.from({ length: days }, (_, day) =>
        daysUpTo(1, settledMidnight - day * dayMs, { skillId, metrics: [metric], period: 'SINGLE', edges: 'exact' }),
      ),
    );
    const { client } = officeAt(world);
    // Programs that run for days have run through their code before.
    await Promise.all(totals.map((query) => client.ask({ ...query, stage: 'development' }, {})));
    const answers: Answer[] = [];
    const { took, requests } = await timed(world, async () => {
      answers.push(...(await Promise.all(totals.map((query) => client.ask(query, {})))));
    });
    totals.forEach((query, index) => check(answers[index]?.series ?? [], query));
    const least = added.length * Math.ceil(days / 7) + days;
    return {
      measure: `${totals.length} one-day totals (5 metrics × ${days} days) at once, asked by the add-in's client`,
      measured: `${requests} requests, ${ms(took)}`,
      against: `the least: ${least} requests; bound ${ms(bound(least))}`,
      ratio: `${times(requests / least)}, ${times(took / bound(least))}`,
      target: '= 1.0 ×, ≤ 1.2 ×',
      reached: requests === least && took <= 1.2 * bound(least),
    };
  });

export const zones = async (): Promise<readonly Row[]> => [await yearOfDays(), await changedPeriods(), await grid()];
