import type { Query } from '../../../src/core/query/query';

/** The query for a live custom skill's sessions by UTC day, with the fields that a test is about. */
export const dailySessions = (
  about: Pick<Query, 'skillId' | 'startTime' | 'endTime'>,
  more: Partial<Query> = {},
): Query => ({
  ...about,
  metrics: ['totalSessions'],
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
