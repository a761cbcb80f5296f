/**
 * What a row could be expected to be from the eight weeks before it, and whether it is unusual. docs/analysis.md
 * describes the method.
 */
import { amazonBucketMs, type Period } from '../domain/catalog';
import { FailureError, invalidQuery } from '../domain/failure';
import { floorTo, type Instant, type Window } from '../domain/instant';
import { bucketStart, type Calendar } from '../time/calendar';
import { wallOf } from '../time/excel-time';
import { type Band, bandOfDay, bandOfWeek, type Tolerance } from './band';
import { createFits, type Day, fewestValues, historyWeeks } from './seasonal-fit';

/** A row of a table, as far as expectations need it. */
export interface ObservedRow {
  /** The beginning of its bucket. */
  readonly start: Instant;
  /** `undefined` if it isn't known, which is not the same as 0. */
  readonly value: number | undefined;
  /** Whether the range cuts its bucket. Default false. */
  readonly isCut?: boolean;
}

/** What a row could be expected to be. */
export interface Expectation extends Band {
  readonly start: Instant;
  /** Left out if the value is between `low` and `high`, isn't known, isn't final, or is that of a cut bucket. */
  readonly unusual?: 'high' | 'low';
}

/** A row for which nothing can be expected, and why. */
export interface NoExpectation {
  readonly start: Instant;
  readonly unavailable: string;
}

/** The rows for which something is expected, and what is known about them. */
export interface Observations {
  /** In any order. Those before `from` are only history: `withHistory` tells how far back it goes. */
  readonly rows: readonly ObservedRow[];
  /** Rows from here on get an expectation. */
  readonly from: Instant;
  /** Rows from here on can still change, so they are neither marked nor history. Left out if all are final. */
  readonly provisionalFrom?: Instant;
  /** Its period is that of the rows; weekdays and hours are those of its time zone. */
  readonly calendar: Calendar;
  /** Whether values are counts. Small counts vary by chance; means and rates needn't. */
  readonly isCount: boolean;
}

const dayMs = 86_400_000;

/**
 * How far from what is expected a row is unusual, in standard deviations. A day has more hours to raise a false alarm, so
 * they have to be further away.
 */
const tolerances = { PT15M: 6, PT1H: 5.5, P1D: 4, P1W: 4 } as const;

/** Periods for whose buckets something can be expected. */
export type ExpectedPeriod = keyof typeof tolerances;

const isExpectedPeriod = (period: Period): period is ExpectedPeriod => period in tolerances;

const expectedPeriodOf = ({ period }: Calendar): ExpectedPeriod => {
  if (isExpectedPeriod(period)) return period;
  throw new FailureError(
    invalidQuery([
      {
        argument: 'period',
        value: period,
        accepted: 'PT15M, PT1H, P1D, or P1W',
        message:
          'Expected values need periods of a week or less: the eight weeks before a longer one hold too few of its kind. ' +
          'Choose the period PT15M, PT1H, P1D, or P1W, or remove expected from the options.',
      },
    ]),
  );
};

/**
 * The range of rows to request for expectations of a range: eight weeks more.
 *
 * @throws {FailureError} `invalid_query`, if nothing can be expected for the period
 */
export const withHistory = ({ startTime, endTime }: Window, calendar: Calendar): Window => {
  const first =
    expectedPeriodOf(calendar) === 'P1W'
      ? bucketStart(startTime, calendar, -historyWeeks)
      : bucketStart(startTime, { ...calendar, period: 'P1D' }, -7 * historyWeeks);
  return { startTime: first, endTime };
};

/** A row's local day, as a number of days, and the position of its bucket in that day. */
interface Place {
  readonly day: number;
  readonly position: number;
}

const placeOf = (start: Instant, { period, timeZone }: Calendar): Place => {
  const wall = wallOf(start, timeZone);
  const day = floorTo(wall, dayMs);
  const step = period === 'PT15M' || period === 'PT1H' ? amazonBucketMs(period) : undefined;
  // In some zones, hours of UTC begin at half past.
  return { day: day / dayMs, position: step === undefined ? 0 : Math.floor((wall - day) / step) };
};

/** What was counted on each day. Of an hour that clocks show twice, the first counts. */
const historyOf = ({ rows, provisionalFrom, calendar }: Observations): ReadonlyMap<number, Day> => {
  const days = new Map<number, Map<number, number>>();
  for (const { start, value, isCut = false } of rows.toSorted((one, other) => one.start - other.start)) {
    if (value === undefined || isCut || start >= (provisionalFrom ?? Infinity)) continue;
    const { day, position } = placeOf(start, calendar);
    const known = days.get(day) ?? new Map<number, number>();
    if (!known.has(position)) known.set(position, value);
    days.set(day, known);
  }
  return days;
};

const weeksBack = Array.from({ length: historyWeeks }, (_, index) => index + 1);

/** The bands of all places, each from the eight weeks before. */
const bandsFrom = (history: ReadonlyMap<number, Day>, { period }: Calendar, tolerance: Tolerance) => {
  const fitBefore = createFits(history, tolerance.isCount);
  return ({ day, position }: Place): Band | undefined =>
    period === 'P1W'
      ? bandOfWeek(
          weeksBack.map((back) => history.get(day - 7 * back)?.get(0)).filter((value) => value !== undefined),
          tolerance,
        )
      : bandOfDay(fitBefore(day), position, tolerance);
};

const markOf = (value: number, { low, high }: Band): Pick<Expectation, 'unusual'> => {
  if (value > high) return { unusual: 'high' };
  return value < low ? { unusual: 'low' } : {};
};

const unavailable = `Fewer than ${fewestValues} of the ${historyWeeks} weeks before have a value for this time of the week.`;

/**
 * What the rows from `from` on could be expected to be, in ascending order, and which of them are unusual. Each follows
 * from the eight weeks before it alone: never from itself, later rows, or the day that it belongs to.
 *
 * @throws {FailureError} `invalid_query`, if nothing can be expected for the period
 *
 * @example
 * ```ts
 * const { startTime, endTime } = withHistory(range, calendar);
 * const rows = …; // of that range
 * expectedRows({ rows, from: range.startTime, calendar, isCount: true });
 * // [{ start: …, expected: 812, low: 640, high: 984 },
 * //  { start: …, expected: 790, low: 622, high: 958, unusual: 'low' }]
 * ```
 */
export const expectedRows = (observations: Observations): readonly (Expectation | NoExpectation)[] => {
  const { rows, from, provisionalFrom = Infinity, calendar, isCount } = observations;
  const tolerance = { deviations: tolerances[expectedPeriodOf(calendar)], isCount };
  const bandAt = bandsFrom(historyOf(observations), calendar, tolerance);
  return rows
    .filter(({ start }) => start >= from)
    .toSorted((one, other) => one.start - other.start)
    .map(({ start, value, isCut = false }) => {
      const band = bandAt(placeOf(start, calendar));
      if (band === undefined) return { start, unavailable };
      const isFinal = value !== undefined && !isCut && start < provisionalFrom;
      return { start, ...band, ...(isFinal ? markOf(value, band) : {}) };
    });
};
