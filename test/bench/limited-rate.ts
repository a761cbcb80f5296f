/** A year of days from an Amazon that takes ten requests a second. */
import { daysUpTo, settledMidnight } from './questions';
import { ms, times, type Row } from './row';
import { ask, checkNumbers, inWorld } from './world';

const [rps, days] = [10, 365];
const year = daysUpTo(days, settledMidnight);
const least = Math.ceil(days / 7);
/** No second may see more than `rps` requests: so many seconds have to begin before the last request can leave. */
const bound = (Math.ceil(least / rps) - 1) * 1_000;

export const limitedRate = (): Promise<readonly Row[]> =>
  inWorld({ sandbox: { RPS: rps }, relay: { UPSTREAM_RPS: String(rps) } }, async (world) => {
    const { text, ms: took } = await ask(world, year);
    checkNumbers(text, year);
    const requests = await world.sandbox.requests();
    const refused = requests.filter(({ status }) => status === 429).length;
    return [
      {
        measure: `a year of P1D under a limit of ${rps} requests/s`,
        measured: `${ms(took)}, ${requests.length} requests, ${refused} answers of 429`,
        against: `the bound for ${least} requests, ${rps} in any second: ${ms(bound)}`,
        ratio: times(took / bound),
        target: '≤ 1.15 ×, ≤ 2 answers of 429',
        reached: took <= 1.15 * bound && refused <= 2,
      },
    ];
  });
