/** A year of days from an Amazon that takes ten requests a second, and from one that refused a single request just before. */
import { setTimeout } from 'node:timers/promises';
import { daysUpTo, settledMidnight } from '../queries';
import { median, ms, type Row, times } from '../row';
import { ask, checkNumbers, inWorld } from '../world';

const [rps, days] = [10, 365];
const year = daysUpTo(days, settledMidnight);
const least = Math.ceil(days / 7);
/** No second may see more than `rps` requests: so many seconds have to begin before the last request can leave. */
const bound = (Math.ceil(least / rps) - 1) * 1_000;
const target = { ratio: 1.15, refused: 2 };

const run = (relay: Readonly<Record<string, string>>): Promise<{ took: number; sent: number; refused: number }> =>
  inWorld({ sandbox: { RPS: rps }, relay }, async (world) => {
    const { text, ms: took } = await ask(world, year);
    checkNumbers(text, year);
    const requests = await world.sandbox.requests();
    return { took, sent: requests.length, refused: requests.filter(({ status }) => status === 429).length };
  });

/** Between a refusal and the year: a moment in which the refused request is tried again. */
const quietMs = 1_500;

/** A year of days from an Amazon without limits, after a day that was, or was not, refused once. */
const afterADay = (refused: boolean): Promise<number> =>
  inWorld({ sandbox: { LATENCY_MS: 50 } }, async (world) => {
    if (refused) await world.sandbox.throttleNext();
    const day = daysUpTo(1, settledMidnight, { metrics: ['totalUtterances'] });
    checkNumbers((await ask(world, day)).text, day);
    await setTimeout(quietMs);
    const { text, ms: took } = await ask(world, year);
    checkNumbers(text, year);
    return took;
  });

const afterRefusal = async (): Promise<Row> => {
  const medianOf = async (refused: boolean): Promise<number> => {
    const tries: number[] = [];
    for (let i = 0; i < 3; i += 1) tries.push(await afterADay(refused));
    return median(tries);
  };
  const [without, after] = [await medianOf(false), await medianOf(true)];
  return {
    measure: 'a year of P1D right after one answer of 429 in a quiet moment, 50 ms latency',
    measured: ms(after),
    against: `the same without that answer: ${ms(without)}`,
    ratio: times(after / without),
    target: '≤ 1.25 ×',
    reached: after <= 1.25 * without,
  };
};

const rowOf = ({ took, sent, refused }: Awaited<ReturnType<typeof run>>) => ({
  measured: `${ms(took)}, ${sent} requests, ${refused} answers of 429`,
  against: `the bound for ${least} requests, ${rps} in any second: ${ms(bound)}`,
  ratio: times(took / bound),
});

export const limitedRate = async (): Promise<readonly Row[]> => {
  const told = await run({ UPSTREAM_RPS: String(rps) });
  const untold = await run({});
  return [
    {
      measure: `a year of P1D under a limit of ${rps} requests/s (UPSTREAM_RPS=${rps})`,
      ...rowOf(told),
      target: `≤ ${target.ratio} ×, ≤ ${target.refused} answers of 429`,
      reached: told.took <= target.ratio * bound && told.refused <= target.refused,
    },
    {
      measure: 'the same, the limit unknown to the relay',
      ...rowOf(untold),
      target: '—',
    },
    await afterRefusal(),
  ];
};
