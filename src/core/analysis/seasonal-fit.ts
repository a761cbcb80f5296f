/**
 * What eight weeks tell about the day after them: what is usual at each weekday and time of day, and how high the weeks
 * were, one against another. It is a median polish, by factors instead of sums, and with one pass.
 *
 * A table has hundreds of days whose weeks overlap. What doesn't depend on the levels of weeks is calculated once for
 * all of them, and numbers lie in arrays, so that a year of hours doesn't keep Excel waiting.
 *
 * @see https://en.wikipedia.org/wiki/Median_polish
 */
import { median, medianInPlace, scaleMad } from './statistics';

/** How many weeks before a row are looked at. */
export const historyWeeks = 8;

/** How many of the eight values before a row have to be known. */
export const fewestValues = 4;

/** The known values of a day, by the position of their buckets in it. */
export type Day = ReadonlyMap<number, number>;

/** What eight weeks tell about one weekday. */
export interface SeasonalFit {
  /**
   * Levels of the latest three weeks that have one, the later first. Level 1 is in the middle of the eight weeks. A week at
   * level 0 was down, which is no level to expect.
   */
  readonly levels: readonly number[];
  /** What is usual at a position at level 1; `undefined` if fewer than `fewestValues` are known. */
  readonly usualAt: (position: number) => number | undefined;
  /**
   * How far the known values at a position were from what was usual there in their weeks, as a standard deviation, in parts
   * of the value: that of all days, or of this weekday if it is larger. A weekday can vary more than the others, but its eight
   * values alone tell little about how much.
   */
  readonly spreadAt: (position: number) => number;
}

/** To come back to one of so many levels is nothing unusual: a launch fades, an outage ends. */
const recentLevels = 3;

/** Fewer in a week are too few to tell a change of its level from chance. */
const fewestInWeek = 100;

/** A day's values by position, `NaN` where none is known. */
interface Values {
  readonly at: Float64Array;
  /** The positions whose values are known. */
  readonly known: readonly number[];
  readonly total: number;
  readonly hasCounts: boolean;
}

/** A week, from the weekday on that is asked about. */
type Week = readonly Values[];

