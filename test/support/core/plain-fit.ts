/** The fit of docs/analysis.md as it is written there, without regard to time: what the fast one must equal. */
import { type Day, fewestValues } from '../../../src/core/analysis/seasonal-fit';
import { median, scaledMad } from '../../../src/core/analysis/statistics';

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

/** @param weeks the latest first; each has seven days, and begins on the weekday that is asked about */
export const plainFit = (weeks: readonly Week[], isCount: boolean) => {
  const telling = tellingWeeks(weeks);
  const levels = levelsOf(telling, isCount);
  const knownAt = (weekday: number, position: number): readonly (readonly [value: number, level: number])[] =>
    telling.flatMap((week, index) => {
      const [value, level] = [week[weekday]?.get(position), levels[index]];
      return value === undefined || level === undefined || level === 0 ? [] : [[value, level] as const];
    });
  const usual = (known: ReturnType<typeof knownAt>): number =>
    median(known.map(([value, level]) => value / level)) ?? 0;
  const deviationsAt = (position: number, days: readonly number[]): readonly number[] =>
    days.flatMap((weekday) => {
      const known = knownAt(weekday, position);
      const center = usual(known);
      return center > 0 ? known.map(([value, level]) => value / (center * level) - 1) : [];
    });
  return {
    levels: levels
      .filter((level) => level !== undefined)
      .filter((level) => level > 0)
      .slice(0, recentLevels),
    usualAt: (position: number): number | undefined => {
      const known = knownAt(0, position);
      return known.length < fewestValues ? undefined : usual(known);
    },
    spreadAt: (position: number): number =>
      Math.max(scaledMad(deviationsAt(position, [0])), scaledMad(deviationsAt(position, weekdays))),
  };
};
