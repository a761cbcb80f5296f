/** The last day of a range, as people name it, and the day after it, at whose beginning a formula's range ends. */
import { parseDate } from '../../core/domain/instant';

const dayMs = 86_400_000;

const shifted = (date: string, days: number): string | undefined => {
  const day = parseDate(date.trim());
  return day === undefined ? undefined : new Date(day + days * dayMs).toISOString().slice(0, 10);
};

/** The day after a calendar date; undefined for any other text. */
export const dayAfter = (date: string): string | undefined => shifted(date, 1);

/** The day before a calendar date; undefined for any other text. */
export const dayBefore = (date: string): string | undefined => shifted(date, -1);
