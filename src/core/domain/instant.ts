/** A moment as milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** A range of time: `startTime` is inclusive, `endTime` exclusive. */
export interface Window {
  readonly startTime: Instant;
  readonly endTime: Instant;
}

const zoned = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)$/i;
const dayMs = 86_400_000;

/** The UTC midnight of a calendar date `YYYY-MM-DD`, or `undefined` if there is no such day. */
export const parseDate = (text: string): Instant | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)) - 1, Number(text.slice(8))];
  const date = new Date(0);
  // Date.UTC takes the year 50 for 1950.
  const instant = date.setUTCFullYear(year, month, day);
  // 30 February rolls over into March.
  return date.getUTCMonth() === month && date.getUTCDate() === day ? instant : undefined;
};

/**
 * Milliseconds since midnight, or `undefined` if no clock shows that time.
 *
 * @param fraction decimal digits of a second; digits beyond milliseconds are cut off
 */
export const timeOfDay = (hours: string, minutes: string, seconds = '0', fraction?: string): number | undefined => {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  return ((h * 60 + m) * 60 + s) * 1000 + ms;
};

const offsetMs = (text: string): number | undefined => {
  if (text === 'Z' || text === 'z') return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(3).replace(':', ''))];
  if (hours > 14 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/**
 * The instant of an ISO 8601 date-time with a zone, or `undefined` for any other text. A text without a zone names no
 * instant: see `readTime`.
 */
export const parseInstant = (text: string): Instant | undefined => {
  const found = zoned.exec(text);
  if (found === null) return undefined;
  const [, date = '', hours = '', minutes = '', seconds, fraction, zone = ''] = found;
  const midnight = parseDate(date);
  const time = timeOfDay(hours, minutes, seconds, fraction);
  const offset = offsetMs(zone);
  return midnight === undefined || time === undefined || offset === undefined ? undefined : midnight + time - offset;
};

const twoDigits = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
const two = (n: number): string => twoDigits[n] ?? '';

/**
 * An instant as ISO 8601 in UTC, as Amazon writes it: without a fraction if that is zero. Answers hold tens of
 * thousands of instants, and this takes a third of the time of `toISOString`.
 *
 * @example
 * ```ts
 * formatInstant(Date.UTC(2026, 7, 1)); // '2026-08-01T00:00:00Z'
 * ```
 */
export const formatInstant = (instant: Instant): string => {
  const date = new Date(instant);
  const year = date.getUTCFullYear();
  if (instant % 1000 !== 0 || !(year >= 1000 && year <= 9999)) return date.toISOString().replace('.000Z', 'Z');
  const day = `${year}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return `${day}T${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}Z`;
};

/** Whether each instant is later than the one before it. */
export const ascends = (instants: readonly Instant[]): boolean =>
  instants.every((instant, index) => index === 0 || (instants[index - 1] ?? instant) < instant);

/** The last edge at or before the instant, on a UTC-aligned grid of `step` milliseconds. */
export const floorTo = (instant: Instant, step: number): Instant => Math.floor(instant / step) * step;

/** The UTC midnight at or before the instant. */
export const floorToDay = (instant: Instant): Instant => floorTo(instant, dayMs);
