/** What a query will cost, before it is asked. */
import { countBuckets } from '../time/calendar';
import type { MetricName } from '../domain/catalog';
import type { Instant } from '../domain/instant';
import { requestsFor } from './segments';
import { seriesKeys, type Query } from '../query/question';
import { rollupOf } from './rollup';

/** How fast answers have come lately. */
export interface Pace {
  /** Points that Amazon gives a page. */
  readonly pageSize: number;
  /** Of the whole answer's time; requests run in parallel. */
  readonly secondsPerRequest: number;
  /** Requests that the mean stands for, older ones counting half with each answer. */
  readonly weight: number;
}

/** Before any answer: Amazon's published page size, and the pace at which calls one after another are known to pass. */
export const firstPace: Pace = { pageSize: 50, secondsPerRequest: 0.2, weight: 1 };

/** What an answer has cost. */
export interface Cost {
  /** Those that came from Amazon for this answer, and the points on them. */
  readonly pages: number;
  readonly points: number;
  readonly requests: number;
  readonly seconds: number;
}

/** Requests that answer a query of which nothing is known, on pages of so many points. What lies after `now` is not asked. */
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

/** More pages than there are windows: Amazon gives fewer points a page than a window holds. */
const pageSizeAfter = (before: number, query: Query, { pages, points }: Cost): number => {
  if (pages === 0 || query.maxResults !== undefined) return before;
  const mean = Math.ceil(points / pages);
  const windows = requestsOf(query, query.endTime, Infinity);
  return pages > windows ? Math.max(1, mean) : Math.max(before, mean);
};

/** The pace after one more answer. An answer that Amazon was not asked for teaches nothing. */
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

export interface Estimate {
  /** Rows of data, headers aside; Amazon may leave buckets out. */
  readonly rows: number;
  /** Values in each row. */
  readonly columns: number;
  /** At most: days that the relay knows are not asked again. */
  readonly requests: number;
  readonly seconds: number;
}

/** What a query will give and take. What lies after `now` is not asked. */
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
