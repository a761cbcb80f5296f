/**
 * Outages and launches of which the date, length and size are known, so that a test can tell whether an analysis finds
 * them. They are all that ever happens to the skills that have them: between them lie ordinary days with their weekdays,
 * hours, growth and noise. Two skills of Harbor Apps have such tables: Lighthouse Log by the day, Signal Flags by the hour.
 */
import { dayMs, hourMs } from './time';

/**
 * What happens: an outage takes away a part of the traffic; a launch adds to it and fades until its end; what a lasting
 * launch adds stays.
 */
type Kind = 'outage' | 'launch' | 'lasting';

export interface PlantedEvent {
  readonly kind: Kind;
  /** On the clocks of each locale, in milliseconds as if they were UTC. */
  readonly from: number;
  /** Exclusive. Of a lasting launch: by when its level is no longer news. */
  readonly to: number;
  /** The part of the usual traffic that goes or comes: 0.6 of an outage loses 60 %, 0.6 of a launch brings 60 % more. */
  readonly size: number;
}

type Row = readonly [from: string, kind: Kind, length: number, percent: number];

const eventsOf = (rows: readonly Row[], unit: number): readonly PlantedEvent[] =>
  rows.map(([date, kind, length, percent]) => {
    const from = Date.parse(date.length === 10 ? date : `${date.replace(' ', 'T')}Z`);
    return { kind, from, to: from + length * unit, size: percent / 100 };
  });

/** Lengths are days. */
const byDay: readonly Row[] = [
  ['2023-07-23', 'outage', 3, 100],
  ['2023-08-25', 'lasting', 7, 80],
  ['2023-09-28', 'outage', 1, 65],
  ['2023-10-31', 'launch', 5, 70],
  ['2023-12-01', 'outage', 1, 100],
  ['2023-12-20', 'lasting', 7, 50],
  ['2024-01-15', 'outage', 3, 60],
  ['2024-02-13', 'launch', 10, 100],
  ['2024-03-18', 'outage', 1, 60],
  ['2024-04-20', 'launch', 5, 200],
  ['2024-05-17', 'outage', 1, 80],
  ['2024-06-21', 'launch', 5, 70],
  ['2024-07-22', 'outage', 2, 60],
  ['2024-08-22', 'outage', 1, 60],
  ['2024-09-16', 'outage', 2, 70],
  ['2024-10-20', 'launch', 7, 200],
  ['2024-11-16', 'outage', 1, 80],
  ['2024-12-14', 'launch', 5, 200],
  ['2025-01-06', 'outage', 1, 70],
  ['2025-01-25', 'outage', 2, 100],
  ['2025-02-19', 'outage', 1, 100],
  ['2025-03-14', 'lasting', 7, 60],
  ['2025-04-08', 'outage', 2, 60],
  ['2025-05-06', 'lasting', 7, 60],
  ['2025-05-28', 'outage', 1, 60],
  ['2025-06-22', 'launch', 10, 60],
  ['2025-07-20', 'outage', 2, 90],
  ['2025-08-10', 'outage', 1, 70],
  ['2025-09-09', 'outage', 3, 80],
  ['2025-10-02', 'launch', 7, 250],
  ['2025-11-02', 'outage', 1, 65],
  ['2025-11-30', 'launch', 7, 100],
  ['2025-12-25', 'outage', 3, 90],
  ['2026-01-15', 'lasting', 7, 80],
  ['2026-02-11', 'outage', 3, 70],
  ['2026-03-10', 'launch', 10, 250],
  ['2026-04-14', 'outage', 2, 65],
  ['2026-05-07', 'launch', 10, 70],
  ['2026-06-01', 'outage', 1, 70],
  ['2026-06-22', 'launch', 7, 250],
  ['2026-07-12', 'outage', 1, 60],
  ['2026-08-09', 'launch', 5, 80],
  ['2026-09-08', 'outage', 3, 65],
  ['2026-10-07', 'launch', 5, 80],
];

