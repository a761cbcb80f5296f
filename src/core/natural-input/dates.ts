/** Reads calendar dates in the forms of several countries. A date that differs between them is refused. */
import { parseDate } from '../domain/instant';
import { plain } from './match';

/** English, German, French, Spanish, Italian, Portuguese, Dutch and Swedish, without accents. */
const names = [
  'january januar janvier enero gennaio janeiro januari',
  'february februar fevrier febrero febbraio fevereiro februari',
  'march marz maerz mars marzo marco maart',
  'april avril abril aprile',
  'may mai mayo maggio maio mei maj',
  'june juni juin junio giugno junho',
  'july juli juillet julio luglio julho',
  'august aout agosto augustus augusti',
  'september septembre septiembre settembre setembro',
  'october oktober octobre octubre ottobre outubro',
  'november novembre noviembre novembro',
  'december dezember decembre diciembre dicembre dezembro',
].map((line) => line.split(' '));

/** The month, 1 to 12, of a name or of its first three or more letters. `undefined` if it fits none, or several. */
const monthOf = (word: string): number | undefined => {
  const text = plain(word);
  if (!/^\p{L}{3,}$/u.test(text)) return undefined;
  const found = names.flatMap((all, index) => (all.some((name) => name.startsWith(text)) ? [index + 1] : []));
  return found.length === 1 ? found[0] : undefined;
};

const english = names.map(([name = '']) => name.charAt(0).toUpperCase() + name.slice(1));

/** A month's English name. */
const monthName = (month: number): string => english[month - 1] ?? '';

/** What a text means as a date. Dates are `YYYY-MM-DD`, times of day `HH:MM:SS`. */
export type DateReading =
  | { readonly kind: 'day'; readonly date: string; readonly time?: string }
  /** From the first day to the day after the last. */
  | { readonly kind: 'period'; readonly first: string; readonly after: string; readonly name: string }
  /** It is meant as a date, but is ambiguous or impossible. */
  | { readonly kind: 'wrong'; readonly message: string };

const two = (number: number): string => String(number).padStart(2, '0');
const iso = (year: number, month: number, day: number): string => `${year}-${two(month)}-${two(day)}`;

/** The first day of a month, which can be beyond December. */
const monthStart = (year: number, month: number): string =>
  iso(year + Math.floor((month - 1) / 12), ((month - 1) % 12) + 1, 1);

const wrong = (message: string): DateReading => ({ kind: 'wrong', message });

const dayOf = (written: string, year: number, month: number, day: number): DateReading => {
  const date = iso(year, month, day);
  if (parseDate(date) !== undefined) return { kind: 'day', date };
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return wrong(
    month < 1 || month > 12
      ? `"${written}" isn't a date: there is no month ${month}.`
      : `"${written}" isn't a date: ${monthName(month)} ${year} has ${days} days.`,
  );
};

const monthsOf = (written: string, year: number, month: number, count: number, name: string): DateReading =>
  month < 1 || month > 12
    ? wrong(`"${written}" isn't a month. Enter a month such as "2026-08".`)
    : { kind: 'period', first: monthStart(year, month), after: monthStart(year, month + count), name };

/** 8/1/2026 is in August in some countries, in January in others. */
const dayAndMonth = (written: string, one: number, other: number, year: number): DateReading => {
  if (one > 12 || one === other) return dayOf(written, year, other, one);
  if (other > 12) return dayOf(written, year, one, other);
  return wrong(
    `"${written}" could be ${monthName(one)} ${other} or ${monthName(other)} ${one}, ${year}. ` +
      `Enter "${iso(year, one, other)}" or "${iso(year, other, one)}".`,
  );
};

const yearless = (written: string): DateReading =>
  wrong(`"${written}" has no year. Enter the date with its year, such as "2026-08-01".`);

const shortYear = (written: string): DateReading =>
  wrong(`"${written}" has a short year. Enter the date with four digits for the year, such as "2026-08-01".`);

type Form = readonly [pattern: RegExp, read: (written: string, ...numbers: number[]) => DateReading];

