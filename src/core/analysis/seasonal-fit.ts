/**
 * What eight weeks tell about the day after them: what is usual at each weekday and time of day, and how high the weeks
 * were, one against another. It is a median polish, by factors instead of sums, and with one pass.
 *
 * @see https://en.wikipedia.org/wiki/Median_polish
 */
import { median } from './statistics';

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
   * How far the known values at a position were from what was usual there in their weeks, as parts of it. Those of this
   * weekday, or of all days.
   */
  readonly deviationsAt: (position: number, days: 'weekday' | 'all') => readonly number[];
}

/** To come back to one of so many levels is nothing unusual: a launch fades, an outage ends. */
const recentLevels = 3;

/** Fewer in a week are too few to tell a change of its level from chance. */
const fewestInWeek = 100;

type Week = readonly Day[];

const weekdays = [0, 1, 2, 3, 4, 5, 6];

const hasCounts = (week: Week): boolean => week.some((day) => [...day.values()].some((value) => value !== 0));

/**
 * Weeks without a single count are left out if the others are lively: the skill hadn't launched yet, or was down. Where
 * counts are rare, a week without any is an ordinary one.
 */
const tellingWeeks = (weeks: readonly Week[]): readonly Week[] => {
  const counting = weeks.filter(hasCounts);
  if (counting.length === weeks.length) return weeks;
  const values = counting.flatMap((week) => week.flatMap((day) => [...day.values()]));
  return (median(values) ?? 0) > 0 ? counting : weeks;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What is usual by position, whatever the level of the week. */
const middleOf = (days: readonly Day[]): Day => {
  const positions = new Set(days.flatMap((day) => [...day.keys()]));
  const middle = new Map<number, number>();
  for (const position of positions) {
    const known = days.map((day) => day.get(position)).filter((value) => value !== undefined);
    middle.set(position, median(known) ?? 0);
  }
  return middle;
};

/** A day's total as a part of what is usual for it; `undefined` if it isn't comparable. */
const ratioOf = (day: Day, middle: Day): number | undefined => {
  if (day.size * 2 < middle.size) return undefined;
  const usual = sum([...day.keys()].map((position) => middle.get(position) ?? 0));
  return usual > 0 ? sum([...day.values()]) / usual : undefined;
};

/**
 * The level of each week: the median of its days, each as a part of its weekday's usual total. So up to three days out of
 * order leave it as it is. `undefined` for a week of which too little is known.
 */
const levelsOf = (weeks: readonly Week[], isCount: boolean): readonly (number | undefined)[] => {
  const middles = weekdays.map((weekday) => middleOf(weeks.map((week) => week[weekday] ?? new Map())));
  const totals = middles.map((middle) => sum([...middle.values()]));
  if (isCount && sum(totals) < fewestInWeek) return weeks.map(() => 1);
  const fewest = totals.filter((total) => total > 0).length / 2;
  const levels = weeks.map((week) => {
    const ratios = middles.map((middle, weekday) => ratioOf(week[weekday] ?? new Map(), middle));
    const known = ratios.filter((ratio) => ratio !== undefined);
    return known.length >= fewest ? median(known) : undefined;
  });
  return levels.some((level) => level !== undefined) ? levels : weeks.map(() => 1);
};

/**
 * Fits eight weeks.
 *
 * @param weeks the latest first; each has seven days, and begins on the weekday that is asked about
 * @param isCount whether values are counts, of which few can be chance
 */
export const fitWeeks = (weeks: readonly Week[], isCount: boolean): SeasonalFit => {
  const telling = tellingWeeks(weeks);
  const levels = levelsOf(telling, isCount);
  /** The known values of a weekday at a position, with the levels of their weeks. A week at level 0 can't be scaled. */
  const knownAt = (weekday: number, position: number): readonly (readonly [value: number, level: number])[] =>
    telling.flatMap((week, index) => {
      const [value, level] = [week[weekday]?.get(position), levels[index]];
      return value === undefined || level === undefined || level === 0 ? [] : [[value, level] as const];
    });
  const usual = (known: ReturnType<typeof knownAt>): number =>
    median(known.map(([value, level]) => value / level)) ?? 0;
  return {
    levels: levels
      .filter((level) => level !== undefined)
      .filter((level) => level > 0)
      .slice(0, recentLevels),
    usualAt: (position) => {
      const known = knownAt(0, position);
      return known.length < fewestValues ? undefined : usual(known);
    },
    deviationsAt: (position, days) =>
      (days === 'weekday' ? [0] : weekdays).flatMap((weekday) => {
        const known = knownAt(weekday, position);
        const center = usual(known);
        return center > 0 ? known.map(([value, level]) => value / (center * level) - 1) : [];
      }),
  };
};
