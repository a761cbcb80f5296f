/**
 * The points of Amazon's pages: read from the pages of a window, checked, and merged into one series, in ascending order,
 * each bucket once, no point added.
 */
import { amazonBucketMs, type AmazonPeriod, type MetricName, metricOf } from '../domain/catalog';
import { FailureError } from '../domain/failure';
import { ascends, floorTo, formatInstant, type Instant, type Window } from '../domain/instant';

/** Points of a series. Timestamps and values are equally long, and those at the same index belong together. */
export interface Points {
  readonly timestamps: readonly Instant[];
  readonly values: readonly number[];
}

/** One page of Amazon's answer. */
export interface Page extends Points {
  /** Where the next page begins. Left out on the last page. */
  readonly nextToken?: string;
}

/** A server that sends more empty pages than this in a row will never end. */
const maxEmptyPages = 20;

/**
 * The error `bad_answer` for an answer from Amazon that can't be right. None of that answer is used.
 *
 * @param what finishes the sentence "Amazon's answer is invalid: …"
 */
export const badAnswer = (what: string): FailureError =>
  new FailureError({
    code: 'bad_answer',
    message: `Amazon's answer is invalid: ${what}.`,
    advice: 'None of it was used. Try again in a few minutes.',
  });

/**
 * All pages of a window, in Amazon's order.
 *
 * @param fetchPage fetches the page that a token names, or the first page for `undefined`
 * @throws {FailureError} `bad_answer`, if a token occurs twice or too many pages in a row are empty: the pages would
 * never end
 * @throws whatever `fetchPage` throws
 */
export async function* pagesOf(fetchPage: (nextToken: string | undefined) => Promise<Page>): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let empty = 0;
  for (let token: string | undefined; ;) {
    const page: Page = await fetchPage(token);
    yield page;
    token = page.nextToken;
    if (token === undefined) return;
    if (seen.has(token)) throw badAnswer('it names the same next page twice');
    seen.add(token);
    empty = page.timestamps.length === 0 ? empty + 1 : 0;
    if (empty > maxEmptyPages) throw badAnswer(`${empty} pages one after another are empty`);
  }
}

/**
 * The points of a page that belong to a window. Amazon can stamp a bucket with its UTC edge before the window's start.
 * Amazon doesn't document whether endTime is inclusive, so a point exactly at the end is left to the next window. A
 * SINGLE point is kept even there.
 *
 * @throws {FailureError} `bad_answer`, if any other point lies outside the window
 */
export const pointsInWindow = (page: Points, window: Window, period: AmazonPeriod): Points => {
  const step = amazonBucketMs(period);
  const first = floorTo(window.startTime, step ?? 86_400_000);
  const inside: { timestamps: Instant[]; values: number[] } = { timestamps: [], values: [] };
  page.timestamps.forEach((timestamp, index) => {
    const value = page.values[index];
    if (timestamp < first || timestamp > window.endTime || value === undefined)
      throw badAnswer(
        `it holds a point of ${formatInstant(timestamp)} for the time from ${formatInstant(window.startTime)} to ${formatInstant(window.endTime)}`,
      );
    if (timestamp === window.endTime && step !== undefined) return;
    inside.timestamps.push(timestamp);
    inside.values.push(value);
  });
  return inside;
};

/**
 * The largest number that a cell holds.
 *
 * @see https://support.microsoft.com/office/excel-specifications-and-limits-1672b34d-7043-467e-8e27-269d656771c3
 */
export const maxNumber = 9.99999999999999e307;

/**
 * The sum of a metric, if Excel can hold it.
 *
 * @param from where the summed range begins, for the message
 * @throws {FailureError} `too_large`, if the sum is beyond Excel's numbers
 */
export const checkedSum = (metric: MetricName, from: Instant, sum: number): number => {
  if (Math.abs(sum) <= maxNumber) return sum;
  throw new FailureError({
    code: 'too_large',
    message: `The sum of ${metric} from ${formatInstant(from).slice(0, 10)} on is larger than any number that Excel can hold.`,
    advice: 'Check the values of a shorter period.',
  });
};

/** Every argument of a call takes space on the stack. */
const rangesAtOnce = 5_000;

/** Joins the points of consecutive ranges, each of which has been merged. */
const concatenate = (ranges: readonly Points[]): Points => {
  let timestamps: readonly Instant[] = [];
  let values: readonly number[] = [];
  for (let from = 0; from < ranges.length; from += rangesAtOnce) {
    const some = ranges.slice(from, from + rangesAtOnce);
    // Five times as fast as point by point.
    timestamps = timestamps.concat(...some.map((range) => range.timestamps));
    values = values.concat(...some.map((range) => range.values));
  }
  return { timestamps, values };
};

const sorted = ({ timestamps, values }: Points): Points => {
  const known = new Map<Instant, number>();
  timestamps.forEach((timestamp, index) => {
    const value = values[index] ?? Number.NaN;
    if ((known.get(timestamp) ?? value) !== value)
      throw badAnswer(`it gives ${formatInstant(timestamp)} both ${String(known.get(timestamp))} and ${value}`);
    known.set(timestamp, value);
  });
  const ascending = [...known.keys()].sort((one, other) => one - other);
  return { timestamps: ascending, values: ascending.map((timestamp) => known.get(timestamp) ?? Number.NaN) };
};

/**
 * All points in ascending order. A point that arrived twice with the same value counts once.
 *
 * @throws {FailureError} `bad_answer`, if a timestamp has two different values: there is no telling which is right
 */
export const mergePoints = (parts: readonly Points[]): Points => {
  const joined = concatenate(parts);
  // Nearly always, there is nothing to sort and no duplicate.
  return ascends(joined.timestamps) ? joined : sorted(joined);
};

/** The one point of a SINGLE answer, stamped with the start of the query. Windows of an additive metric are added. */
const single = (metric: MetricName, startTime: Instant, windows: readonly Points[]): Points => {
  const points = windows.map(mergePointsOfOne);
  const values = points.flatMap(({ values: [value] }) => (value === undefined ? [] : [value]));
  if (values.length === 0) return { timestamps: [], values: [] };
  if (values.length > 1 && !metricOf(metric).additive) throw badAnswer(`${metric} of several weeks cannot be added up`);
  const sum = values.reduce((total, value) => total + value, 0);
  return { timestamps: [startTime], values: [checkedSum(metric, startTime, sum)] };
};

const mergePointsOfOne = (window: Points): Points => {
  const merged = mergePoints([window]);
  if (merged.timestamps.length > 1) throw badAnswer(`it holds ${merged.timestamps.length} points where one was asked`);
  return merged;
};

/**
 * The series that the windows of a query make up.
 *
 * @param windows each element holds all points of one window
 * @throws {FailureError} `bad_answer`, for contradicting values or for several values of what must be one
 * @throws {FailureError} `too_large`, if a sum is beyond Excel's numbers
 */
export const seriesOf = (
  {
    metric,
    period,
    startTime,
  }: { readonly metric: MetricName; readonly period: AmazonPeriod; readonly startTime: Instant },
  windows: readonly Points[],
): Points => (period === 'SINGLE' ? single(metric, startTime, windows) : mergePoints(windows));

/**
 * The first index for which a condition holds that also holds for all indexes after it, or `length` if it holds for
 * none.
 */
export const lowerBound = (length: number, holds: (index: number) => boolean): number => {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};
