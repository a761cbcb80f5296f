import { timeZoneOf, wallOf } from '../../core/excel-time';
import type { Instant } from '../../core/instant';
import { currentMinute, parseTime } from '../../core/time-input';
import type { TimeRange } from './presets';

const dateOf = (instant: Instant, timeZone: string): string =>
  new Date(wallOf(instant, timeZone)).toISOString().slice(0, 10);

/**
 * The first and last day of a range in words, as dates to change by hand; the range itself where it cannot be read.
 * @param tz as the form holds it
 */
export const datesOf = ({ startTime, endTime }: TimeRange, tz: string, now: Instant): TimeRange => {
  const timeZone = timeZoneOf(tz) ?? 'UTC';
  const context = { timeZone, now, calendar: { period: 'P1D', timeZone, week: 'mon' } } as const;
  const start = parseTime(startTime.trim(), context);
  const end = endTime.trim() === '' ? currentMinute(now) : parseTime(endTime.trim(), context);
  if (start === undefined || end === undefined) return { startTime, endTime };
  return { startTime: dateOf(start, timeZone), endTime: dateOf(Math.max(start, end - 1), timeZone) };
};
