/** A year of days from an Amazon that takes ten requests a second. */
import { daysUpTo, settledMidnight } from './questions';
import { ms, times, type Row } from './row';
import { ask, checkNumbers, inWorld } from './world';

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
  ];
};
