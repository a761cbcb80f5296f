/** What the benchmarks ask. */
import type { Query } from '../../src/core/query/question';
import { dailyTriviaId } from '../../src/dev/sandbox/data/skill-list';

export const dayMs = 86_400_000;

/** The latest midnight up to which all numbers are final. */
export const settledMidnight = Math.floor((Date.now() - dayMs) / dayMs) * dayMs;

/** The example skill's sessions of so many whole days up to `endTime`. */
export const daysUpTo = (days: number, endTime: number, more: Partial<Query> = {}): Query => ({
  skillId: dailyTriviaId,
  metrics: ['totalSessions'],
  startTime: endTime - days * dayMs,
  endTime,
  period: 'P1D',
  timeZone: 'UTC',
  week: 'mon',
  edges: 'whole',
  stage: 'live',
  skillType: 'custom',
  intents: [],
  locales: [],
  ...more,
});
