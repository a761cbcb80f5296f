import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MetricsQuestion, pointsOf } from '../../../../src/dev/sandbox/data/ground-truth';
import { type Metric, metricsOf, type Period, type SkillType } from '../../../../src/dev/sandbox/data/metrics';
import type { Skill } from '../../../../src/dev/sandbox/data/skill';
import { dailyTriviaId, skillOfId, skills } from '../../../../src/dev/sandbox/data/skill-list';

const day = 86_400_000;
const now = Date.parse('2026-11-22T12:07:00Z');
const averaged: readonly Metric[] = ['uniqueCustomers', 'averagePlayQueueLength', 'successfulPlayQueueRate'];
const steps = { PT15M: 900_000, PT1H: 3_600_000, P1D: day } as const;

const dailyTrivia = skillOfId(dailyTriviaId);
if (dailyTrivia === undefined) throw new Error('the example skill is missing');

const metricsFor = ({ api }: Skill): readonly Metric[] => (api === 'video' ? [] : metricsOf[api satisfies SkillType]);

const anySkill = fc.constantFrom(...skills.filter(({ api }) => api !== 'video'));
const anySum = anySkill.chain((skill) =>
  fc.record({
    skill: fc.constant(skill),
    metric: fc.constantFrom(...metricsFor(skill).filter((metric) => !averaged.includes(metric))),
  }),
);
/** Any minute of some years, and up to ten days from there; not always on an edge, and now and then in the future. */
const anyRange = fc
  .tuple(fc.integer({ min: 0, max: 1500 * 1440 }), fc.integer({ min: 1, max: 10 * 1440 }))
  .map(([at, length]) => {
    const startTime = Date.parse('2023-01-01T00:00:00Z') + at * 60_000;
    return { startTime, endTime: startTime + length * 60_000 };
  });
const anyStage = fc.constantFrom('live' as const, 'development' as const);
const anyPeriod = fc.constantFrom<Period>('SINGLE', 'PT15M', 'PT1H', 'P1D');
const anyGrid = fc.constantFrom<keyof typeof steps>('PT15M', 'PT1H', 'P1D');

const total = (question: MetricsQuestion): number => pointsOf(question).reduce((sum, { value }) => sum + value, 0);
const values = (question: MetricsQuestion): readonly number[] => pointsOf(question).map(({ value }) => value);

const base = { seed: 'test', now, stage: 'live' as const };
const november: MetricsQuestion = {
  ...base,
  skill: dailyTrivia,
  metric: 'totalSessions',
  period: 'P1D',
  startTime: Date.parse('2026-11-01T00:00:00Z'),
  endTime: Date.parse('2026-11-08T00:00:00Z'),
};

