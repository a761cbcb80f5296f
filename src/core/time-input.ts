/** Reads a moment in any of the forms that people write into a cell. */
import { bucketStart, type Calendar } from './calendar';
import type { Scalar } from './cell-input';
import { instantOfSerial, instantOfWall, maxSerial, wallOf, type SerialShift } from './excel-time';
import { floorTo, parseDate, parseInstant, timeOfDay, type Instant } from './instant';

export interface TimeContext {
  /** In which times without a zone are read. */
  readonly timeZone: string;
  readonly now: Instant;
  /** Whose bucket edges relative times go back to. */
  readonly calendar: Calendar;
  /** Added to serials: those of a workbook in the 1904 date system are fewer. Default 0. */
  readonly serialShift?: SerialShift;
}

/** What a time argument accepts, for messages. */
export const acceptedTimes =
  'a date, an ISO 8601 text such as 2026-08-01 or 2026-08-01T10:45Z, or ' +
  'now, today, yesterday, this month, last month, this year, last year, -24h, -7d, -4w';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const relative = /^-\s*(\d{1,5})\s*([hdw])$/;
const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/i;

/** To the minute, so that formulas calculated together ask the same question. */
export const currentMinute = (now: Instant): Instant => floorTo(now, minuteMs);

/** Counts back from now to the edge of a bucket, so that the first bucket of "the last seven days" is whole. */
const back = (text: string, { now, timeZone, calendar }: TimeContext): Instant | undefined => {
  const found = relative.exec(text);
  if (found === null) return undefined;
  const [, count = '', unit = ''] = found;
  // A day back is the same time on the clock of the day before, however many hours that day had.
  const instant =
    unit === 'h'
      ? now - Number(count) * hourMs
      : instantOfWall(wallOf(now, timeZone) - Number(count) * (unit === 'd' ? dayMs : 7 * dayMs), timeZone);
  return currentMinute(bucketStart(instant, calendar));
};

/** From the year, month (from 0) and day that clocks show now, the wall time at which the named day, month or year begins. */
const beginnings = new Map<string, (year: number, month: number, day: number) => number>([
  ['today', (year, month, day) => Date.UTC(year, month, day)],
  ['yesterday', (year, month, day) => Date.UTC(year, month, day - 1)],
  ['this month', (year, month) => Date.UTC(year, month)],
  ['last month', (year, month) => Date.UTC(year, month - 1)],
  ['this year', (year) => Date.UTC(year, 0)],
  ['last year', (year) => Date.UTC(year - 1, 0)],
]);

const beginning = (text: string, { now, timeZone }: TimeContext): Instant | undefined => {
  const begin = beginnings.get(text.replace(/\s+/g, ' '));
  if (begin === undefined) return undefined;
  const clock = new Date(wallOf(now, timeZone));
  return instantOfWall(begin(clock.getUTCFullYear(), clock.getUTCMonth(), clock.getUTCDate()), timeZone);
};

/** Whether a time moves on with the clock, as `now`, `last month` and `-7d` do. */
export const isRelativeTime = (value: Scalar): boolean =>
  typeof value === 'string' && /^(-|\u2212|now$|today$|yesterday$|this |last )/i.test(value.trim());

const word = (text: string, context: TimeContext): Instant | undefined =>
  text === 'now' ? currentMinute(context.now) : (beginning(text, context) ?? back(text, context));

const localText = (text: string, timeZone: string): Instant | undefined => {
  const date = parseDate(text);
  if (date !== undefined) return instantOfWall(date, timeZone);
  const [, day = '', hours = '', minutes = '', seconds, fraction] = local.exec(text) ?? [];
  const [midnight, time] = [parseDate(day), timeOfDay(hours, minutes, seconds, fraction)];
  return midnight === undefined || time === undefined ? undefined : instantOfWall(midnight + time, timeZone);
};

const serial = (written: number, { timeZone, serialShift = 0 }: TimeContext): Instant | undefined => {
  const value = written + serialShift;
  return Number.isFinite(value) && value >= 1 && value < maxSerial + 1 ? instantOfSerial(value, timeZone) : undefined;
};

/** The instant that a serial, an ISO 8601 text or a relative word means, or undefined where it means none. */
export const parseTime = (value: Scalar, context: TimeContext): Instant | undefined => {
  if (typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return serial(value, context);
  const text = value.toLowerCase().replace(/\u2212/g, '-');
  if (/^\d+(\.\d+)?$/.test(text)) return serial(Number(text), context);
  return word(text, context) ?? parseInstant(text) ?? localText(text, context.timeZone);
};
