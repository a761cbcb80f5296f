/** Compares the rows of a table with those of an earlier range. */
import type { Instant } from '../domain/instant';
import { bucketsOf, bucketStart } from '../time/calendar';
import { currentMinute } from '../time/relative-time';
import { earlierBucket, type Shift } from '../time/shift';
import type { AnsweredSlice, Unavailable, Values } from './slice-values';

/** What stands beside the values of a series that is compared. */
export interface ComparedValues {
  /** The earlier values, at the timestamps of the rows that they are compared with. */
  readonly before: Values;
  /** Value less earlier value. */
  readonly change: Values;
  /** The change as a share of the earlier value. */
  readonly changePercent: Values;
}

const running: Unavailable = {
  unavailable: "This period isn't over yet, so it can't be compared with a whole one.",
};
const fromZero: Unavailable = { unavailable: 'The earlier value is 0, so there is no percentage.' };
const noSuchDay: Unavailable = { unavailable: 'The earlier month has no such day.' };

/** A change as a share of the earlier value; unavailable if that is 0. */
export const changeShare = (value: number, before: number): number | Unavailable =>
  before === 0 ? fromZero : (value - before) / Math.abs(before);

const isNumber = (value: number | Unavailable | undefined): value is number => typeof value === 'number';

/** The rows that may have an earlier value: those of the answer, and buckets without one. */
const rowsOf = ({ query, answer }: AnsweredSlice, values: Values): readonly Instant[] => {
  const { startTime } = query;
  if (query.period === 'SINGLE') return [startTime];
  const endTime = Math.min(query.endTime, currentMinute(answer.fetchedAt));
  const buckets = bucketsOf({ startTime, endTime }, query).map((bucket) => Math.max(bucket.startTime, startTime));
  return [...new Set([...values.keys(), ...buckets])];
};

/** Whether a row's bucket was still running when Amazon was asked. The range may cut it before that, on both sides alike. */
const isRunning = (row: Instant, { query, answer }: AnsweredSlice): boolean => {
  if (query.period === 'SINGLE') return false;
  return Math.min(bucketStart(row, query, 1), query.edges === 'exact' ? query.endTime : Infinity) > answer.fetchedAt;
};

/**
 * Compares a series with its earlier values. A row is compared with the whole earlier bucket, so one that isn't over yet
 * has no change.
 */
export const compared = (
  slice: AnsweredSlice,
  values: Values,
  earlier: AnsweredSlice & { readonly shift: Shift },
  earlierValues: Values,
): ComparedValues => {
  const before = new Map<Instant, number | Unavailable>();
  const change = new Map<Instant, number | Unavailable>();
  const changePercent = new Map<Instant, number | Unavailable>();
  for (const row of rowsOf(slice, values)) {
    const isSingle = slice.query.period === 'SINGLE';
    const counterpart = isSingle ? earlier.query.startTime : earlierBucket(row, earlier.shift, earlier.query);
    const old = counterpart === undefined ? noSuchDay : valueAt(earlierValues, counterpart, earlier);
    if (old !== undefined) before.set(row, old);
    const value = values.get(row);
    if (!isNumber(value) || !isNumber(old)) continue;
    const isComparable = !isRunning(row, slice);
    change.set(row, isComparable ? value - old : running);
    changePercent.set(row, isComparable ? changeShare(value, old) : running);
  }
  return { before, change, changePercent };
};

/** The value of a bucket. The first bucket of a range may be cut: its point bears the range's start. */
const valueAt = (values: Values, bucket: Instant, { query }: AnsweredSlice): number | Unavailable | undefined =>
  values.get(bucket) ?? values.get(Math.max(bucket, query.startTime));
