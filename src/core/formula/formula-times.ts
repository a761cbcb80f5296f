/** The range that a call asks for. */
import { bucketStart, wholeBuckets, type Calendar } from '../time/calendar';
import { settledUntil } from '../query/freshness';
import type { Instant, Window } from '../domain/instant';
import type { Options } from './options';
import type { Query } from '../query/question';
import { currentMinute, type TimeReading } from './time-input';

/** The end that `tail` leaves of a range: that of its last bucket that is complete, or that can no longer change. */
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

/** The times of a call, as far as they are given and can be read. */
interface WrittenTimes {
  readonly start: TimeReading | undefined;
  readonly end: TimeReading | undefined;
  /** The end of the last day that is included, by the option of that name. */
  readonly through: Instant | undefined;
}

const beginsNow = 'The range has only just begun: there are no numbers yet.';
const nothingComplete = 'The range holds no complete period yet.';
const nothingFinal = 'The range holds no period yet whose numbers are final.';

/** The end of a range: as it is given, or else where the period ends that the start names; what is running ends now. */
const endOf = ({ start, end, through }: WrittenTimes, now: Instant): Instant => {
  const running = currentMinute(now);
  return end?.at ?? through ?? Math.min(start?.end ?? running, running);
};

/** The range that is asked for: on the edges of whole buckets, and no further than `tail` lets it go. */
export const timesOf = (
  written: WrittenTimes,
  calendar: Calendar,
  { edges, tail }: Options,
  metrics: Query['metrics'],
  now: Instant,
): Times => {
  // Refused already: the rest is still worth reading.
  if (written.start === undefined) return { startTime: now - 1, endTime: now };
  const [start, end] = [written.start.at, endOf(written, now)];
  const isRelative = written.start.isRelative || (written.end?.isRelative ?? written.through === undefined);
  if (end === start && isRelative && start <= now)
    return { startTime: start, endTime: start + 1, nothingYet: beginsNow };
  if (end <= start) return { startTime: start, endTime: end };
  const range =
    calendar.period === 'SINGLE'
      ? // What lies in the future is not asked, nor counted.
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
