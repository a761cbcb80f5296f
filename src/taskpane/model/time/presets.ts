/** Ranges that are asked for again and again, in words that move on with each refresh. */
import type { Instant } from '../../../core/domain/instant';
import { readFormula } from '../../../core/formula/parse-formula';
import { wallOf } from '../../../core/time/excel-time';
import type { Form } from '../form';

/** Times as the form holds them. */
export type PresetRange = Pick<Form, 'startTime' | 'endTime'>;

export interface Preset {
  readonly name: string;
  readonly label: string;
  /** Complete days: a day that still runs looks like a drop. */
  readonly complete: PresetRange;
  /** The same up to now; left out where the range is over. */
  readonly withToday?: PresetRange;
}

const range = (startTime: string, endTime: string): PresetRange => ({ startTime, endTime });

const lastDays = (days: number): Preset => ({
  name: `${days}d`,
  label: `Last ${days} days`,
  complete: range(`last ${days} days`, ''),
  withToday: range(`today-${days - 1}d`, ''),
});

const soFar = (name: string, label: string): Preset => ({
  name,
  label,
  complete: range(name, 'today'),
  withToday: range(name, ''),
});

/** A period that is over ends with itself. */
const over = (name: string, label: string): Preset => ({ name, label, complete: range(name, '') });

export const presets: readonly Preset[] = [
  over('yesterday', 'Yesterday'),
  lastDays(7),
  lastDays(28),
  lastDays(90),
  soFar('this week', 'This week'),
  over('last week', 'Last week'),
  soFar('this month', 'This month'),
  over('last month', 'Last month'),
  soFar('this quarter', 'This quarter'),
  over('last quarter', 'Last quarter'),
  soFar('this year', 'This year'),
  over('last year', 'Last year'),
];

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

export interface ChosenPreset {
  readonly preset: Preset;
  readonly includesToday: boolean;
}

/** The preset whose range stands in the form, however it is spelt. */
export const presetOf = ({ startTime, endTime }: PresetRange): ChosenPreset | undefined => {
  const [start, end] = [plain(startTime), plain(endTime)];
  const is = (one: PresetRange | undefined): boolean => one?.startTime === start && one.endTime === end;
  const preset = presets.find(({ complete, withToday }) => is(complete) || is(withToday));
  return preset && { preset, includesToday: is(preset.withToday) };
};

/** Rows of more than a day would run on beyond the last complete day. */
const tailOf = ({ period, tail }: Pick<Form, 'period' | 'tail'>, includesToday: boolean): Form['tail'] => {
  if (tail === 'final') return tail;
  return !includesToday && ['P1W', 'P1M', 'P3M', 'P1Y'].includes(period) ? 'complete' : 'all';
};

/** What choosing a preset makes of the form. */
export const choosePreset = (form: Form, preset: Preset, includesToday: boolean): Partial<Form> => ({
  ...((includesToday ? preset.withToday : undefined) ?? preset.complete),
  tail: tailOf(form, includesToday && preset.withToday !== undefined),
  bound: { ...form.bound, startTime: undefined, endTime: undefined },
});

/** Whether start and end are a preset's, and not taken from cells. */
export const chosenPreset = (form: Form): ChosenPreset | undefined =>
  form.bound.startTime === undefined && form.bound.endTime === undefined ? presetOf(form) : undefined;

/** What choosing a period makes of the form: a preset goes on having complete periods alone. */
export const choosePeriod = (form: Form, period: Form['period']): Partial<Form> => {
  const chosen = chosenPreset(form);
  return chosen === undefined ? { period } : { period, tail: tailOf({ ...form, period }, chosen.includesToday) };
};

/**
 * The first and last day of a range in words, as dates to change by hand; the range itself where it cannot be read.
 * @param tz as the form holds it
 */
export const datesOf = ({ startTime, endTime }: PresetRange, tz: string, now: Instant): PresetRange => {
  const options = tz.trim() === '' ? undefined : `tz=${tz.trim()}`;
  const args = { skillId: undefined, metric: 'totalSessions', startTime, endTime, period: 'P1D', options };
  const { request, problems } = readFormula(args, now);
  if (problems.some(({ argument }) => argument !== 'skillId')) return { startTime, endTime };
  const { query, table } = request;
  const dateOf = (instant: Instant): string => new Date(wallOf(instant, table.tz)).toISOString().slice(0, 10);
  // Days to come are none of a range that goes on to now.
  return { startTime: dateOf(query.startTime), endTime: dateOf(Math.min(query.endTime - 1, now)) };
};
