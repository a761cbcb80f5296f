/** The times that people mean by dates in the forms of their countries, and what is wrong with other texts. */
import type { Scalar } from '../formula/cell-input';
import { readTime, type TimeContext } from '../formula/time-input';
import { type DateReading, readDate } from './dates';
import { didYouMean, type Meant, type NameCandidate, plain } from './match';

/** Words that a typing error may have been meant for. */
const words = [
  ...['now', 'today', 'yesterday', 'ytd', 'mtd', 'last 7 days', 'last 28 days', 'last 30 days', 'last 90 days'],
  ...['week', 'month', 'quarter', 'year'].flatMap((unit) => [`this ${unit}`, `last ${unit}`]),
];

/** Words of other languages for those above. */
const foreign: readonly NameCandidate[] = [
  ...['heute', 'hoy', "aujourd'hui", 'idag', 'i dag', '今日', 'oggi', 'hoje'].map((word) => [word, 'today'] as const),
  ...['gestern', 'ayer', 'hier', 'igår', 'i går', '昨日', 'ieri', 'ontem'].map((word) => [word, 'yesterday'] as const),
  ...['letzte Woche', 'semana pasada', 'semaine dernière', 'förra veckan', '先週'].map(
    (word) => [word, 'last week'] as const,
  ),
  ...['letzter Monat', 'mes pasado', 'mois dernier', 'förra månaden', '先月'].map(
    (word) => [word, 'last month'] as const,
  ),
];

const candidates: readonly NameCandidate[] = [
  ...words.map((word) => [word, `"${word}"`] as const),
  ...foreign.map(([word, name]) => [word, `"${name}"`] as const),
];

const example = 'Enter a date such as "2026-08-01", or words such as "last 28 days".';

const wrongText = (argument: string, text: string): string => {
  const call = /^=?\s*((?:today|now|date|edate|eomonth)\s*\(.*)$/i.exec(text)?.[1];
  if (call !== undefined) return `"${call}" in quotes is a text. Enter ${call} without quotes.`;
  const count = /^[-+]?(\d{1,4})(?: ?(d|days?|w|weeks?|m|months?|h|hours?))?$/i.exec(plain(text));
  if (count !== null)
    return `${argument} can't be "${text}". Did you mean "-${count[1] ?? ''}${count[2]?.charAt(0) ?? 'd'}"?`;
  return `${argument} can't be "${text}". ${didYouMean(text, candidates, example)}`;
};

/** Numbers that can't be dates of skills: what Excel makes of a date without quotes, or a year alone. */
const wrongNumber = (argument: string, number: number): string | undefined => {
  if (number > 0 && number < 0.05)
    return `${argument} is ${number.toPrecision(3)}, because Excel divides the parts of a date without quotes, such as 8/1/2026. Enter DATE(2026,8,1) or "2026-08-01".`;
  if (Number.isInteger(number) && number >= 1900 && number <= 2200)
    return `${argument} is ${number}, because Excel subtracts the parts of a date without quotes, such as 2026-08-01. Enter "2026-08-01" in quotes; for a whole year, "2026".`;
  if (number < 0) return `${argument} is ${number}. Did you mean "${number}d"?`;
  return undefined;
};

/** A time in the strict grammar. `end` is the end of a named period, if nothing else ends it. */
export interface TimeMeant {
  readonly value: Scalar;
  readonly end?: string;
}

const ofDate = (reading: DateReading, argument: 'startTime' | 'endTime', text: string): Meant<TimeMeant> => {
  switch (reading.kind) {
    case 'wrong':
      return { wrong: reading.message };
    case 'day':
      return { value: { value: reading.time === undefined ? reading.date : `${reading.date}T${reading.time}` } };
    case 'period': {
      const { first, after, name } = reading;
      if (argument === 'startTime') return { value: { value: first, end: after } };
      return {
        wrong: `endTime "${text}" could be the beginning or the end of the ${name}. Enter "${first}" or "${after}".`,
      };
    }
  }
};

/** Digits that are a year, a month or a day rather than a serial: serials of skills have five digits. */
const isCalendarText = (text: string): boolean => /^\d{4}$|^\d{8}$|^\d{1,2}\.\d{1,4}$/.test(text);

/** What a time argument means: the value itself if the strict grammar reads it, or else a date in a country's form. */
export const timeMeant = (value: Scalar, argument: 'startTime' | 'endTime', context: TimeContext): Meant<TimeMeant> => {
  const text = String(value);
  const wrong = typeof value === 'number' ? wrongNumber(argument, value) : undefined;
  if (wrong !== undefined) return { wrong };
  if (!isCalendarText(text) && readTime(value, context) !== undefined) return { value: { value } };
  const reading = typeof value === 'boolean' ? undefined : readDate(text);
  return reading === undefined ? { wrong: wrongText(argument, text) } : ofDate(reading, argument, text);
};

/** The day that the option `through` names, in the strict grammar. */
export const throughMeant = (text: string, context: TimeContext): Meant<string> => {
  if (!isCalendarText(text) && readTime(text, context) !== undefined) return { value: text };
  const reading = readDate(text);
  if (reading?.kind === 'wrong') return { wrong: reading.message };
  if (reading === undefined) return { wrong: wrongText('through', text) };
  if (reading.kind === 'day')
    return { value: reading.time === undefined ? reading.date : `${reading.date}T${reading.time}` };
  const last = new Date(Date.parse(reading.after) - 86_400_000);
  return { value: last.toISOString().slice(0, 10) };
};
