/**
 * What `expectedRows` finds of the outages and launches that are planted into two skills of the sandbox, and how often it
 * raises a false alarm on the days between them. The console tells the rates.
 */
import { describe, expect, it } from 'vitest';
import { expectedRows, type ObservedRow, withHistory } from '../../../../src/core/analysis/expected';
import { bucketsOf, type Calendar } from '../../../../src/core/time/calendar';
import { wallOf } from '../../../../src/core/time/excel-time';
import { pointsOf } from '../../../../src/dev/sandbox/data/ground-truth';
import type { PlantedEvent } from '../../../../src/dev/sandbox/data/planted-events';
import type { Skill } from '../../../../src/dev/sandbox/data/skill';
import { skills } from '../../../../src/dev/sandbox/data/skill-list';

const dayMs = 86_400_000;
const quarterOfYear = 90;
const range = { startTime: Date.parse('2023-07-01T05:00:00Z'), endTime: Date.parse('2026-11-01T05:00:00Z') };

const skillNamed = (name: string): Skill => {
  const skill = skills.find((one) => one.name === name);
  if (skill === undefined) throw new Error(`no skill ${name}`);
  return skill;
};

/** Rows of the skill's sessions, built from its hours as the zone's clocks have them. */
const rowsOf = (skill: Skill, seed: string, calendar: Calendar): readonly ObservedRow[] => {
  const question = { seed, skill, metric: 'totalSessions', stage: 'live', period: 'PT1H', now: range.endTime } as const;
  const history = withHistory(range, calendar);
  const hours = pointsOf({ ...question, ...history });
  let next = 0;
  return bucketsOf(history, calendar).map(({ startTime, endTime }) => {
    let value = 0;
    for (; (hours[next]?.time ?? Infinity) < endTime; next += 1) value += hours[next]?.value ?? 0;
    return { start: startTime, value };
  });
};

interface Rates {
  /** Events of which at least one row is marked, and the right way. */
  readonly found: number;
  readonly missed: readonly string[];
  /** Marked rows that no event touches, in 90 days of such rows. */
  readonly falseAlarms: number;
}

const wanted = { outage: 'low', launch: 'high', lasting: 'high' } as const;

/** Weeks, days or hours as the clocks of a zone have them. */
type Rhythm = Calendar & { readonly period: 'P1W' | 'P1D' | 'PT1H' };

const ratesOf = (skill: Skill, seed: string, calendar: Rhythm): Rates => {
  const length = { P1W: 7 * dayMs, P1D: dayMs, PT1H: dayMs / 24 }[calendar.period];
  const rows = expectedRows({
    rows: rowsOf(skill, seed, calendar),
    from: range.startTime,
    calendar,
    isCount: true,
  }).map((row) => {
    const from = wallOf(row.start, calendar.timeZone);
    return { from, to: from + length, unusual: 'unavailable' in row ? undefined : row.unusual };
  });
  const events = skill.events ?? [];
  const touched = (event: PlantedEvent) => rows.filter(({ from, to }) => from < event.to && to > event.from);
  const missed = events.filter((event) => touched(event).every(({ unusual }) => unusual !== wanted[event.kind]));
  const inEvents = new Set(events.flatMap(touched));
  const quiet = rows.filter((row) => !inEvents.has(row));
  const alarms = quiet.filter(({ unusual }) => unusual !== undefined).length;
  return {
    found: events.length === 0 ? 1 : 1 - missed.length / events.length,
    missed: missed.map(({ kind, from }) => `${kind} ${new Date(from).toISOString()}`),
    falseAlarms: alarms / ((quiet.length * length) / dayMs / quarterOfYear),
  };
};

describe.each([
  ['Lighthouse Log', { period: 'P1D', timeZone: 'America/Chicago', week: 'mon' }, ['sandbox', 'a', 'b', 'c', 'd', 'e']],
  ['Signal Flags', { period: 'PT1H', timeZone: 'Europe/Berlin', week: 'mon' }, ['sandbox', 'a', 'b']],
] satisfies [string, Rhythm, string[]][])('the planted events of %s', (name, calendar, seeds) => {
  it.each(seeds)('are found, with few false alarms between them; seed %s', (seed) => {
    const { found, missed, falseAlarms } = ratesOf(skillNamed(name), seed, calendar);
    console.log(
      `${name}, ${calendar.period}, seed ${seed}: ${(100 * found).toFixed(1)} % of events found, ` +
        `${falseAlarms.toFixed(2)} false alarms in 90 quiet days${missed.map((event) => `; missed ${event}`).join('')}`,
    );
    expect(found).toBeGreaterThanOrEqual(0.95);
    expect(falseAlarms).toBeLessThanOrEqual(1);
  });
});

/** Traffic like that of the planted skills, but nothing ever happens. */
const quietSkill = (perDay: number): Skill => ({ ...skillNamed('Lighthouse Log'), perDay, events: [] });

describe.each([
  ['P1D', [1, 10, 100, 1_000, 10_000]],
  ['PT1H', [20, 2_000]],
  ['P1W', [10, 1_000]],
] as const)('skills to which nothing happens, %s', (period, sizes) => {
  it.each(sizes)('have few false alarms with %d sessions a day', (perDay) => {
    const { falseAlarms } = ratesOf(quietSkill(perDay), 'quiet', { period, timeZone: 'America/Chicago', week: 'mon' });
    console.log(`${perDay} sessions a day, ${period}: ${falseAlarms.toFixed(2)} false alarms in 90 quiet days`);
    expect(falseAlarms).toBeLessThanOrEqual(1);
  });
});