const valuesOf = (day: Day, positions: number): Values => {
  const at = new Float64Array(positions).fill(NaN);
  let total = 0;
  let hasCounts = false;
  for (const [position, value] of day) {
    at[position] = value;
    total += value;
    hasCounts ||= value !== 0;
  }
  return { at, known: [...day.keys()], total, hasCounts };
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const hasCounts = (week: Week): boolean => week.some((day) => day.hasCounts);

/**
 * Weeks without a single count are left out if the others are lively: the skill hadn't launched yet, or was down. Where
 * counts are rare, a week without any is an ordinary one.
 */
const tellingWeeks = (weeks: readonly Week[]): readonly Week[] => {
  const counting = weeks.filter(hasCounts);
  if (counting.length === weeks.length) return weeks;
  const values = counting.flatMap((week) =>
    week.flatMap(({ at, known }) => known.map((position) => at[position] ?? 0)),
  );
  return (median(values) ?? 0) > 0 ? counting : weeks;
};

/** What the same weekday of some weeks tells, whatever their levels. */
interface Weekday {
  /** The sum of what is usual at its positions. */
  readonly usualTotal: number;
  /** The total of each day as a part of what is usual for it; `undefined` if it isn't comparable. */
  readonly ratios: readonly (number | undefined)[];
}

/** @param scratch overwritten */
const weekdayOf = (days: readonly Values[], positions: number, scratch: Float64Array): Weekday => {
  const middle = new Float64Array(positions);
  let size = 0;
  let usualTotal = 0;
  for (let position = 0; position < positions; position += 1) {
    let count = 0;
    for (const { at } of days) {
      const value = at[position] ?? NaN;
      if (!Number.isNaN(value)) scratch[count++] = value;
    }
    if (count === 0) continue;
    const usual = medianInPlace(scratch, count);
    middle[position] = usual;
    usualTotal += usual;
    size += 1;
  }
  const ratios = days.map(({ known, total }) => {
    if (known.length * 2 < size) return undefined;
    let usual = 0;
    for (const position of known) usual += middle[position] ?? 0;
    return usual > 0 ? total / usual : undefined;
  });
  return { usualTotal, ratios };
};

/**
 * The level of each week: the median of its days, each as a part of its weekday's usual total. So up to three days out of
 * order leave it as it is. `undefined` for a week of which too little is known.
 */
const levelsOf = (weekdays: readonly Weekday[], weeks: number, isCount: boolean): readonly (number | undefined)[] => {
  const totals = weekdays.map(({ usualTotal }) => usualTotal);
  const all = Array.from({ length: weeks }, (_, week) => week);
  if (isCount && sum(totals) < fewestInWeek) return all.map(() => 1);
  const fewest = totals.filter((total) => total > 0).length / 2;
  const levels = all.map((week) => {
    const known = weekdays.map(({ ratios }) => ratios[week]).filter((ratio) => ratio !== undefined);
    return known.length >= fewest ? median(known) : undefined;
  });
  return levels.some((level) => level !== undefined) ? levels : all.map(() => 1);
};

/** A week that can be scaled, with its level. One at level 0 can't be. */
interface LeveledWeek {
  readonly week: Week;
  readonly level: number;
}

const leveled = (weeks: readonly Week[], levels: readonly (number | undefined)[]): readonly LeveledWeek[] =>
  weeks.flatMap((week, index) => {
    const level = levels[index];
    return level === undefined || level === 0 ? [] : [{ week, level }];
  });

/** Room for what is calculated at one position, so that nothing is allocated for each. */
interface Scratch {
  /** The known values of a weekday, with the levels of their weeks. */
  readonly known: Float64Array;
  readonly levels: Float64Array;
  readonly sorted: Float64Array;
  /** Of all weekdays. */
  readonly distances: Float64Array;
}

const createScratch = (): Scratch => ({
  known: new Float64Array(historyWeeks),
  levels: new Float64Array(historyWeeks),
  sorted: new Float64Array(historyWeeks),
  distances: new Float64Array(historyWeeks * 7),
});

const fitOf = (weeks: readonly LeveledWeek[], recent: SeasonalFit['levels'], scratch: Scratch): SeasonalFit => {
  const { known, levels, sorted, distances } = scratch;
  /** Collects the known values of a weekday at a position; returns how many there are. */
  const collect = (weekday: number, position: number): number => {
    let count = 0;
    for (const { week, level } of weeks) {
      const value = week[weekday]?.at[position] ?? NaN;
      if (Number.isNaN(value)) continue;
      known[count] = value;
      levels[count] = level;
      sorted[count] = value / level;
      count += 1;
    }
    return count;
  };
  /** Writes how far a weekday's values are from the usual one, behind those of others; returns where they end. */
  const writeDistances = (weekday: number, position: number, from: number): number => {
    const count = collect(weekday, position);
    const usual = medianInPlace(sorted, count);
    if (usual <= 0) return from;
    for (let index = 0; index < count; index += 1)
      distances[from + index] = Math.abs((known[index] ?? 0) / (usual * (levels[index] ?? 1)) - 1);
    return from + count;
  };
  return {
    levels: recent,
    usualAt: (position) => {
      const count = collect(0, position);
      return count < fewestValues ? undefined : medianInPlace(sorted, count);
    },
    spreadAt: (position) => {
      const own = writeDistances(0, position, 0);
      let all = own;
      for (let weekday = 1; weekday < 7; weekday += 1) all = writeDistances(weekday, position, all);
      const ofWeekday = scaleMad(medianInPlace(distances, own));
      return Math.max(ofWeekday, scaleMad(medianInPlace(distances, all)));
    },
  };
};

/**
 * Fits the eight weeks before a day, for any day.
 *
 * @param days what is known, by the number of the day
 * @param isCount whether values are counts, of which few can be chance
 */
export const createFits = (days: ReadonlyMap<number, Day>, isCount: boolean): ((day: number) => SeasonalFit) => {
  const positions = [...days.values()].reduce((most, day) => Math.max(most, ...[...day.keys()].map((at) => at + 1)), 0);
  const noDay = valuesOf(new Map(), positions);
  const values = new Map([...days].map(([day, known]) => [day, valuesOf(known, positions)]));
  const scratch = createScratch();
  const weeksBack = Array.from({ length: historyWeeks }, (_, index) => index + 1);
  const dayAt = (day: number): Values => values.get(day) ?? noDay;
  const weekFrom = (day: number): Week => Array.from({ length: 7 }, (_, nth) => dayAt(day + nth));

  const weekdays = new Map<number, Weekday>();
  /** Of the eight weeks before a day, this day's weekday. */
  const weekdayBefore = (day: number): Weekday => {
    const known = weekdays.get(day);
    if (known !== undefined) return known;
    const found = weekdayOf(
      weeksBack.map((back) => dayAt(day - 7 * back)),
      positions,
      scratch.sorted,
    );
    weekdays.set(day, found);
    return found;
  };

  const fits = new Map<number, SeasonalFit>();
  const fit = (day: number): SeasonalFit => {
    const weeks = weeksBack.map((back) => weekFrom(day - 7 * back));
    const telling = tellingWeeks(weeks);
    const ofWeek = Array.from({ length: 7 }, (_, nth) =>
      telling === weeks
        ? weekdayBefore(day + nth)
        : weekdayOf(
            telling.map((week) => week[nth] ?? noDay),
            positions,
            scratch.sorted,
          ),
    );
    const levels = levelsOf(ofWeek, telling.length, isCount);
    const recent = levels
      .filter((level) => level !== undefined)
      .filter((level) => level > 0)
      .slice(0, recentLevels);
    return fitOf(leveled(telling, levels), recent, scratch);
  };
  return (day) => {
    const known = fits.get(day) ?? fit(day);
    fits.set(day, known);
    return known;
  };
};
