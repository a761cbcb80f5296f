/** How large a query is: its values, and the requests and seconds that it takes at Amazon. */
import { amazonBucketMs, maxWindowMs, type MetricName, metricOf } from '../domain/catalog';
import type { Failure } from '../domain/failure';
import type { Instant, Window } from '../domain/instant';
import { type Query, seriesKeys } from '../query/query';
import { countBuckets, isCalendarPeriod } from '../time/calendar';
import { offsetAt } from '../time/excel-time';
import { rollupOf } from './rollup';
import { dayMs, requestsFor } from './windows';

/** Maximum number of values in one answer: more cells than any version of Excel accepts from a function. */
export const maxPoints = 2_500_000;

/** Maximum number of days in one answer, over all series. Each is requested, cached and shared separately. */
export const maxSegments = 100_000;

/** How much a query requests for each series. */
interface SeriesSize {
  /** Maximum number of values requested from Amazon: a day of a time zone takes 24 hours. */
  readonly buckets: number;
  /** UTC days; for a metric requested as single values, weeks. */
  readonly segments: number;
}

/** The size of a query. */
export interface QuerySize extends SeriesSize {
  /** The number of series, which multiplies the rest. */
  readonly series: number;
}

const hourMs = 3_600_000;

/** Values that make up a day of a zone, whose midnights may be in the middle of a UTC hour. */
const valuesOfDay = ({ startTime, endTime }: Window, timeZone: string): number =>
  [startTime, startTime + dayMs * 182, endTime].every((instant) => offsetAt(instant, timeZone) % hourMs === 0)
    ? 24
    : 96;

/** What is requested from Amazon for one series, depending on whether the metric is additive. See `rollupOf`. */
const askedFor = (range: Window, query: Query, additive: boolean): SeriesSize => {
  const { period, timeZone } = query;
  const { startTime, endTime } = range;
  const within = (step: number): number => Math.ceil(endTime / step) - Math.floor(startTime / step);
  const days = within(dayMs);
  if (period === 'SINGLE') {
    const weeks = Math.ceil((endTime - startTime) / maxWindowMs);
    const isSum = additive && startTime % hourMs === 0 && endTime % hourMs === 0;
    // Two weeks in hours cost no more than in days, with the hours at their edges.
    return isSum ? { buckets: Math.min(within(hourMs), days + 336), segments: days } : { buckets: 1, segments: weeks };
  }
  if (!isCalendarPeriod(period)) return { buckets: within(amazonBucketMs(period) ?? dayMs), segments: days };
  if (timeZone === 'UTC' && (additive || period === 'P1D')) return { buckets: days, segments: days };
  const own = countBuckets(range, query);
  if (!additive) return { buckets: own, segments: own };
  const fine = valuesOfDay(range, timeZone);
  // Longer buckets are built from UTC days, with hours only at their edges.
  return period === 'P1D' || period === 'P1W'
    ? { buckets: fine * days, segments: days }
    : { buckets: days + fine * (own + 1), segments: days + own };
};

/** The size of a query. Time after `now` isn't requested. */
export const querySizeOf = (query: Query, now: Instant): QuerySize => {
  const { startTime, metrics, intents, locales } = query;
  const range = { startTime, endTime: Math.max(startTime, Math.min(query.endTime, now)) };
  const asked = metrics.map((metric) => askedFor(range, query, metricOf(metric).additive));
  return {
    buckets: Math.max(...asked.map(({ buckets }) => buckets)),
    segments: Math.max(...asked.map(({ segments }) => segments)),
    series: metrics.length * Math.max(1, intents.length) * Math.max(1, locales.length),
  };
};

/** A count with separators: `2,500,000`. The first use of Intl would take tens of milliseconds. */
export const countText = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

const failure = (asked: string, allowed: number, of: string): Failure => ({
  code: 'too_large',
  message: `This asks for ${asked}. One query can ask for at most ${countText(allowed)} ${of}.`,
  advice: 'Request a shorter range, a longer period, or fewer metrics, intents or locales.',
});

/** The `too_large` failure of a query beyond the limits, or `undefined` if it is within them. */
export const tooLarge = (query: Query, now: Instant): Failure | undefined => {
  const { buckets, segments, series } = querySizeOf(query, now);
  const each = (count: number, what: string): string =>
    `${countText(count * series)} ${what} (${countText(count)} for each of ${countText(series)} columns)`;
  if (buckets * series > maxPoints) return failure(each(buckets, 'values'), maxPoints, 'values');
  if (segments * series > maxSegments) return failure(each(segments, 'days of data'), maxSegments, 'days of data');
  return undefined;
};

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
