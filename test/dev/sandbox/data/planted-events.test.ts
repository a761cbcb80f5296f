import { describe, expect, it } from 'vitest';
import { type MetricsQuestion, pointsOf } from '../../../../src/dev/sandbox/data/ground-truth';
import { eventsAt, plantedEvents } from '../../../../src/dev/sandbox/data/planted-events';
import { poisson } from '../../../../src/dev/sandbox/data/random';
import { skills } from '../../../../src/dev/sandbox/data/skill-list';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

const skillNamed = (name: string) => {
  const skill = skills.find((one) => one.name === name);
  if (skill === undefined) throw new Error(`no skill ${name}`);
  return skill;
};

const total = (name: string, more: Partial<MetricsQuestion>): number =>
  pointsOf({
    seed: 'test',
    skill: skillNamed(name),
    metric: 'totalSessions',
    stage: 'live',
    period: 'P1D',
    startTime: 0,
    endTime: 0,
    now: Date.parse('2026-11-22T12:07:00Z'),
    ...more,
  }).reduce((sum, { value }) => sum + value, 0);

/** The sessions of a range, as a part of those of the same hours a week before. */
const toWeekBefore = (name: string, startTime: number, endTime: number): number => {
  const week = 7 * dayMs;
  return (
    total(name, { startTime, endTime, period: 'SINGLE' }) /
    total(name, { startTime: startTime - week, endTime: endTime - week, period: 'SINGLE' })
  );
};

/** How far UTC is ahead of Chicago in summer. In winter it is an hour more, which the test leaves out at both ends. */
const chicago = 5 * hourMs;

describe('planted events', () => {
  it.each(Object.entries(plantedEvents))('%s: at least 40, apart from each other, and large', (_, events) => {
    expect(events.length).toBeGreaterThanOrEqual(40);
    expect(events.slice(1).filter(({ from }, at) => from < (events[at]?.to ?? NaN) + 12 * dayMs)).toEqual([]);
    for (const { kind, size } of events) {
      expect(size).toBeGreaterThanOrEqual(kind === 'lasting' ? 0.5 : 0.6);
      expect(kind === 'outage' ? size : 0).toBeLessThanOrEqual(1);
    }
  });

  it('take from and bring to a skill what their table says', () => {
    for (const { kind, from, to, size } of plantedEvents.byDay) {
      const [start, end] = [from + chicago + hourMs, from + dayMs + chicago - hourMs];
      const share = toWeekBefore('Lighthouse Log', start, end);
      const { factor, down } = eventsAt([{ kind, from, to, size }], from + dayMs / 2);
      expect(share / (factor * (1 - down) || 1), new Date(from).toISOString()).toBeLessThan(1.35);
      if (down < 1) expect(share / (factor * (1 - down)), new Date(from).toISOString()).toBeGreaterThan(0.7);
    }
  });

  it('of an outage end with it, those of a launch fade, and those of a lasting one stay', () => {
    const [from, to] = [0, 100];
    const factors = (kind: 'launch' | 'lasting') =>
      [-1, 0, 50, 99, 100].map((at) => eventsAt([{ kind, from, to, size: 1 }], at).factor.toFixed(2));
    expect(factors('launch')).toEqual(['1.00', '2.00', '1.22', '1.05', '1.00']);
    expect(factors('lasting')).toEqual(['1.00', '2.00', '2.00', '2.00', '2.00']);
    const outage = [{ kind: 'outage', from, to, size: 0.6 }] as const;
    expect([-1, 0, 99, 100].map((at) => eventsAt(outage, at).down)).toEqual([0, 0.6, 0.6, 0]);
  });
});

it.each([0, 0.3, 4, 25, 400])('Poisson counts with a mean of %s have that mean and that variance', (mean) => {
  const counts = Array.from({ length: 20_000 }, (_, at) => poisson(mean, 7, at));
  const average = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const variance = counts.reduce((sum, count) => sum + (count - average) ** 2, 0) / counts.length;
  expect(Math.abs(average - mean)).toBeLessThanOrEqual(0.03 * mean);
  expect(Math.abs(variance - mean)).toBeLessThanOrEqual(0.06 * mean);
});
