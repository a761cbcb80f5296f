/** The values of one series in the answers to a slice: Amazon's own, or the ratio of two of them. */
import { derivedOf, isDerivedName } from '../domain/derived';
import type { Instant } from '../domain/instant';
import type { ColumnKey } from '../formula/columns';
import type { TableOptions } from '../formula/parse-formula';
import type { Slice } from '../formula/slices';
import type { Answer, Query } from '../query/query';
import { bucketsOf, bucketStart } from '../time/calendar';
import { currentMinute } from '../time/relative-time';

/**
 * A value that isn't available, and why. Shown as an `#N/A` error with that reason, or as the text `#N/A` if this Excel
 * can't show errors among values.
 */
export interface Unavailable {
  readonly unavailable: string;
}

/** Values by the beginnings of their buckets. */
export type Values = ReadonlyMap<Instant, number | Unavailable>;

/** A slice with its answers. */
export interface AnsweredSlice extends Slice {
  readonly answer: Answer;
  readonly dailyAnswer?: Answer | undefined;
}

type Key = Omit<ColumnKey, 'facet'>;

const none: Values = new Map();

/** Before this instant, a missing point means that Amazon has none. Later points may still arrive. */
export const settledEnd = (query: Query, answer: Answer): Instant =>
  Math.min(query.endTime, answer.provisionalFrom ?? answer.fetchedAt);

/** The beginnings of the buckets that have a row even though Amazon returned nothing for them. */
export const bucketsWithRows = (query: Query, answer: Answer, fill: TableOptions['fill']): readonly Instant[] => {
  const { startTime, endTime } = query;
  // A bucket that hadn't begun when Amazon was queried isn't a gap.
  const asked = fill === '0' ? settledEnd(query, answer) : Math.min(endTime, currentMinute(answer.fetchedAt));
  return bucketsOf({ startTime, endTime: asked }, query).map((bucket) => bucket.startTime);
};

const amazonValues = ({ series }: Answer, { metric, intent, locale }: Key): Values | undefined => {
  const found = series.find((one) => one.metric === metric && one.intent === intent && one.locale === locale);
  if (found === undefined) return undefined;
  const values = new Map<Instant, number | Unavailable>();
  found.timestamps.forEach((timestamp, index) => values.set(timestamp, found.values[index] ?? Number.NaN));
  for (const { timestamp, reason } of found.impossible ?? []) values.set(timestamp, { unavailable: reason });
  return values;
};

const ratio = (
  over: number | Unavailable | undefined,
  under: number | Unavailable,
): number | Unavailable | undefined => {
  if (typeof under === 'object') return under;
  if (typeof over === 'object' || over === undefined) return over;
  return under === 0
    ? { unavailable: 'There was nothing to divide by: the lower part of this ratio is 0.' }
    : over / under;
};

const notWhole: Unavailable = { unavailable: "This week isn't over yet. Its days can be compared with it when it is." };

/** The mean of the days of each bucket. A settled day without a point had none of what is counted. */
const meansOfDays = ({ query, daily, dailyAnswer, answer }: AnsweredSlice, key: Key): Values => {
  if (daily === undefined || dailyAnswer === undefined) return none;
  const days = amazonValues(dailyAnswer, key) ?? none;
  const settled = settledEnd(daily, dailyAnswer);
  const means = new Map<Instant, number | Unavailable>();
  for (const { startTime } of bucketsOf({ startTime: query.startTime, endTime: query.endTime }, query)) {
    const endTime = query.period === 'SINGLE' ? query.endTime : bucketStart(startTime, query, 1);
    const all = bucketsOf({ startTime, endTime }, daily).map((day) => days.get(day.startTime) ?? day);
    const known = all.map((day) => (typeof day === 'object' && 'startTime' in day && day.endTime <= settled ? 0 : day));
    const numbers = known.filter((day) => typeof day === 'number');
    const isWhole = endTime <= Math.min(answer.fetchedAt, dailyAnswer.fetchedAt) && numbers.length === all.length;
    means.set(startTime, isWhole ? numbers.reduce((sum, day) => sum + day, 0) / numbers.length : notWhole);
  }
  return means;
};

/**
 * The values of a series in a slice, by timestamp. A ratio is that of the two values of its bucket; it is unknown if the
 * upper one is, and unavailable if the lower one is 0.
 */
export const valuesIn = (slice: AnsweredSlice, key: Key): Values => {
  const { metric } = key;
  if (!isDerivedName(metric)) return amazonValues(slice.answer, key) ?? none;
  const { over, under, ofDays = false } = derivedOf(metric);
  const upper = ofDays
    ? meansOfDays(slice, { ...key, metric: over })
    : amazonValues(slice.answer, { ...key, metric: over });
  const lower = amazonValues(slice.answer, { ...key, metric: under }) ?? none;
  const values = new Map<Instant, number | Unavailable>();
  for (const [timestamp, value] of lower) {
    const found = ratio(upper?.get(timestamp), value);
    if (found !== undefined) values.set(timestamp, found);
  }
  return values;
};

/** Adds a 0 for each settled bucket without a value, if that is how gaps are filled. Ratios aren't filled. */
export const filledIn = (values: Values, slice: AnsweredSlice, key: Key, fill: TableOptions['fill']): Values => {
  if (fill !== '0' || isDerivedName(key.metric)) return values;
  const filled = new Map(values);
  const known = new Set([...values.keys()].map((timestamp) => bucketStart(timestamp, slice.query)));
  for (const bucket of bucketsWithRows(slice.query, slice.answer, '0')) if (!known.has(bucket)) filled.set(bucket, 0);
  return filled;
};
