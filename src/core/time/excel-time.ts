/**
 * Excel's dates. A serial counts days since 1899-12-30 on the clock of some time zone, which the serial itself doesn't
 * name.
 */
import { floorTo, type Instant } from '../domain/instant';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const epochSerial = 25_569;

/**
 * How many days a workbook's serials are lower than usual: 1,462 in the 1904 date system, which counts from 1904-01-01.
 *
 * @see https://learn.microsoft.com/office/troubleshoot/excel/1900-and-1904-date-system
 */
export type SerialShift = 0 | 1_462;

/** The largest serial that Excel shows as a date: 9999-12-31. */
export const maxSerial = 2_958_465;

interface Zone {
  readonly format: Intl.DateTimeFormat;
  /** Offset by UTC day, or `undefined` for a day on which it changes. */
  readonly days: Map<Instant, number | undefined>;
}

/** Some hundred zones exist, but few are in use at a time. Caching more would waste memory. */
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

/**
 * The usual spelling of `UTC` or of an IANA zone that this engine knows (`Europe/Berlin`), or `undefined` for any other
 * text.
 */
export const timeZoneOf = (name: string): string | undefined => {
  // Engines differ on offsets such as +02:00, so none are accepted.
  if (!/^[a-z][\w+/-]*$/i.test(name)) return undefined;
  try {
    // For a zone with several names, the engine may prefer another one. People keep theirs.
    const usual = open(name).format.resolvedOptions().timeZone;
    return usual.toLowerCase() === name.toLowerCase() ? usual : name;
  } catch {
    return undefined;
  }
};

/**
 * The name under which this engine knows a zone, which is the same for all names of the same zone.
 *
 * @throws {RangeError} if the engine doesn't know the zone
 */
export const canonicalZone = (name: string): string => open(name).format.resolvedOptions().timeZone;

const readOffset = ({ format }: Zone, instant: Instant): number => {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  // Date.UTC reads the years 0 to 99 as 1900 to 1999.
  const midnight = new Date(0).setUTCFullYear(year, month - 1, day);
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 - floorTo(instant, 1000);
};

/**
 * How far the zone's clocks are ahead of UTC at an instant, in milliseconds. Negative west of Greenwich.
 *
 * @throws {RangeError} if the engine doesn't know the zone
 */
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
 * The instant at which the zone's clocks show a wall time. If they show it twice, it is the first of the two. If they
 * skip it, it is read with the offset from before the change, so 02:30 becomes 03:30.
 *
 * @param wall the wall time in milliseconds, as if it were UTC
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5
 */
export const instantOfWall = (wall: number, timeZone: string): Instant => {
  const before = offsetAt(wall - 14 * hourMs, timeZone);
  const after = offsetAt(wall + 14 * hourMs, timeZone);
  const candidates = [wall - before, wall - after];
  return candidates.find((instant) => offsetAt(instant, timeZone) === wall - instant) ?? wall - before;
};

/** The wall time that the zone's clocks show at an instant, in milliseconds as if it were UTC. */
export const wallOf = (instant: Instant, timeZone: string): number => instant + offsetAt(instant, timeZone);

/**
 * The Excel serial of a wall time, in days. It divides once, as Excel does: a sum of two rounded numbers differs from
 * DATE()+TIME() by one bit in two of three hours, and exact look-ups would miss it.
 */
export const serialOfWall = (wall: number): number => (wall + epochSerial * dayMs) / dayMs;

/** The Excel serial of an instant on the zone's clocks, in days. */
export const serialOf = (instant: Instant, timeZone: string): number => serialOfWall(wallOf(instant, timeZone));

/** The instant of a serial on the zone's clocks, to the second: anything finer is rounding noise from formulas. */
export const instantOfSerial = (serial: number, timeZone: string): Instant =>
  instantOfWall(Math.round((serial - epochSerial) * 86_400) * 1000, timeZone);

const two = (n: number): string => String(n).padStart(2, '0');

/** How far the zone's clocks are ahead of UTC at an instant, as ISO 8601 writes it: `+02:00`. */
export const offsetText = (instant: Instant, timeZone: string): string => {
  const minutes = Math.round(offsetAt(instant, timeZone) / 60_000);
  const length = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(length / 60))}:${two(length % 60)}`;
};

/** A serial as text: `2026-08-01`, or with the time of day `2026-08-01 10:45`. */
export const textOfSerial = (serial: number, part: 'day' | 'minute'): string => {
  // Rounded to the minute before it is cut: a serial of 10:45 may be a rounding error short of it.
  const wall = Math.round((serial - epochSerial) * 1440) * 60_000;
  return new Date(wall)
    .toISOString()
    .slice(0, part === 'day' ? 10 : 16)
    .replace('T', ' ');
};
