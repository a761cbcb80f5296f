/** The end of a range that includes a day or period. */
import { parseDate } from '../../core/domain/instant';
import { readDate } from '../../core/natural-input/dates';

const words: ReadonlyMap<string, string> = new Map([
  ['yesterday', 'today'],
  ['today', 'tomorrow'],
]);

const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** A date, or relative words, for the end of a range that includes a day or period; undefined where there are none. */
export const endAfter = (through: string): string | undefined => {
  const date = readDate(through);
  if (date?.kind === 'period') return date.after;
  if (date?.kind === 'day' && date.time === undefined) {
    const midnight = parseDate(date.date) ?? 0;
    return new Date(midnight + 86_400_000).toISOString().slice(0, 10);
  }
  const text = plain(through);
  const [, unit] = /^last (week|month|quarter|year)$/.exec(text) ?? [];
  return unit === undefined ? words.get(text) : `this ${unit}`;
};