/** Lengths are hours. */
const byHour: readonly Row[] = [
  ['2023-07-07 19:00', 'outage', 4, 80],
  ['2023-07-25 00:00', 'launch', 36, 70],
  ['2023-08-20 13:00', 'outage', 2, 65],
  ['2023-09-08 18:00', 'launch', 36, 60],
  ['2023-09-29 13:00', 'outage', 2, 80],
  ['2023-10-31 04:00', 'launch', 6, 200],
  ['2023-12-02 22:00', 'outage', 6, 60],
  ['2023-12-31 22:00', 'outage', 2, 60],
  ['2024-01-19 06:00', 'outage', 6, 75],
  ['2024-02-15 16:00', 'launch', 24, 250],
  ['2024-03-05 20:00', 'outage', 1, 100],
  ['2024-03-31 23:00', 'outage', 3, 60],
  ['2024-04-20 19:00', 'outage', 4, 100],
  ['2024-05-07 15:00', 'launch', 12, 100],
  ['2024-06-07 19:00', 'outage', 5, 70],
  ['2024-07-06 11:00', 'launch', 9, 200],
  ['2024-07-29 16:00', 'outage', 5, 70],
  ['2024-08-21 07:00', 'outage', 1, 80],
  ['2024-09-09 11:00', 'outage', 2, 65],
  ['2024-10-10 19:00', 'launch', 18, 100],
  ['2024-11-12 19:00', 'outage', 8, 80],
  ['2024-12-09 04:00', 'launch', 6, 120],
  ['2025-01-03 22:00', 'outage', 4, 80],
  ['2025-01-20 07:00', 'launch', 12, 100],
  ['2025-02-13 07:00', 'outage', 2, 60],
  ['2025-03-16 06:00', 'launch', 36, 150],
  ['2025-04-08 09:00', 'outage', 4, 100],
  ['2025-04-30 00:00', 'launch', 12, 60],
  ['2025-05-28 21:00', 'outage', 12, 100],
  ['2025-06-19 16:00', 'launch', 36, 100],
  ['2025-07-18 07:00', 'outage', 8, 100],
  ['2025-08-10 00:00', 'launch', 36, 150],
  ['2025-09-02 06:00', 'outage', 3, 60],
  ['2025-09-26 16:00', 'launch', 12, 120],
  ['2025-10-21 00:00', 'outage', 12, 80],
  ['2025-11-09 02:00', 'launch', 18, 200],
  ['2025-11-26 09:00', 'outage', 6, 60],
  ['2025-12-14 08:00', 'launch', 24, 80],
  ['2026-01-16 18:00', 'outage', 2, 100],
  ['2026-02-09 18:00', 'launch', 24, 120],
  ['2026-03-03 20:00', 'outage', 12, 100],
  ['2026-03-28 12:00', 'launch', 9, 100],
  ['2026-04-30 11:00', 'outage', 3, 100],
  ['2026-05-30 21:00', 'outage', 6, 60],
  ['2026-06-16 21:00', 'outage', 12, 60],
  ['2026-07-15 21:00', 'launch', 36, 70],
  ['2026-08-06 04:00', 'outage', 8, 100],
  ['2026-09-05 16:00', 'launch', 12, 250],
];

/** The tables of planted events, by the length of the shortest. */
export const plantedEvents = { byDay: eventsOf(byDay, dayMs), byHour: eventsOf(byHour, hourMs) };

/** By how much the planted events multiply a stream's traffic at a wall time, and how much of it is down, 0 to 1. */
export const eventsAt = (events: readonly PlantedEvent[], wall: number): { factor: number; down: number } => {
  let [factor, down] = [1, 0];
  for (const { kind, from, to, size } of events) {
    if (wall < from || (wall >= to && kind !== 'lasting')) continue;
    if (kind === 'outage') down = Math.max(down, size);
    // A launch has lost nineteen twentieths of its effect by its end.
    else factor *= 1 + (kind === 'lasting' ? size : size * Math.exp((-3 * (wall - from)) / (to - from)));
  }
  return { factor, down };
};
