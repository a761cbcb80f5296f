/**
 * Excel's dates: a serial counts days since 1899-12-30 on the clock of some time zone, and knows no zone itself.
 */
import { floorTo, type Instant } from '../domain/instant';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const epochSerial = 25_569;

/**
 * Days by which the serials of a workbook are fewer than usual: those of the 1904 date system, which begin with 1904-01-01 as 0.
 * Source: Microsoft's page "Differences between the 1900 and the 1904 date system in Excel".
 */
export type SerialShift = 0 | 1_462;

/** The largest serial that Excel shows as a date: 9999-12-31. */
export const maxSerial = 2_958_465;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offset by UTC day; undefined for a day on which it changes. */
  readonly days: Map<Instant, number | undefined>;
}

/** Some hundred zones exist, and few are in use at a time: what is remembered of more takes memory for nothing. */
const mostZones = 40;
/** Half a century. */
const mostDays = 20_000;

const zones = new Map<string, Zone>();

const open = (name: string): Zone => {
  const known = zones.get(name);
  if (known !== undefined) return known;
  if (zones.size >= mostZones) zones.clear();
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const zone = { format, days: new Map<Instant, number | undefined>() };
  zones.set(name, zone);
  return zone;
};

/** UTC, or an IANA zone that this engine knows, as it is usually written (Europe/Berlin); undefined for anything else. */
export const timeZoneOf = (name: string): string | undefined => {
  // Engines differ on offsets such as +02:00, so nobody gets them.
  if (!/^[a-z][\w+/-]*$/i.test(name)) return undefined;
  try {
    // For a zone of several names an engine may prefer another one; people keep theirs.
    const usual = open(name).format.resolvedOptions().timeZone;
    return usual.toLowerCase() === name.toLowerCase() ? usual : name;
  } catch {
    return undefined;
  }
};

/** The one name under which this engine knows a zone of several names: the same for all that mean the same clocks. */
export const canonicalZone = (name: string): string => open(name).format.resolvedOptions().timeZone;

const readOffset = ({ format }: Zone, instant: Instant): number => {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  // Date.UTC takes the years 0 to 99 for 1900 to 1999.
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 - floorTo(instant, 1000);
};

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
export const offsetAt = (instant: Instant, timeZone: string): number => {
  const zone = open(timeZone);
  const day = floorTo(instant, dayMs);
  if (!zone.days.has(day)) {
    if (zone.days.size >= mostDays) zone.days.clear();
    const [atStart, atEnd] = [readOffset(zone, day), readOffset(zone, day + dayMs)];
    zone.days.set(day, atStart === atEnd ? atStart : undefined);
  }
  return zone.days.get(day) ?? readOffset(zone, instant);
};

/**
 * The instant at which clocks of the zone show a wall time, given as if it were UTC. A time that the clocks show twice
 * is the first of the two; a time that they skip is as far behind the change as it is written behind it (RFC 5545).
 */
export const instantOfWall = (wall: number, timeZone: string): Instant => {
  const before = offsetAt(wall - 14 * hourMs, timeZone);
  const after = offsetAt(wall + 14 * hourMs, timeZone);
  const candidates = [wall - before, wall - after];
  return candidates.find((instant) => offsetAt(instant, timeZone) === wall - instant) ?? wall - before;
};

/** The UTC-like wall time that clocks of the zone show at an instant. */
export const wallOf = (instant: Instant, timeZone: string): number => instant + offsetAt(instant, timeZone);

/**
 * The Excel serial of a wall time. Unit: days. One division, as Excel does: a sum of two rounded numbers is one bit off
 * DATE()+TIME() in two of three hours, and exact look-ups miss.
 */
export const serialOfWall = (wall: number): number => (wall + epochSerial * dayMs) / dayMs;

/** The Excel serial that stands for an instant on clocks of the zone. Unit: days. */
export const serialOf = (instant: Instant, timeZone: string): number => serialOfWall(wallOf(instant, timeZone));

/** The instant that a serial means on clocks of the zone, to the second: what is finer is rounding noise of formulas. */
export const instantOfSerial = (serial: number, timeZone: string): Instant =>
  instantOfWall(Math.round((serial - epochSerial) * 86_400) * 1000, timeZone);

const two = (n: number): string => String(n).padStart(2, '0');

/** How far the zone's clocks are ahead of UTC at an instant, as ISO 8601 writes it: `+02:00`. */
export const offsetText = (instant: Instant, timeZone: string): string => {
  const minutes = Math.round(offsetAt(instant, timeZone) / 60_000);
  const length = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(length / 60))}:${two(length % 60)}`;
};

/** How a serial reads on the clock: `2026-08-01`, with the time of day `2026-08-01 10:45`. */
export const textOfSerial = (serial: number, part: 'day' | 'minute'): string => {
  // To the minute before it is cut there: a serial of 10:45 may be a rounding error short of it.
  const wall = Math.round((serial - epochSerial) * 1440) * 60_000;
  return new Date(wall)
    .toISOString()
    .slice(0, part === 'day' ? 10 : 16)
    .replace('T', ' ');
};
