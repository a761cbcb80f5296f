/** Estimates what a query will cost, before it is sent. */
import type { MetricName } from '../domain/catalog';
import type { Instant } from '../domain/instant';
import { type Query, seriesKeys } from '../query/query';
import { countBuckets } from '../time/calendar';
import { rollupOf } from './rollup';
import { requestsFor } from './windows';

/** How fast recent answers were. */
export interface Pace {
  /** Points that Amazon returns on a page. */
  readonly pageSize: number;
  /** Seconds of the whole answer's time for each request. Requests run in parallel, so this is less than one takes. */
  readonly secondsPerRequest: number;
  /** Requests behind the mean. Each new answer halves the weight of older ones. */
  readonly weight: number;
}

/**
 * The pace before the first answer: the page size in Amazon's API model, and a pace at which Amazon is known to accept
 * calls in sequence.
 */
export const firstPace: Pace = { pageSize: 50, secondsPerRequest: 0.2, weight: 1 };

/** What an answer has cost. */
export interface Cost {
  /** Pages that Amazon sent for this answer. */
  readonly pages: number;
  /** Points on those pages. */
  readonly points: number;
  readonly requests: number;
  readonly seconds: number;
}

/**
 * The number of requests to Amazon for a query of which nothing is cached. Time after `now` isn't requested.
 *
 * @param pageSize points on a page; `Infinity` if pages hold whole windows
 */
export const requestsOf = (query: Query, now: Instant, pageSize: number): number => {
  const range = { startTime: query.startTime, endTime: Math.min(query.endTime, now) };
  const requests = (metric: MetricName): number =>
    rollupOf(range, query, metric, pageSize).sources.reduce(
      (sum, { window, period }) => sum + requestsFor(window, period, pageSize).length,
      0,
    );
  const { metrics, intents, locales } = query;
  const each = metrics.reduce((sum, metric) => sum + requests(metric), 0);
  return each * Math.max(1, intents.length) * Math.max(1, locales.length);
};

/** If there are more pages than windows, Amazon returns fewer points on a page than a window holds. */
const pageSizeAfter = (before: number, query: Query, { pages, points }: Cost): number => {
  if (pages === 0 || query.maxResults !== undefined) return before;
  const mean = Math.ceil(points / pages);
  const windows = requestsOf(query, query.endTime, Infinity);
  return pages > windows ? Math.max(1, mean) : Math.max(before, mean);
};

/** The pace after one more answer. An answer that took no requests changes nothing. */
export const learnPace = (before: Pace, query: Query, cost: Cost): Pace => {
  if (cost.requests === 0) return before;
  const old = before.weight / 2;
  const weight = old + cost.requests;
  return {
    pageSize: pageSizeAfter(before.pageSize, query, cost),
    secondsPerRequest: (before.secondsPerRequest * old + cost.seconds) / weight,
    weight,
  };
};

/** What a query is expected to return and to cost. */
export interface Estimate {
  /** Rows of data, without headers. Amazon may leave buckets out. */
  readonly rows: number;
  /** Values in each row. */
  readonly columns: number;
  /** An upper limit: cached days aren't requested again. */
  readonly requests: number;
  readonly seconds: number;
}

/**
 * Estimates what a query will return and cost. Time after `now` isn't requested.
 *
 * @param limit maximum number of data rows; default `Infinity`
 */
export const estimateOf = (query: Query, now: Instant, pace: Pace, limit = Infinity): Estimate => {
  const { startTime, maxResults = Infinity } = query;
  const range = { startTime, endTime: Math.min(query.endTime, now) };
  const columns = seriesKeys(query).length;
  const requests = requestsOf(query, now, Math.min(pace.pageSize, maxResults));
  return {
    rows: Math.min(countBuckets(range, query), limit),
    columns,
    requests,
    seconds: requests * pace.secondsPerRequest,
  };
};
