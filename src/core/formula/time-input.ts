/** Reads a time in all forms of the grammar. */
import { floorToDay, type Instant, parseDate, parseInstant, timeOfDay, type Window } from '../domain/instant';
import { settledUntil } from '../query/freshness';
import { type Query } from '../query/query';
import { bucketStart, type Calendar, wholeBuckets } from '../time/calendar';
import { instantOfSerial, instantOfWall, maxSerial, type SerialShift, wallOf } from '../time/excel-time';
import { currentMinute, type RelativeTime, relativeTime, type ZoneClock } from '../time/relative-time';
import type { Scalar } from './cell-input';
import type { Options } from './options';

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

/**
 * The end of a range after `tail`: that of its last complete bucket, or of the last bucket that can't change anymore.
 */
const endWithin = (
  { endTime }: Window,
  calendar: Calendar,
  tail: Options['tail'],
  metrics: Query['metrics'],
  now: Instant,
): Instant => {
  if (tail === 'all' || (tail === 'complete' && calendar.period === 'SINGLE')) return endTime;
  const settled = tail === 'final' ? Math.min(...metrics.map((metric) => settledUntil(metric, now))) : now;
  return Math.min(endTime, currentMinute(bucketStart(settled, calendar)));
};

interface Times {
  readonly startTime: Instant;
  readonly endTime: Instant;
  readonly nothingYet?: string;
}

/** The times of a formula, as far as they were given and could be read. */
interface WrittenTimes {
  readonly start: TimeReading | undefined;
  readonly end: TimeReading | undefined;
  /** The end of the last included day, from the option of that name. */
  readonly through: Instant | undefined;
}

const beginsNow = 'The range has only just begun: there are no numbers yet.';
const nothingComplete = 'The range holds no complete period yet.';
const nothingFinal = 'The range holds no period yet whose numbers are final.';

/** The end of a range: as it was given, or the end of the period that the start names. A running period ends now. */
const endOf = ({ start, end, through }: WrittenTimes, now: Instant): Instant => {
  const running = currentMinute(now);
  return end?.at ?? through ?? Math.min(start?.end ?? running, running);
};

/**
 * The range of a query: on the edges of whole buckets, and no further than `tail` allows. If there is nothing to
 * request yet, `nothingYet` says why, and the range is one millisecond long.
 */
export const timesOf = (
  written: WrittenTimes,
  calendar: Calendar,
  { edges, tail }: Options,
  metrics: Query['metrics'],
  now: Instant,
): Times => {
  // The start already has a problem. Reading on finds the others.
  if (written.start === undefined) return { startTime: now - 1, endTime: now };
  const [start, end] = [written.start.at, endOf(written, now)];
  const isRelative = written.start.isRelative || (written.end?.isRelative ?? written.through === undefined);
  if (end === start && isRelative && start <= now)
    return { startTime: start, endTime: start + 1, nothingYet: beginsNow };
  if (end <= start) return { startTime: start, endTime: end };
  const range =
    calendar.period === 'SINGLE'
      ? // Future time is neither requested nor counted.
        { startTime: start, endTime: start < now ? Math.min(end, currentMinute(now)) : end }
      : edges === 'whole'
        ? wholeBuckets({ startTime: start, endTime: end }, calendar)
        : { startTime: start, endTime: end };
  const { startTime } = range;
  const endTime = endWithin(range, calendar, tail, metrics, now);
  if (startTime > now) return { startTime, endTime: Math.max(endTime, startTime + 1) };
  if (startTime >= currentMinute(now)) return { startTime, endTime: startTime + 1, nothingYet: beginsNow };
  if (endTime > startTime) return { startTime, endTime };
  const nothingYet = tail === 'complete' ? nothingComplete : nothingFinal;
  return { startTime, endTime: startTime + 1, nothingYet };
};
