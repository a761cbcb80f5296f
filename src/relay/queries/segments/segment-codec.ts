/** Encodes segments as texts for the store. */
import * as v from 'valibot';
import { amazonBucketMs, type AmazonPeriod } from '../../../core/domain/catalog';
import { floorTo, type Instant, type Window } from '../../../core/domain/instant';
import type { Points } from '../../../core/windows/points';

/** The points of a segment, and when they were requested. */
export interface Fetched extends Points {
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

const isGrid = ({ timestamps }: Fetched, { startTime, endTime }: Window, step: number | undefined): boolean =>
  step !== undefined &&
  startTime % step === 0 &&
  timestamps.length === Math.ceil((endTime - startTime) / step) &&
  timestamps.every((timestamp, index) => timestamp === startTime + index * step);

/** Encodes a segment as JSON; {@link decode} reads it. */
export const encode = (fetched: Fetched, window: Window, period: AmazonPeriod): string =>
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
export const decode = (text: string, window: Window, period: AmazonPeriod): Fetched | undefined => {
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
export const cutTo = (window: Window, day: Fetched, period: AmazonPeriod): Fetched => {
  const first = floorTo(window.startTime, amazonBucketMs(period) ?? 1);
  const inside = day.timestamps.map((timestamp) => timestamp >= first && timestamp < window.endTime);
  return {
    fetchedAt: day.fetchedAt,
    timestamps: day.timestamps.filter((_, index) => inside[index]),
    values: day.values.filter((_, index) => inside[index]),
  };
};
