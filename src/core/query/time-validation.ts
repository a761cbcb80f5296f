/** The rules that the times of a query must meet. */
import type { Problem } from '../domain/failure';
import { formatInstant, type Instant, parseDate } from '../domain/instant';
import { bucketStart } from '../time/calendar';
import { instantOfWall } from '../time/excel-time';
import { momentText } from './phrases';
import type { Query } from './query';

/** Alexa skills have existed since 2015. An earlier date is a mistake that would cost hundreds of requests. */
const firstDay = parseDate('2015-01-01') ?? 0;

/** What the times of a query were read from, for messages. */
export interface WrittenTimes {
  /**
   * Zone in which messages give dates.
   *
   * @default 'UTC'
   */
  readonly timeZone?: string;
  /** Texts that don't show a date themselves, such as -7d. */
  readonly startTime?: string | undefined;
  readonly endTime?: string | undefined;
}

/** The bucket that holds the first day is still allowed as a whole, even if it begins before that day. */
const earliestOf = (query: Query): Instant =>
  Math.min(firstDay, bucketStart(instantOfWall(firstDay, query.timeZone), query));

/**
 * What is wrong with the range of a query: at most one problem, or an empty list.
 *
 * @param now if known, ranges that haven't begun are refused
 */
export const timeRules = (query: Query, now: Instant | undefined, written: WrittenTimes): Problem[] => {
  const { startTime, endTime } = query;
  const told = (instant: Instant): string => momentText(instant, written.timeZone ?? 'UTC');
  const named = (argument: 'startTime' | 'endTime'): string =>
    `${argument} ${written[argument] === undefined ? '' : `"${written[argument]}" `}is ${told(query[argument])}`;
  const start = { argument: 'startTime', value: formatInstant(startTime) };
  if (startTime < earliestOf(query))
    return [
      {
        ...start,
        accepted: 'a time from 2015-01-01 on',
        message: `${named('startTime')}, and Alexa has no metrics from before 2015. Enter a later date.`,
      },
    ];
  if (now !== undefined && startTime > now)
    return [
      {
        ...start,
        accepted: 'a time in the past',
        message: `${named('startTime')}, which is in the future. Enter a date in the past.`,
      },
    ];
  if (endTime > startTime) return [];
  const hint = endTime === startTime ? " The end isn't included: for one day, enter the day after it." : '';
  return [
    {
      argument: 'endTime',
      value: formatInstant(endTime),
      accepted: `a time after startTime (${formatInstant(startTime)})`,
      message: `${named('endTime')}, which isn't after startTime, ${told(startTime)}.${hint}`,
    },
  ];
};
