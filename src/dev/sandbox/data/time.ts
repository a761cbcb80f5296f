export const quarterMs = 900_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export const floorTo = (instant: number, step: number): number => Math.floor(instant / step) * step;

/** ISO 8601 in UTC, without a fraction when it is zero. */
export const iso = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');

const zones: Readonly<Record<string, string>> = {
  'ar-SA': 'Asia/Riyadh',
  'de-DE': 'Europe/Berlin',
  'en-AU': 'Australia/Sydney',
  'en-CA': 'America/Toronto',
  'en-GB': 'Europe/London',
  'en-IN': 'Asia/Kolkata',
  'en-US': 'America/Chicago',
  'es-ES': 'Europe/Madrid',
  'es-MX': 'America/Mexico_City',
  'es-US': 'America/Los_Angeles',
  'fr-CA': 'America/Toronto',
  'fr-FR': 'Europe/Paris',
  'hi-IN': 'Asia/Kolkata',
  'it-IT': 'Europe/Rome',
  'ja-JP': 'Asia/Tokyo',
  'pt-BR': 'America/Sao_Paulo',
};

/** Where most speakers of a locale live. */
export const zoneOf = (locale: string): string => zones[locale] ?? 'UTC';

const offsets = new Map<string, number>();

/** Offset of a zone from UTC on a UTC day; the day of a clock change counts as its noon. */
const offsetMs = (zone: string, day: number): number => {
  const key = `${zone} ${day}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
    day * dayMs + dayMs / 2,
  );
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * hourMs + Number(minutes) * 60_000);
  offsets.set(key, offset);
  return offset;
};

/** What clock and calendar show in a zone. */
export const localTime = (zone: string, instant: number): { hour: number; weekday: number; day: number } => {
  const local = instant + offsetMs(zone, Math.floor(instant / dayMs));
  const day = Math.floor(local / dayMs);
  // 1 January 1970 was a Thursday; Sunday is 0.
  return { hour: (local - day * dayMs) / hourMs, weekday: (day + 4) % 7, day };
};