const forms: readonly Form[] = [
  [
    /^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})[.日]?$/,
    (written, y = 0, m = 0, d = 0) => dayOf(written, y, m, d),
  ],
  [/^((?:19|20)\d{2})(\d{2})(\d{2})$/, (written, y = 0, m = 0, d = 0) => dayOf(written, y, m, d)],
  [/^(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})$/, (written, d = 0, m = 0, y = 0) => dayOf(written, y, m, d)],
  [/^(\d{1,2}) ?[-/] ?(\d{1,2}) ?[-/] ?(\d{4})$/, (written, a = 0, b = 0, y = 0) => dayAndMonth(written, a, b, y)],
  [/^(\d{4}) ?[-/.年] ?(\d{1,2})月?$/, (written, y = 0, m = 0) => monthsOf(written, y, m, 1, 'month')],
  [/^(\d{1,2}) ?[-/.] ?(\d{4})$/, (written, m = 0, y = 0) => monthsOf(written, y, m, 1, 'month')],
  [/^(\d{4})[ /-]?q([1-4])$/, (written, y = 0, q = 0) => monthsOf(written, y, 3 * q - 2, 3, 'quarter')],
  [/^q([1-4])[ /-]?(\d{4})$/, (written, q = 0, y = 0) => monthsOf(written, y, 3 * q - 2, 3, 'quarter')],
  [/^(20\d{2})年?$/, (written, y = 0) => monthsOf(written, y, 1, 12, 'year')],
  [/^\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?'?\d{2}$/, shortYear],
  [/^\d{1,2}[-/.] ?\d{1,2}\.?$/, yearless],
];

const fillers = ['de', 'del', 'den', 'der', 'the', 'of', 'le', 'el', 'am', 'on'];
const isWeekday = (word: string): boolean => /^(mon|tue|wed|thu|fri|sat|sun)([a-z]*day)?$/.test(word);

/** Dates with the name of a month: `Aug 1, 2026`, `1. August 2026`, `1 de agosto de 2026`, `August 2026`. */
const withMonthName = (written: string, text: string): DateReading | undefined => {
  const words = text
    .split(/[\s,./-]+/)
    .map((word) => word.replace(/^(\d{1,2})(st|nd|rd|th|er|o|a)$/, '$1'))
    .filter((word) => word !== '' && !fillers.includes(word) && !isWeekday(word));
  const months = words.map(monthOf).filter((month) => month !== undefined);
  const numbers = words.filter((word) => /^'?\d{1,4}$/.test(word));
  const [month] = months;
  if (month === undefined || months.length > 1 || words.length !== numbers.length + 1) return undefined;
  const [year, ...otherYears] = numbers.filter((word) => word.length === 4);
  const [day, ...otherDays] = numbers.filter((word) => word.length !== 4);
  if (otherYears.length > 0 || otherDays.length > 1) return undefined;
  if (year === undefined) return otherDays.length > 0 ? shortYear(written) : yearless(written);
  if (otherDays.length > 0) return undefined;
  return day === undefined
    ? monthsOf(written, Number(year), month, 1, 'month')
    : dayOf(written, Number(year), month, Number(day));
};

const clock = /[ t](?:at )?(\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([ap])\.?m\.?)?$/;

/** The time of day at the end of a text as `HH:MM:SS`, or `undefined` if no clock shows it. */
const timeOf = ([, hours = '', minutes = '', seconds = '0', half]: readonly string[]): string | undefined => {
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half === 'p' ? 12 : 0);
  const isTime = hour < 24 && Number(minutes) < 60 && Number(seconds) < 60;
  return isTime && (half === undefined || Number(hours) <= 12)
    ? [hour, minutes, seconds].map(Number).map(two).join(':')
    : undefined;
};

const dateOf = (written: string, text: string): DateReading | undefined => {
  for (const [pattern, read] of forms) {
    const found = pattern.exec(text);
    if (found !== null) return read(written, ...found.slice(1).map(Number));
  }
  return withMonthName(written, text);
};

/** What a text means as a day, month, quarter or year, or `undefined` if it isn't meant as a date. */
export const readDate = (written: string): DateReading | undefined => {
  const text = plain(written);
  const found = clock.exec(text);
  if (found === null) return dateOf(written, text);
  const reading = dateOf(written, text.slice(0, found.index).replace(/,$/, ''));
  const time = timeOf(found);
  if (reading?.kind !== 'day') return reading?.kind === 'wrong' ? reading : undefined;
  return time === undefined ? wrong(`"${written}" has no time of day that a clock shows.`) : { ...reading, time };
};
