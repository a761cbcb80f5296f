/**
 * Buckets as people count them: Amazon's quarter-hours and hours, and the days, weeks, months, quarters and years of a
 * time zone's calendar. A day has 23, 24 or 25 hours, as its clocks say.
 */
import { amazonBucketMs, type Period } from '../domain/catalog';
import { instantOfWall, wallOf, offsetAt } from './excel-time';
import { floorTo, floorToDay, type Instant, type Window } from '../domain/instant';

export interface Calendar {
  readonly period: Period;
  /** IANA zone whose midnights cut days and whatever is longer. */
  readonly timeZone: string;
  /** The day on which weeks begin. */
  readonly week: 'mon' | 'sun';
}

const dayMs = 86_400_000;

const months: Partial<Record<Period, number>> = { P1M: 1, P3M: 3, P1Y: 12 };

/** Periods whose buckets begin at midnights of a zone. */
export type CalendarPeriod = Exclude<Period, 'SINGLE' | 'PT15M' | 'PT1H'>;

/** Whether buckets of the period begin at midnights of a zone, rather than on UTC's grid of hours or not at all. */
export const isCalendarPeriod = (period: Period): period is CalendarPeriod =>
  period !== 'SINGLE' && period !== 'PT15M' && period !== 'PT1H';

/** Length of a bucket in milliseconds where all are of one length whatever the clocks do. */
const fixedLength = (period: Period): number | undefined =>
  isCalendarPeriod(period) ? undefined : amazonBucketMs(period);

/** The wall time at which the bucket begins that holds a wall time, and `count` buckets after it. */
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
 * The beginning of the bucket that holds an instant, or of the one `count` buckets after it (before it where negative).
 * SINGLE has one bucket, whose edges are those of its range: the instant itself is returned.
 */
export const bucketStart = (instant: Instant, calendar: Calendar, count = 0): Instant => {
  const step = fixedLength(calendar.period);
  if (calendar.period === 'SINGLE') return instant;
  if (step !== undefined) return floorTo(instant, step) + count * step;
  const { timeZone } = calendar;
  return instantOfWall(wallStart(wallOf(instant, timeZone), calendar, count), timeZone);
};

/** The range, its start moved back and its end moved on to the edges of their buckets. SINGLE stays as it is. */
export const wholeBuckets = ({ startTime, endTime }: Window, calendar: Calendar): Window => {
  const last = bucketStart(endTime, calendar);
  return {
    startTime: bucketStart(startTime, calendar),
    endTime: last < endTime ? bucketStart(endTime, calendar, 1) : endTime,
  };
};

/** The whole buckets that a range touches, in ascending order. SINGLE is one bucket: the range itself. */
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

/** How many buckets a range touches. */
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

/** Where clocks go back, and an hour comes twice. */

/** The instant in a UTC day at which the offset changes: by halves, to the minute, as clocks change. */
const changeIn = (from: Instant, to: Instant, timeZone: string): Instant => {
  let [before, after] = [from, to];
  while (after - before > 60_000) {
    const middle = before + Math.floor((after - before) / 120_000) * 60_000;
    if (offsetAt(middle, timeZone) === offsetAt(from, timeZone)) before = middle;
    else after = middle;
  }
  return after;
};

/** Whether clocks of the zone go back within the range, so that it holds moments that they show twice. */
export const clocksGoBack = ({ startTime, endTime }: Window, timeZone: string): boolean => {
  if (timeZone === 'UTC') return false;
  for (let day = floorToDay(startTime); day < endTime; day += dayMs) {
    if (offsetAt(day + dayMs, timeZone) >= offsetAt(day, timeZone)) continue;
    const change = changeIn(day, day + dayMs, timeZone);
    if (startTime < change && change < endTime) return true;
  }
  return false;
};
