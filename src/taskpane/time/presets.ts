/** Ranges that are asked for again and again, in words that move on with each refresh. */

/** Times as the form holds them. */
export interface TimeRange {
  readonly startTime: string;
  readonly endTime: string;
}

export interface Preset {
  readonly name: string;
  readonly label: string;
  readonly range: TimeRange;
}

const preset = (name: string, label: string, startTime: string, endTime: string): Preset => ({
  name,
  label,
  range: { startTime, endTime },
});

/** Complete days: a day that still runs looks like a drop. */
const lastDays = (days: number): Preset => preset(`${days}d`, `Last ${days} days`, `-${days}d`, 'today');

export const presets: readonly Preset[] = [
  lastDays(7),
  lastDays(28),
  lastDays(90),
  preset('month', 'This month until yesterday', 'this month', 'today'),
  preset('last-month', 'Last month', 'last month', 'this month'),
  preset('year', 'This year until yesterday', 'this year', 'today'),
];

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** The preset whose range stands in the form, however it is spelt. */
export const presetOf = ({ startTime, endTime }: TimeRange): Preset | undefined => {
  const [start, end] = [plain(startTime), plain(endTime)];
  return presets.find(({ range }) => range.startTime === start && range.endTime === end);
};
