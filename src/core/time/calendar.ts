/**
 * Buckets as people count them: Amazon's quarter-hours and hours, and the days, weeks, months, quarters and years of a
 * time zone's calendar. A day has 23, 24 or 25 hours, according to the zone's clocks.
 */
import { amazonBucketMs, type Period } from '../domain/catalog';
import { floorTo, floorToDay, type Instant, type Window } from '../domain/instant';
import { instantOfWall, offsetAt, wallOf } from './excel-time';

/** What decides where buckets begin and end. */
export interface Calendar {
  readonly period: Period;
  /** IANA zone whose midnights begin days and longer periods. */
  readonly timeZone: string;
  /** The day on which weeks begin. */
  readonly week: 'mon' | 'sun';
}

const dayMs = 86_400_000;

const months: Partial<Record<Period, number>> = { P1M: 1, P3M: 3, P1Y: 12 };

/** Periods whose buckets begin at midnights of a zone. */
export type CalendarPeriod = Exclude<Period, 'SINGLE' | 'PT15M' | 'PT1H'>;

/**
 * Whether buckets of the period begin at a zone's midnights. If not, they lie on UTC's grid of hours, or are the range
 * itself (SINGLE).
 */
export const isCalendarPeriod = (period: Period): period is CalendarPeriod =>
  period !== 'SINGLE' && period !== 'PT15M' && period !== 'PT1H';

/** The length of a bucket in milliseconds, if all are equally long whatever the clocks do. */
const fixedLength = (period: Period): number | undefined =>
  isCalendarPeriod(period) ? undefined : amazonBucketMs(period);

/** The wall time at which the bucket begins that is `count` buckets after the one that holds a wall time. */
const wallStart = (wall: number, { period, week }: Calendar, count: number): number => {
  const length = months[period];
  if (length !== undefined) {
    const date = new Date(wall);
    const month = date.getUTCMonth();
    return Date.UTC(date.getUTCFullYear(), month - (month % length) + count * length);
  }
  const day = floorTo(wall, dayMs);
  if (period === 'P1D') return day + count * dayMs;
  const weekday = (new Date(day).getUTCDay() + (week === 'mon' ? 6 : 0)) % 7;
  return day + (7 * count - weekday) * dayMs;
};

/**
 * The beginning of the bucket that holds an instant. SINGLE has one bucket with the edges of its range, so the instant
 * itself is returned.
 *
 * @param count buckets to go forward from there, or back if negative; default 0
 *
 * @example
 * ```ts
 * const calendar = { period: 'P1D', timeZone: 'Europe/Berlin', week: 'mon' } as const;
 * bucketStart(Date.UTC(2026, 7, 1, 10), calendar); // 2026-07-31T22:00:00Z, midnight in Berlin
 * ```
 */
export const bucketStart = (instant: Instant, calendar: Calendar, count = 0): Instant => {
  const step = fixedLength(calendar.period);
  if (calendar.period === 'SINGLE') return instant;
  if (step !== undefined) return floorTo(instant, step) + count * step;
  const { timeZone } = calendar;
  return instantOfWall(wallStart(wallOf(instant, timeZone), calendar, count), timeZone);
};

/**
 * The range with its start moved back and its end moved forward to the edges of their buckets. SINGLE stays as it is.
 */
export const wholeBuckets = ({ startTime, endTime }: Window, calendar: Calendar): Window => {
  const last = bucketStart(endTime, calendar);
  return {
    startTime: bucketStart(startTime, calendar),
    endTime: last < endTime ? bucketStart(endTime, calendar, 1) : endTime,
  };
};

/** The whole buckets that a range touches, in ascending order. SINGLE has one bucket: the range itself. */
export const bucketsOf = (range: Window, calendar: Calendar): readonly Window[] => {
  if (range.endTime <= range.startTime) return [];
  if (calendar.period === 'SINGLE') return [range];
  const buckets: Window[] = [];
  for (let startTime = bucketStart(range.startTime, calendar); startTime < range.endTime;) {
    const endTime = bucketStart(startTime, calendar, 1);
    buckets.push({ startTime, endTime });
    startTime = endTime;
  }
  return buckets;
};

/** The number of buckets that a range touches, calculated without listing them. */
export const countBuckets = ({ startTime, endTime }: Window, calendar: Calendar): number => {
  if (endTime <= startTime) return 0;
  if (calendar.period === 'SINGLE') return 1;
  const step = fixedLength(calendar.period);
  if (step !== undefined) return Math.ceil(endTime / step) - Math.floor(startTime / step);
  const { timeZone } = calendar;
  const [first, last] = [wallOf(startTime, timeZone), wallOf(endTime - 1, timeZone)];
  const length = months[calendar.period];
  if (length === undefined) {
    const days = calendar.period === 'P1D' ? 1 : 7;
    return Math.round((wallStart(last, calendar, 0) - wallStart(first, calendar, 0)) / (days * dayMs)) + 1;
  }
  const month = (wall: number): number => {
    const date = new Date(wall);
    return Math.floor((date.getUTCFullYear() * 12 + date.getUTCMonth()) / length);
  };
  return month(last) - month(first) + 1;
};

/** The instant in a UTC day at which the offset changes. Clocks change on whole minutes, so the search stops there. */
const changeIn = (from: Instant, to: Instant, timeZone: string): Instant => {
  let [before, after] = [from, to];
  while (after - before > 60_000) {
    const middle = before + Math.floor((after - before) / 120_000) * 60_000;
    if (offsetAt(middle, timeZone) === offsetAt(from, timeZone)) before = middle;
    else after = middle;
  }
  return after;
};

/** Whether the zone's clocks go back within the range, so that they show some of its times twice. */
export const clocksGoBack = ({ startTime, endTime }: Window, timeZone: string): boolean => {
  if (timeZone === 'UTC') return false;
  for (let day = floorToDay(startTime); day < endTime; day += dayMs) {
    if (offsetAt(day + dayMs, timeZone) >= offsetAt(day, timeZone)) continue;
    const change = changeIn(day, day + dayMs, timeZone);
    if (startTime < change && change < endTime) return true;
  }
  return false;
};
