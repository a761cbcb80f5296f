/** Reads a time in all forms of the grammar. */
import { floorToDay, type Instant, parseDate, parseInstant, timeOfDay } from '../domain/instant';
import { instantOfSerial, instantOfWall, maxSerial, type SerialShift, wallOf } from '../time/excel-time';
import { type RelativeTime, relativeTime, type ZoneClock } from '../time/relative-time';
import type { Scalar } from './cell-input';

export { currentMinute } from '../time/relative-time';

/** When and where a time is read. */
export interface TimeContext extends ZoneClock {
  /**
   * Added to serials, for a workbook in the 1904 date system.
   *
   * @default 0
   */
  readonly serialShift?: SerialShift;
}

/** What a time argument means. */
export interface TimeReading extends RelativeTime {
  /** Whether it moves with the clock, as `now`, `last month` and `-7d` do. */
  readonly isRelative: boolean;
}

/** The forms of a time argument, for messages. */
export const acceptedTimes =
  'a date, an ISO 8601 text such as 2026-08-01 or 2026-08-01T10:45Z, or words such as today, last 28 days, last month, -7d';

const dayMs = 86_400_000;
const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?$/i;

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

const fixedTime = (value: string | number, context: TimeContext): Instant | undefined => {
  if (typeof value === 'number') return serial(value, context);
  if (/^\d+(\.\d+)?$/.test(value)) return serial(Number(value), context);
  return parseInstant(value) ?? localText(value, context.timeZone);
};

/** The form that `relativeTime` reads: in lower case, with single spaces, and a hyphen for a true minus. */
const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/\u2212/g, '-')
    .replace(/\s+/g, ' ');

/** What a serial, an ISO 8601 text or a relative word means, or `undefined` for any other value. */
export const readTime = (value: Scalar, context: TimeContext): TimeReading | undefined => {
  if (typeof value === 'boolean') return undefined;
  const relative = typeof value === 'string' ? relativeTime(plain(value), context) : undefined;
  if (relative !== undefined) return { ...relative, isRelative: true };
  const at = fixedTime(value, context);
  return at === undefined ? undefined : { at, isRelative: false };
};

/**
 * The end of the day or period that a value names, as the end of a range that includes it. `undefined` if the value
 * isn't a time, or is one within a day.
 */
export const readThrough = (value: Scalar, context: TimeContext): Instant | undefined => {
  const reading = readTime(value, context);
  if (reading === undefined) return undefined;
  if (reading.end !== undefined) return reading.end;
  const wall = wallOf(reading.at, context.timeZone);
  const day = floorToDay(wall);
  return reading.isRelative || wall === day ? instantOfWall(day + dayMs, context.timeZone) : undefined;
};
