/** What a cached segment is: its text in the store, and what else can be made of its points. */
import * as v from 'valibot';
import { amazonBucketMs, type AmazonPeriod, type MetricName, metricOf } from '../../../core/domain/catalog';
import { floorTo, type Instant, type Window } from '../../../core/domain/instant';
import { maxNumber, type Points } from '../../../core/windows/points';
import { isOnGrid } from '../../../core/windows/windows';

/** The points of a segment, and when they were requested. */
export interface FetchedPoints extends Points {
  readonly fetchedAt: Instant;
}

const record = v.object({
  /** When they were requested. */
  a: v.number(),
  /** The values; without `t`, one for each bucket. */
  v: v.array(v.number()),
  /** Seconds from the segment's start. Present when buckets are missing or off the grid. */
  t: v.exactOptional(v.array(v.number())),
});

const isGrid = ({ timestamps }: FetchedPoints, { startTime, endTime }: Window, step: number | undefined): boolean =>
  step !== undefined &&
  startTime % step === 0 &&
  timestamps.length === Math.ceil((endTime - startTime) / step) &&
  timestamps.every((timestamp, index) => timestamp === startTime + index * step);

/** Encodes a segment as JSON; {@link decode} reads it. */
export const encode = (fetched: FetchedPoints, window: Window, period: AmazonPeriod): string =>
  JSON.stringify({
    a: fetched.fetchedAt,
    v: fetched.values,
    ...(isGrid(fetched, window, amazonBucketMs(period))
      ? {}
      : { t: fetched.timestamps.map((timestamp) => (timestamp - window.startTime) / 1000) }),
  });

/**
 * Decodes a segment.
 * @returns undefined when the text is not an encoded segment, as after a change of the encoding
 */
export const decode = (text: string, window: Window, period: AmazonPeriod): FetchedPoints | undefined => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = v.safeParse(record, value);
  if (!parsed.success) return undefined;
  const { a: fetchedAt, v: values, t: seconds } = parsed.output;
  const step = amazonBucketMs(period) ?? 0;
  const timestamps = values.map((_, index) => window.startTime + (seconds?.[index] ?? (index * step) / 1000) * 1000);
  return { fetchedAt, timestamps, values };
};

/** Cuts a whole day's points to those of a window within it. */
export const cutTo = (window: Window, day: FetchedPoints, period: AmazonPeriod): FetchedPoints => {
  const first = floorTo(window.startTime, amazonBucketMs(period) ?? 1);
  const inside = day.timestamps.map((timestamp) => timestamp >= first && timestamp < window.endTime);
  return {
    fetchedAt: day.fetchedAt,
    timestamps: day.timestamps.filter((_, index) => inside[index]),
    values: day.values.filter((_, index) => inside[index]),
  };
};

const shorter: Readonly<Record<AmazonPeriod, readonly AmazonPeriod[]>> = {
  SINGLE: [],
  PT15M: [],
  PT1H: ['PT15M'],
  P1D: ['PT1H', 'PT15M'],
};

/** The periods whose buckets add up to those of `period`, longest first; none when the metric isn't additive. */
export const shorterPeriods = (metric: MetricName, period: AmazonPeriod): readonly AmazonPeriod[] =>
  metricOf(metric).additive ? shorter[period] : [];

/**
 * Sums a segment's points to buckets of a longer period.
 *
 * @param from the period of the points
 * @param to the longer period
 * @returns undefined when points are missing or off the grid, or a sum is too large for a cell
 */
export const coarsen = (
  fetched: FetchedPoints,
  window: Window,
  from: AmazonPeriod,
  to: AmazonPeriod,
): FetchedPoints | undefined => {
  const step = amazonBucketMs(to);
  if (step === undefined || !isOnGrid(fetched, window, from)) return undefined;
  const sums = new Map<Instant, number>();
  fetched.timestamps.forEach((timestamp, index) => {
    const bucket = floorTo(timestamp, step);
    sums.set(bucket, (sums.get(bucket) ?? 0) + (fetched.values[index] ?? Number.NaN));
  });
  const values = [...sums.values()];
  // The query itself then fails with a message.
  if (values.some((value) => Math.abs(value) > maxNumber)) return undefined;
  return { timestamps: [...sums.keys()], values, fetchedAt: fetched.fetchedAt };
};
