/** The last argument of the function: `"key=value; key=value"`, or a range with a key and a value in each row. */
import { rowsOf, shown } from './cell-input';
import { timeZoneOf } from '../time/excel-time';
import type { Problem } from '../domain/failure';

export interface Options {
  /** IANA zone in which times are read and shown. Default UTC. */
  readonly tz: string;
  readonly order: 'asc' | 'desc';
  /** What stands for a bucket of which Amazon gave nothing: no row, 0, or the text #N/A. */
  readonly fill: 'none' | '0' | 'na';
  /** Whether the range's edges go out to those of their buckets, or cut them. */
  readonly edges: 'whole' | 'exact';
  /** Whether days and whatever is longer are those of `tz`, or Amazon's, which are UTC's. */
  readonly days: 'zone' | 'utc';
  /** Where the rows end: with the running bucket, with the last complete one, or with the last that can no longer change. */
  readonly tail: 'all' | 'complete' | 'final';
  /** The day on which weeks begin. */
  readonly week: 'mon' | 'sun';
  /** Whether a column tells how far the zone's clocks are from UTC. */
  readonly zone: '0' | '1';
  /** Whether headers are words for people, or Amazon's names. */
  readonly names: 'people' | 'api';
  /** Whether series are columns or rows. */
  readonly layout: 'columns' | 'rows';
  /** Points a page, at most; 1 to 100,000. */
  readonly maxResults?: number;
  /** Rows of data, at most, in the order of the table. */
  readonly limit?: number;
  /** The last day, or period of a name, that the range includes: as the person wrote it. */
  readonly through?: string;
}

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
  maxResults: [whole(100_000), 'a whole number from 1 to 100000'],
  limit: [whole(1_000_000), 'a whole number from 1 to 1000000'],
  through: [(text) => text || undefined, 'the last day that is included, such as 2026-08-31'],
};

/** The names of all options that a form has, in the order in which they are written. */
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
  'maxResults',
  'limit',
] as const satisfies (keyof Options)[];
/** The names of all options. */
export const allOptionKeys = [...optionKeys, 'through'] as const satisfies (keyof Options)[];
const keyOf = (text: string): keyof Options | undefined =>
  allOptionKeys.find((key) => key.toLowerCase() === text.toLowerCase());

/** The options as they were written, `key=value` each. A comma within a date, "Aug 31, 2026", parts nothing. */
export const pairsOf = (value: unknown): readonly string[] =>
  rowsOf(value)
    .map((row) => (row.length === 2 && !row.some((cell) => String(cell).includes('=')) ? row.join('=') : row.join(';')))
    .flatMap((text) => text.split(/[;\n]|,(?!\s*\d{4}\s*(?:[;,\n]|$))/))
    .map((text) => text.trim())
    .filter((text) => text !== '');

/** Reads the options; what is wrong with them goes to `problems`, and the default stands for it. */
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
        accepted: `"key=value; key=value" with ${allOptionKeys.join(', ')}`,
      });
    else read(key, rest.join('=').trim());
  }
  return options;
};
