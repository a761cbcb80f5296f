/** Where the axes of a chart have their marks, and what stands at them. Times are seconds of a wall clock as if it were UTC. */

const hour = 3_600;
const day = 24 * hour;
const week = 7 * day;
/** The first Monday: weeks begin with it, not with the clock's own beginning. */
const monday = 4 * day;

const seconds = [hour / 4, hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, week, 2 * week];
const months = [1, 3, 6, 12, 24, 60, 120];

export interface Tick {
  readonly at: number;
  readonly label: string;
  /** What the label says nothing of, at the first mark and where it changes: the day of an hour, the year of a day. */
  readonly context?: string;
}

const steps = (from: number, to: number, step: number): number[] =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / step) + 1) }, (_, index) => from + index * step);

/** Whole numbers, or those of one digit behind the point, and so on: at most so many from `low` to `high`. */
export const valueTicks = (low: number, high: number, most: number): readonly number[] => {
  const least = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(least));
  const step = power * ([1, 2, 5].find((digit) => digit * power >= least) ?? 10);
  return steps(Math.ceil(low / step), Math.floor(high / step), 1).map((index) => index * step);
};

const text = (options: Intl.DateTimeFormatOptions): ((time: number) => string) => {
  const format = new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' });
  return (time) => format.format(time * 1_000);
};
const date = { month: 'short', day: 'numeric' } as const;
const year = { year: 'numeric' } as const;

const named = (
  times: readonly number[],
  label: Intl.DateTimeFormatOptions,
  context?: Intl.DateTimeFormatOptions,
): readonly Tick[] => {
  const labelOf = text(label);
  if (context === undefined) return times.map((at) => ({ at, label: labelOf(at) }));
  const contextOf = text(context);
  return times.map((at, index) => {
    const before = times[index - 1];
    const said = contextOf(at);
    const isNew = before === undefined || contextOf(before) !== said;
    return { at, label: labelOf(at), ...(isNew ? { context: said } : {}) };
  });
};

/** Marks at whole hours, days, weeks, months or years: at most so many, or one more. */
export const timeTicks = (from: number, to: number, most: number): readonly Tick[] => {
  const step = seconds.find((one) => (to - from) / one <= most);
  if (step !== undefined) {
    const offset = step % week === 0 ? monday : 0;
    const times = steps(Math.ceil((from - offset) / step) * step + offset, to, step);
    return step < day
      ? named(times, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, date)
      : named(times, date, year);
  }
  const length = months.find((one) => (to - from) / (one * 30.4 * day) <= most) ?? 600;
  const first = new Date(from * 1_000);
  const index = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / length) * length;
  const times = steps(0, (to - from) / (28 * day * length) + 1, 1)
    .map((count) => Date.UTC(2000, index - 24_000 + count * length) / 1_000)
    .filter((time) => time >= from && time <= to);
  return length < 12 ? named(times, { month: 'short' }, year) : named(times, year);
};