describe('metrics that add up', () => {
  it('have the same sum in every period', () => {
    fc.assert(
      fc.property(anySum, anyRange, anyStage, anyPeriod, (what, range, stage, period) => {
        const question = { ...base, ...what, ...range, stage };
        expect(total({ ...question, period })).toBe(total({ ...question, period: 'PT15M' }));
      }),
      { numRuns: 60 },
    );
  });

  it('are the sum of their locales', () => {
    fc.assert(
      fc.property(anySum, anyRange, anyStage, (what, range, stage) => {
        const question = { ...base, ...what, ...range, stage, period: 'P1D' as const };
        const parts = what.skill.locales.map(({ name }) => total({ ...question, locale: name }));
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total(question));
      }),
      { numRuns: 60 },
    );
  });

  it('are the sum of their intents, within every locale too', () => {
    const custom = anySum.filter(({ skill }) => skill.intents.length > 0);
    fc.assert(
      fc.property(custom, anyRange, fc.boolean(), (what, range, inLocale) => {
        const locale = inLocale ? what.skill.locales[0]?.name : undefined;
        const question = { ...base, ...what, ...range, locale, period: 'SINGLE' as const };
        const parts = what.skill.intents.map(({ name }) => total({ ...question, intent: name }));
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total(question));
      }),
      { numRuns: 60 },
    );
  });

  it('are the same in one window and in windows cut at any instant', () => {
    fc.assert(
      fc.property(anySum, anyRange, fc.double({ min: 0, max: 1, noNaN: true }), (what, range, share) => {
        const cut = Math.floor(range.startTime + share * (range.endTime - range.startTime));
        const question = { ...base, ...what, ...range, period: 'SINGLE' as const };
        expect(total({ ...question, endTime: cut }) + total({ ...question, startTime: cut })).toBe(total(question));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['totalUtterances', ['successfulUtterances', 'failedUtterances']],
    ['totalSessions', ['successfulSessions', 'incompleteSessions']],
    ['successfulSessions', ['userEndedSessions', 'skillEndedSessions']],
  ] as const)('%s is the sum of %s in every bucket', (whole, parts) => {
    fc.assert(
      fc.property(anyRange, anyGrid, fc.constantFrom(undefined, 'AnswerIntent'), (range, period, intent) => {
        const question = { ...base, ...range, skill: dailyTrivia, period, intent };
        const [first, second] = parts.map((metric) => values({ ...question, metric }));
        const sums = first?.map((value, at) => value + (second?.[at] ?? NaN));
        expect(sums).toEqual(values({ ...question, metric: whole }));
      }),
      { numRuns: 30 },
    );
  });
});

describe('buckets', () => {
  it('are the same in one window and in windows cut on a UTC edge', () => {
    fc.assert(
      fc.property(anySkill, anyRange, anyGrid, fc.nat(), (skill, range, period, nth) => {
        const edges = Math.floor((range.endTime - range.startTime) / steps[period]);
        const edge = (Math.floor(range.startTime / steps[period]) + 1 + (nth % (edges + 1))) * steps[period];
        fc.pre(edge < range.endTime);
        for (const metric of metricsFor(skill)) {
          const question = { ...base, ...range, skill, metric, period };
          const halves = [...pointsOf({ ...question, endTime: edge }), ...pointsOf({ ...question, startTime: edge })];
          expect(halves).toEqual(pointsOf(question));
        }
      }),
      { numRuns: 40 },
    );
  });

  it('lie on UTC edges, ascend without gaps, and none begins in the future', () => {
    fc.assert(
      fc.property(anyRange, anyGrid, (range, period) => {
        const step = steps[period];
        const times = pointsOf({ ...november, ...range, period }).map(({ time }) => time);
        expect(times.filter((time) => time % step !== 0 || time > now)).toEqual([]);
        expect(times.slice(1).map((time, at) => time - (times[at] ?? NaN))).toEqual(times.slice(1).map(() => step));
      }),
      { numRuns: 60 },
    );
  });

  it('begin on the UTC edge before startTime and hold only what lies within the query', () => {
    const from = (startTime: string) => pointsOf({ ...november, startTime: Date.parse(startTime) })[0];
    expect(from('2026-11-01T10:45:00Z')?.time).toBe(Date.parse('2026-11-01T00:00:00Z'));
    expect(from('2026-11-01T10:45:00Z')?.value).toBeLessThan(from('2026-11-01T00:00:00Z')?.value ?? 0);
  });

  it('stamp SINGLE with the exact start', () => {
    const startTime = Date.parse('2026-11-01T10:47:11Z');
    expect(pointsOf({ ...november, startTime, period: 'SINGLE' }).map(({ time }) => time)).toEqual([startTime]);
  });

  it('hold nothing of a quarter-hour that has not ended', () => {
    const today = { ...november, startTime: Date.parse('2026-11-22T00:00:00Z'), endTime: now + day };
    const untilQuarter = { ...today, endTime: Date.parse('2026-11-22T12:00:00Z') };
    expect(values(today)).toEqual(values(untilQuarter));
    expect(pointsOf({ ...today, startTime: now + 1 })).toHaveLength(1);
    expect(pointsOf({ ...today, startTime: now + 1, period: 'PT15M' }).map(({ value }) => value)).toEqual([0]);
  });

  it('count late quarter-hours only once they have arrived', () => {
    const endTime = Date.parse('2026-11-22T12:00:00Z');
    const hours = { ...november, startTime: endTime - 7_200_000, endTime, now: endTime, period: 'SINGLE' as const };
    const late = { ...hours, lagMinutes: 120 };
    expect(total(late)).toBeLessThan(total(hours));
    expect(total({ ...late, now: endTime + 7_200_000 })).toBe(total(hours));
  });

  it('take in the quarter-hour that begins at endTime where the end is inclusive', () => {
    const hours = { ...november, endTime: november.startTime + 7_200_000, period: 'PT1H' as const };
    const inclusive = pointsOf({ ...hours, endInclusive: true });
    const quarter = pointsOf({ ...hours, period: 'PT15M', startTime: hours.endTime, endTime: hours.endTime + 900_000 });
    expect(inclusive.slice(0, 2)).toEqual(pointsOf(hours));
    expect(inclusive.slice(2)).toEqual(quarter);
  });
});

describe('metrics that do not add up', () => {
  it('count fewer customers in a day than in its hours, and never more customers than sessions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1300 }), fc.constantFrom(undefined, 'en-GB'), (at, locale) => {
        const startTime = dailyTrivia.launchedAt + at * day;
        const question = {
          ...november,
          startTime,
          endTime: startTime + day,
          locale,
          metric: 'uniqueCustomers' as const,
        };
        const [customers = NaN] = values(question);
        expect(customers).toBeLessThanOrEqual(total({ ...question, period: 'PT1H' }));
        expect(customers).toBeLessThanOrEqual(total({ ...question, metric: 'totalSessions' }));
        expect(customers).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it('hold means and rates of play queues to their parts', () => {
    const skill = skills.find(({ api }) => api === 'music');
    if (skill === undefined) throw new Error('no music skill');
    const question = { ...november, skill };
    const [count, duration, mean, rate] = (
      ['playQueuesCount', 'totalPlayQueuesDuration', 'averagePlayQueueLength', 'successfulPlayQueueRate'] as const
    ).map((metric) => values({ ...question, metric }));
    expect(mean).toEqual(duration?.map((all, at) => Math.round((all / (count?.[at] ?? NaN)) * 100) / 100));
    expect(rate?.every((percent) => percent > 50 && percent <= 100)).toBe(true);
  });
});

describe('the story in the numbers', () => {
  it('is the same for the same seed and another for another', () => {
    expect(values(november)).toEqual(values({ ...november }));
    expect(values({ ...november, seed: 'other' })).not.toEqual(values(november));
  });

  it('begins at the launch', () => {
    const { launchedAt } = dailyTrivia;
    const around = { ...november, startTime: launchedAt - day, endTime: launchedAt + 2 * day };
    expect(values(around).map((value) => value > 0)).toEqual([false, true, true]);
  });

  it('is livelier on weekends and in the evening than on weekdays and at night, where the listeners live', () => {
    const weeks = {
      ...november,
      startTime: Date.parse('2026-08-03T00:00:00Z'),
      endTime: Date.parse('2026-11-02T00:00:00Z'),
    };
    const days = values(weeks);
    const mean = (weekday: number) => days.filter((_, at) => at % 7 === weekday).reduce((a, b) => a + b, 0);
    expect(mean(5)).toBeGreaterThan(mean(1));
    const hours = values({ ...weeks, period: 'PT1H', locale: 'de-DE', endTime: weeks.startTime + 28 * day });
    const at = (hour: number) => hours.filter((_, nth) => nth % 24 === hour).reduce((a, b) => a + b, 0);
    // 18:00 UTC is 20:00 in Berlin's summer, 1:00 UTC is 3:00.
    expect(at(18)).toBeGreaterThan(5 * at(1));
  });

  it('has outages: many failed utterances, few sessions', () => {
    const year = {
      ...november,
      startTime: Date.parse('2026-01-01T00:00:00Z'),
      endTime: Date.parse('2026-11-01T00:00:00Z'),
    };
    const hourly = { ...year, period: 'PT1H' as const };
    const failed = values({ ...hourly, metric: 'failedUtterances' });
    const all = values({ ...hourly, metric: 'totalUtterances' });
    const bad = all.filter((count, at) => (failed[at] ?? 0) / count > 0.2).length;
    expect(bad).toBeGreaterThan(5);
    expect(bad).toBeLessThan(all.length / 50);
  });

  it('has whole numbers, none of them below zero', () => {
    fc.assert(
      fc.property(anySum, anyRange, anyStage, (what, range, stage) => {
        const points = values({ ...base, ...what, ...range, stage, period: 'PT1H' });
        expect(points.filter((value) => !Number.isInteger(value) || value < 0)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("has zeros for locales and intents that a skill doesn't have", () => {
    expect(total({ ...november, locale: 'ja-JP' })).toBe(0);
    expect(total({ ...november, intent: 'NobodysIntent' })).toBe(0);
  });
});
