/** The last argument of the function: `"key=value; key=value"`, or a range with a key and a value in each row. */
import type { Problem } from '../domain/failure';
import { intentOf, localeOf } from '../query/validation';
import { timeZoneOf } from '../time/excel-time';
import { type Comparison, comparisons } from '../time/shift';
import { rowsOf, shown } from './cell-input';

/** The options of a formula, each with its value or its default. */
export interface Options {
  /**
   * IANA zone in which times are read and shown.
   *
   * @default 'UTC'
   */
  readonly tz: string;
  /**
   * Whether the first row is the earliest or the latest.
   *
   * @default 'asc'
   */
  readonly order: 'asc' | 'desc';
  /**
   * What a bucket without a value shows: no row, 0, or `#N/A`.
   *
   * @default 'none'
   */
  readonly fill: 'none' | '0' | 'na';
  /**
   * Whether the range is extended to the edges of its first and last bucket, or cuts them.
   *
   * @default 'whole'
   */
  readonly edges: 'whole' | 'exact';
  /**
   * Whether days and longer periods are those of `tz`, or Amazon's, which are UTC days.
   *
   * @default 'zone'
   */
  readonly days: 'zone' | 'utc';
  /**
   * Where the rows end: with the running bucket, the last complete one, or the last one that can't change anymore.
   *
   * @default 'all'
   */
  readonly tail: 'all' | 'complete' | 'final';
  /**
   * The day on which weeks begin.
   *
   * @default 'mon'
   */
  readonly week: 'mon' | 'sun';
  /**
   * Whether a column shows the zone's offset from UTC.
   *
   * @default '0'
   */
  readonly zone: '0' | '1';
  /**
   * Whether headers are words for people, or Amazon's names.
   *
   * @default 'people'
   */
  readonly names: 'people' | 'api';
  /**
   * Whether series are columns or rows.
   *
   * @default 'columns'
   */
  readonly layout: 'columns' | 'rows';
  /** Maximum number of points on a page, from 1 to 100,000. Left out: as many as Amazon returns. */
  readonly maxResults?: number;
  /** Maximum number of data rows, in the order of the table. Left out: all. */
  readonly limit?: number;
  /**
   * The earlier range whose values, and the changes since, have columns of their own. Left out: none.
   */
  readonly compare?: Comparison;
  /**
   * Whether columns show what each value could be expected to be, and which are unusual.
   *
   * @default '0'
   */
  readonly expected: '0' | '1';
  /** The last included day, or the name of a period, as the person wrote it. */
  readonly through?: string;
  /** The one intent whose locales are compared. Only SKILLTOP has it; other functions have an argument. Left out: all together. */
  readonly intent?: string;
  /** The one locale whose intents are compared. Only SKILLTOP has it; other functions have an argument. Left out: all together. */
  readonly locale?: string;
}

/** The options of a formula that has none. */
export const defaultOptions: Options = {
  tz: 'UTC',
  order: 'asc',
  fill: 'none',
  layout: 'columns',
  edges: 'whole',
  days: 'zone',
  tail: 'all',
  week: 'mon',
  zone: '0',
  names: 'people',
  expected: '0',
};

const choice =
  <T extends string>(...accepted: readonly T[]) =>
  (text: string): T | undefined =>
    accepted.find((one) => one.toLowerCase() === text.toLowerCase());

const whole =
  (max: number) =>
  (text: string): number | undefined => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    return value >= 1 && value <= max ? value : undefined;
  };

const readers: { readonly [Key in keyof Options]-?: readonly [(text: string) => Options[Key] | undefined, string] } = {
  tz: [timeZoneOf, 'UTC or an IANA time zone such as Europe/Berlin'],
  order: [choice('asc', 'desc'), 'asc or desc'],
  fill: [choice('none', '0', 'na'), 'none, 0 or na'],
  layout: [choice('columns', 'rows'), 'columns or rows'],
  edges: [choice('whole', 'exact'), 'whole or exact'],
  days: [choice('zone', 'utc'), 'zone or utc'],
  tail: [choice('all', 'complete', 'final'), 'all, complete or final'],
  week: [choice('mon', 'sun'), 'mon or sun'],
  zone: [choice('0', '1'), '0 or 1'],
  names: [choice('people', 'api'), 'people or api'],
  compare: [choice(...comparisons), 'previous, week, month or year'],
  expected: [choice('0', '1'), '0 or 1'],
  maxResults: [whole(100_000), 'a whole number from 1 to 100000'],
  limit: [whole(1_000_000), 'a whole number from 1 to 1000000'],
  through: [(text) => text || undefined, 'the last day that is included, such as 2026-08-31'],
  intent: [intentOf, "an intent's name such as AMAZON.HelpIntent"],
  locale: [localeOf, 'a locale such as en-US'],
};

/** The names of the options that have a field in the pane's form, in the order in which they are written. */
export const optionKeys = [
  'tz',
  'order',
  'fill',
  'layout',
  'edges',
  'days',
  'tail',
  'week',
  'zone',
  'names',
  'compare',
  'expected',
  'maxResults',
  'limit',
] as const satisfies (keyof Options)[];
/** The names of the options that every function with options knows. */
const commonOptionKeys = [...optionKeys, 'through'] as const satisfies (keyof Options)[];
/** The names of all options, with those of SKILLTOP alone. */
export const allOptionKeys = [...commonOptionKeys, 'intent', 'locale'] as const satisfies (keyof Options)[];
const keyOf = (text: string): keyof Options | undefined =>
  allOptionKeys.find((key) => key.toLowerCase() === text.toLowerCase());

/**
 * The options as they were written, each as `key=value`. The comma of a date, "Aug 31, 2026", doesn't separate options.
 */
export const pairsOf = (value: unknown): readonly string[] =>
  rowsOf(value)
    .map((row) => (row.length === 2 && !row.some((cell) => String(cell).includes('=')) ? row.join('=') : row.join(';')))
    .flatMap((text) => text.split(/[;\n]|,(?!\s*\d{4}\s*(?:[;,\n]|$))/))
    .map((text) => text.trim())
    .filter((text) => text !== '');

/**
 * Reads the options. What is wrong with them is added to `problems`, and the default takes its place.
 *
 * @param value the argument as Excel passes it: a text, a range, or a blank
 */
export const parseOptions = (value: unknown, problems: Problem[]): Options => {
  let options = defaultOptions;
  const seen = new Set<keyof Options>();
  const read = (key: keyof Options, text: string): void => {
    const [reader, accepted] = readers[key];
    const found = reader(text);
    if (found === undefined || seen.has(key))
      problems.push({
        argument: `options ${key}`,
        value: shown(text),
        accepted: found === undefined ? accepted : 'each option once',
      });
    else options = { ...options, [key]: found };
    seen.add(key);
  };
  for (const pair of pairsOf(value)) {
    const [name = '', ...rest] = pair.split('=');
    const key = keyOf(name.trim());
    if (key === undefined || rest.length === 0)
      problems.push({
        argument: 'options',
        value: shown(pair),
        accepted: `"key=value; key=value" with ${commonOptionKeys.join(', ')}`,
      });
    else read(key, rest.join('=').trim());
  }
  return options;
};
