/** A moment as milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

const zoned = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)$/i;
const dayMs = 86_400_000;

/** The UTC midnight of a calendar date `YYYY-MM-DD`, or undefined where there is no such day. */
export const parseDate = (text: string): Instant | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const instant = Date.parse(`${text}T00:00:00Z`);
  // Some engines roll 30 February over into March.
  return Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== text ? undefined : instant;
};

/** Milliseconds after midnight, or undefined where a clock has no such time. */
export const timeOfDay = (hours: string, minutes: string, seconds = '0', fraction = '0'): number | undefined => {
  const [h, m, s] = [Number(hours), Number(minutes), Number(seconds)];
  if (h > 23 || m > 59 || s > 59) return undefined;
  return ((h * 60 + m) * 60 + s) * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
};

const offsetMs = (text: string): number | undefined => {
  if (/^z$/i.test(text)) return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(3).replace(':', ''))];
  if (hours > 14 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/** An ISO 8601 date-time with a zone, or undefined. A text without a zone is nobody's moment: see excel-time. */
export const parseInstant = (text: string): Instant | undefined => {
  const found = zoned.exec(text);
  if (found === null) return undefined;
  const [, date = '', hours = '', minutes = '', seconds, fraction, zone = ''] = found;
  const midnight = parseDate(date);
  const time = timeOfDay(hours, minutes, seconds, fraction);
  const offset = offsetMs(zone);
  return midnight === undefined || time === undefined || offset === undefined ? undefined : midnight + time - offset;
};

/** ISO 8601 in UTC as Amazon writes it: no fraction when it is zero. */
export const formatInstant = (instant: Instant): string => new Date(instant).toISOString().replace('.000Z', 'Z');

/** Whether each is later than the one before it. */
export const ascends = (instants: readonly Instant[]): boolean =>
  instants.every((instant, index) => index === 0 || (instants[index - 1] ?? instant) < instant);

/** The last edge of a UTC-aligned grid of `step` milliseconds at or before the instant. */
export const floorTo = (instant: Instant, step: number): Instant => Math.floor(instant / step) * step;

/** The UTC midnight at or before the instant. */
export const floorToDay = (instant: Instant): Instant => floorTo(instant, dayMs);
