/** Sums that a cell can hold. */
import type { MetricName } from '../domain/catalog';
import { FailureError } from '../domain/failure';
import { formatInstant, type Instant } from '../domain/instant';

/** The largest number that a cell holds. Source: Microsoft's page "Excel specifications and limits". */
export const maxNumber = 9.99999999999999e307;

/** The sum of a metric from an instant on. Throws a FailureError `too_large` where it is beyond Excel's numbers. */
export const checkedSum = (metric: MetricName, from: Instant, sum: number): number => {
  if (Math.abs(sum) <= maxNumber) return sum;
  throw new FailureError({
    code: 'too_large',
    message: `The sum of ${metric} from ${formatInstant(from).slice(0, 10)} on is larger than any number that Excel can hold.`,
    advice: 'Check the values of a shorter period.',
  });
};
