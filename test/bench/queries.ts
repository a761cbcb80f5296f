/** What the benchmarks ask. */
import type { Query } from '../../src/core/query/query';
import { dailyTriviaId } from '../../src/dev/sandbox/data/skill-list';
import { dailySessions } from '../support/amazon/daily-sessions';

export const dayMs = 86_400_000;

/** The latest midnight up to which all numbers are final. */
export const settledMidnight = Math.floor((Date.now() - dayMs) / dayMs) * dayMs;

/** The example skill's sessions of so many whole days up to `endTime`. */
export const daysUpTo = (days: number, endTime: number, more: Partial<Query> = {}): Query =>
  dailySessions({ skillId: dailyTriviaId, startTime: endTime - days * dayMs, endTime }, more);
