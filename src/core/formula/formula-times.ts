/** The range of time that a formula requests. */
import type { Instant, Window } from '../domain/instant';
import { settledUntil } from '../query/freshness';
import type { Query } from '../query/query';
import { bucketStart, type Calendar, wholeBuckets } from '../time/calendar';
import type { Options } from './options';
import { currentMinute, type TimeReading } from './time-input';

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
