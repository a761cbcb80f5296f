import type { Instant } from '../domain/instant';
import type { FormulaRequest } from '../formula/parse-formula';
import { type Estimate, estimateOf, type Pace } from '../windows/query-size';
import { queriesOf } from './column-series';

/**
 * Estimates what a request's table will hold, and what all of its queries will cost. Ranges that overlap count twice:
 * the estimate is an upper limit.
 *
 * @param now time after it isn't requested
 */
export const estimateRequest = (request: FormulaRequest, now: Instant, pace: Pace): Estimate => {
  const { query, table } = request;
  const all = queriesOf(request).map((one) => estimateOf(one, now, pace));
  return {
    rows: estimateOf(query, now, pace, table.limit).rows,
    columns: table.columns.length,
    requests: all.reduce((sum, one) => sum + one.requests, 0),
    seconds: all.reduce((sum, one) => sum + one.seconds, 0),
  };
};
