/** Times relative to now, in the words that people use for them. */
import { floorTo, type Instant } from '../domain/instant';
import { bucketStart, type Calendar, type CalendarPeriod } from './calendar';
import { instantOfWall, wallOf } from './excel-time';

/** When and where a relative time is read. */
export interface ZoneClock {
  readonly now: Instant;
  /** Zone in which times without a zone are read. */
  readonly timeZone: string;
  /** The buckets to whose edge a count back from now goes. */
  readonly calendar: Calendar;
  /**
   * The calendar of named days, weeks and months.
   *
   * @default the days of `timeZone`, with weeks from Monday
   */
  readonly named?: Pick<Calendar, 'timeZone' | 'week'>;
}

/** The instant, or range, that a relative time names. */
export interface RelativeTime {
  readonly at: Instant;
  /** Where a named period ends. Left out if it continues until now. */
  readonly end?: Instant;
  /** Whether it can only be a start, because it is a range itself: `last 7 days`, `ytd`. */
  readonly isRange?: true;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The instant cut to the minute, so that formulas calculated together make the same query. */
export const currentMinute = (now: Instant): Instant => floorTo(now, minuteMs);

type Unit = 'h' | 'd' | 'w' | 'm' | 'q' | 'y';

const periods: Readonly<Record<Unit, CalendarPeriod | 'PT1H'>> = {
  h: 'PT1H',
  d: 'P1D',
  w: 'P1W',
  m: 'P1M',
  q: 'P3M',
  y: 'P1Y',
};

/** The unit that `d`, `day` or `days` names, or `undefined` for any other word. */
const unitOf = (word = ''): Unit | undefined => {
  const [, long, short] = /^(?:(hour|day|week|month|quarter|year)s?|([hdwmqy]))$/.exec(word) ?? [];
  const letter = (long ?? short)?.charAt(0);
  return (['h', 'd', 'w', 'm', 'q', 'y'] as const).find((unit) => unit === letter);
};

/** The beginning of the unit that holds now, or of one before or after it. */
const startOf = (unit: Unit, count: number, { now, timeZone, named }: ZoneClock): Instant =>
  bucketStart(now, { timeZone, week: 'mon', ...named, period: periods[unit] }, count);

const period = (unit: Unit, first: number, after: number, clock: ZoneClock): RelativeTime => ({
  at: startOf(unit, first, clock),
  end: startOf(unit, after, clock),
});

/** The same day of an earlier month, or the last day of a shorter month. */
const monthsBack = (wall: number, count: number): number => {
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() - count + 1, 0);
  date.setUTCDate(Math.min(day, date.getUTCDate()));
  return date.getTime();
};

const wallBack = (wall: number, count: number, unit: Unit): number => {
  if (unit === 'd' || unit === 'w') return wall - count * (unit === 'd' ? dayMs : 7 * dayMs);
  return monthsBack(wall, count * ({ h: 0, m: 1, q: 3, y: 12 } as const)[unit]);
};

/** A day or month back is the same time on that day's clock, however many hours lie between. */
const back = (from: Instant, count: number, unit: Unit, { timeZone }: ZoneClock): Instant =>
  unit === 'h' ? from - count * hourMs : instantOfWall(wallBack(wallOf(from, timeZone), count, unit), timeZone);

/** Counts back from now, then to the edge of a bucket so that the first bucket is whole. */
const countedBack = (text: string, clock: ZoneClock): RelativeTime | undefined => {
  const [, from = 'now', before, word, agoCount, agoWord] =
    /^(?:(now|today|yesterday)? ?- ?(\d{1,5}) ?([a-z]+)|(\d{1,5}) ?([a-z]+) ago)$/.exec(text) ?? [];
  const unit = unitOf(word ?? agoWord);
  if (unit === undefined) return undefined;
  const base = from === 'now' ? clock.now : startOf('d', from === 'today' ? 0 : -1, clock);
  const at = back(base, Number(before ?? agoCount), unit, clock);
  return { at: currentMinute(bucketStart(at, clock.calendar)) };
};

const days: ReadonlyMap<string, number> = new Map([
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
]);

/** `last 7 days`: the seven days before today. Today, which isn't over, doesn't count. */
const lastSome = (text: string, clock: ZoneClock): RelativeTime | undefined => {
  const [, count, word] = /^(?:last|past|previous) (\d{1,5}) ?([a-z]+)$/.exec(text) ?? [];
  const unit = unitOf(word);
  return unit === undefined || Number(count) === 0
    ? undefined
    : { ...period(unit, -Number(count), 0, clock), isRange: true };
};

const namedPeriod = (text: string, clock: ZoneClock): RelativeTime | undefined => {
  const day = days.get(text);
  if (day !== undefined) return period('d', day, day + 1, clock);
  const [, which, word = ''] = /^(this|current|last|past|previous) ([a-z]{4,})$/.exec(text) ?? [];
  const unit = word.endsWith('s') ? undefined : unitOf(word);
  if (which === undefined || unit === undefined || unit === 'h') return undefined;
  return which === 'this' || which === 'current' ? period(unit, 0, 1, clock) : period(unit, -1, 0, clock);
};

const toDate = (text: string, clock: ZoneClock): RelativeTime | undefined => {
  const [, short, long] = /^(?:([wmqy])td|(week|month|quarter|year)[ -]to[ -]date)$/.exec(text) ?? [];
  const unit = unitOf(short ?? long);
  return unit === undefined ? undefined : { at: startOf(unit, 0, clock), isRange: true };
};

/**
 * What `now`, `yesterday`, `last week`, `last 28 days`, `ytd`, `-7d`, `-3 months` and the like mean, or `undefined` for
 * any other text. Named periods have an end of their own; everything else continues until now.
 *
 * @param text in lower case, with single spaces
 *
 * @example
 * ```ts
 * const calendar = { period: 'P1D', timeZone: 'UTC', week: 'mon' } as const;
 * relativeTime('last month', { now: Date.UTC(2026, 10, 26), timeZone: 'UTC', calendar });
 * // { at: 2026-10-01T00:00:00Z, end: 2026-11-01T00:00:00Z }, both as instants
 * ```
 */
export const relativeTime = (text: string, clock: ZoneClock): RelativeTime | undefined =>
  text === 'now'
    ? { at: currentMinute(clock.now) }
    : (namedPeriod(text, clock) ?? lastSome(text, clock) ?? toDate(text, clock) ?? countedBack(text, clock));
