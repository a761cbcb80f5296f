/**
 * The earlier time with which a time is compared: the same time of day so many days or months before, on a zone's
 * clocks.
 */
import type { Period } from '../domain/catalog';
import { floorToDay, type Instant, type Window } from '../domain/instant';
import { bucketStart, type Calendar, countBuckets, isCalendarPeriod } from './calendar';
import { instantOfWall, wallOf } from './excel-time';

/** What a range can be compared with: the range just before it, or the same range a week, month or year before. */
export const comparisons = ['previous', 'week', 'month', 'year'] as const;
export type Comparison = (typeof comparisons)[number];

/** How far back a comparison goes. Days and months are those of the zone's clocks. */
export interface Shift {
  readonly unit: 'ms' | 'days' | 'months';
  readonly count: number;
  /** IANA zone. */
  readonly timeZone: string;
}

const dayMs = 86_400_000;
/** A year of whole weeks, so that a Monday is compared with a Monday. */
const yearOfWeeks = 364;

const isMidnight = (instant: Instant, timeZone: string): boolean => {
  const wall = wallOf(instant, timeZone);
  return wall === floorToDay(wall);
};

const isMonthStart = (instant: Instant, timeZone: string): boolean =>
  isMidnight(instant, timeZone) && new Date(wallOf(instant, timeZone)).getUTCDate() === 1;

const monthsBetween = (from: Instant, to: Instant, timeZone: string): number => {
  const count = (instant: Instant): number => {
    const date = new Date(wallOf(instant, timeZone));
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  return count(to) - count(from);
};

/** The length of a range: in whole months or days of the zone if it has such edges, otherwise in milliseconds. */
const lengthOf = ({ startTime, endTime }: Window, timeZone: string): Shift => {
  const edges = [startTime, endTime];
  if (edges.every((edge) => isMonthStart(edge, timeZone)))
    return { unit: 'months', count: monthsBetween(startTime, endTime, timeZone), timeZone };
  if (!edges.every((edge) => isMidnight(edge, timeZone))) return { unit: 'ms', count: endTime - startTime, timeZone };
  return { unit: 'days', count: (wallOf(endTime, timeZone) - wallOf(startTime, timeZone)) / dayMs, timeZone };
};

const monthsOf: Partial<Record<Period, number>> = { P1M: 1, P3M: 3, P1Y: 12 };
const daysOf: Partial<Record<Period, number>> = { P1D: 1, P1W: 7 };

/** How far the range just before a range lies. Rows stay on the edges of their buckets. */
const previousShift = (range: Window, calendar: Calendar, timeZone: string): Shift => {
  const { period } = calendar;
  const [months, days] = [monthsOf[period], daysOf[period]];
  const buckets = countBuckets(range, calendar);
  if (months !== undefined) return { unit: 'months', count: months * buckets, timeZone };
  if (days !== undefined) return { unit: 'days', count: days * buckets, timeZone };
  const length = lengthOf(range, timeZone);
  // Hours of a month have the hours of as many days before them: months differ in length.
  if (period === 'SINGLE' || length.unit !== 'months') return length;
  return { unit: 'days', count: Math.round((range.endTime - range.startTime) / dayMs), timeZone };
};

/** Whether the range consists of whole calendar months, or its rows do. */
const isOfMonths = (range: Window, { period }: Calendar, timeZone: string): boolean =>
  monthsOf[period] !== undefined || (period === 'SINGLE' && lengthOf(range, timeZone).unit === 'months');

/**
 * How far back a comparison goes. Weeks and years are aligned by weekday: a year is 52 weeks. Months are aligned by the
 * calendar, and so are years of whole months.
 *
 * @param timeZone the zone of the times, for periods that have no days of their own
 * @returns `undefined` if the rows have no counterpart: those of months a week before, and those of weeks, quarters or
 * years a month before
 */
export const shiftOf = (
  comparison: Comparison,
  range: Window,
  calendar: Calendar,
  timeZone: string,
): Shift | undefined => {
  const zone = isCalendarPeriod(calendar.period) ? calendar.timeZone : timeZone;
  const { period } = calendar;
  switch (comparison) {
    case 'previous':
      return previousShift(range, calendar, zone);
    case 'week':
      return monthsOf[period] === undefined ? { unit: 'days', count: 7, timeZone: zone } : undefined;
    case 'month':
      return period === 'P1W' || (monthsOf[period] ?? 1) > 1 ? undefined : { unit: 'months', count: 1, timeZone: zone };
    case 'year':
      return isOfMonths(range, calendar, zone)
        ? { unit: 'months', count: 12, timeZone: zone }
        : { unit: 'days', count: yearOfWeeks, timeZone: zone };
  }
};

/** The wall time so many months before; `undefined` if that month has no such day. */
const monthsBefore = (wall: number, count: number): number | undefined => {
  const date = new Date(wall);
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count, date.getUTCDate());
  return new Date(day).getUTCDate() === date.getUTCDate() ? day + (wall - floorToDay(wall)) : undefined;
};

/** The first of the month that follows the one so many months before. */
const monthEndBefore = (wall: number, count: number): number => {
  const date = new Date(wall);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - count + 1);
};

const shifted = (instant: Instant, { unit, count, timeZone }: Shift, missing: (wall: number) => number | undefined) => {
  if (unit === 'ms') return instant - count;
  const wall = wallOf(instant, timeZone);
  const earlier = unit === 'days' ? wall - count * dayMs : (monthsBefore(wall, count) ?? missing(wall));
  return earlier === undefined ? undefined : instantOfWall(earlier, timeZone);
};

/**
 * The beginning of the bucket with which a bucket is compared.
 *
 * @returns `undefined` if there is none: March 31 has no counterpart in February
 */
export const earlierBucket = (start: Instant, shift: Shift, calendar: Calendar): Instant | undefined => {
  const earlier = shifted(start, shift, () => undefined);
  return earlier === undefined ? undefined : bucketStart(earlier, calendar);
};

/** The range that holds the buckets with which those of a range are compared. */
export const earlierRange = (
  { startTime, endTime }: Window,
  shift: Shift,
  calendar: Calendar,
  edges: 'whole' | 'exact',
): Window => {
  const monthEnd = (wall: number): number => monthEndBefore(wall, shift.count);
  // A range that begins on March 31 begins on the last day of February.
  const from = shifted(startTime, shift, (wall) => monthEnd(wall) - dayMs) ?? startTime;
  const until = shifted(endTime, shift, monthEnd) ?? endTime;
  if (edges === 'exact') return { startTime: from, endTime: until };
  const last = bucketStart(until, calendar);
  return {
    startTime: bucketStart(from, calendar),
    endTime: last < until ? bucketStart(until, calendar, 1) : until,
  };
};
