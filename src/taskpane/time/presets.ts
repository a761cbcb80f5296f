/** Ranges that are asked for again and again. */
import { wallOf } from '../../core/excel-time';
import type { Instant } from '../../core/instant';

/** Times as the form holds them. */
export interface TimeRange {
  readonly startTime: string;
  readonly endTime: string;
}

export interface Preset {
  readonly name: string;
  readonly label: string;
  /** Whether the range moves on with each refresh; else its dates stay those of today's choice. */
  readonly moves: boolean;
  readonly range: TimeRange;
}

const dayOf = (year: number, month: number): string => new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);

/** The presets as of a moment, on clocks of the zone. */
export const presetsAt = (now: Instant, timeZone: string): readonly Preset[] => {
  const wall = new Date(wallOf(now, timeZone));
  const [year, month] = [wall.getUTCFullYear(), wall.getUTCMonth()];
  const lastDays = (days: number): Preset => ({
    name: `${days}d`,
    label: `Last ${days} days and today`,
    moves: true,
    range: { startTime: `-${days}d`, endTime: '' },
  });
  const fixed = (name: string, label: string, startTime: string, endTime: string): Preset => ({
    name,
    label,
    moves: false,
    range: { startTime, endTime },
  });
  return [
    lastDays(7),
    lastDays(28),
    lastDays(90),
    fixed('month', 'This month so far', dayOf(year, month), ''),
    fixed('last-month', 'Last month', dayOf(year, month - 1), dayOf(year, month)),
    fixed('year', 'This year so far', dayOf(year, 0), ''),
  ];
};

const isNow = (text: string): boolean => ['', 'now'].includes(text.trim().toLowerCase());

/** The preset whose range stands in the form. */
export const presetOf = (presets: readonly Preset[], { startTime, endTime }: TimeRange): Preset | undefined =>
  presets.find(
    ({ range }) =>
      range.startTime === startTime.trim().toLowerCase() &&
      (range.endTime === endTime.trim() || (range.endTime === '' && isNow(endTime))),
  );
