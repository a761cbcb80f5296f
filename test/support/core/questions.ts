/** Queries and answers for tests. */
import type { Answer, Query } from '../../../src/core/query/question';

export const skillId = 'amzn1.ask.skill.001';

export const at = (iso: string): number => Date.parse(iso);

/** Amazon's sample query, with the fields that a test is about. */
export const query = (more: Partial<Query> = {}): Query => ({
  skillId,
  metrics: ['uniqueCustomers'],
  startTime: at('2018-11-01T10:45:00Z'),
  endTime: at('2018-11-02T10:45:00Z'),
  period: 'SINGLE',
  timeZone: 'UTC',
  week: 'mon',
  edges: 'exact',
  stage: 'live',
  skillType: 'custom',
  intents: [],
  locales: [],
  ...more,
});

/** An answer that is final, and cost one request. */
export const answer = (more: Partial<Answer> = {}): Answer => ({
  series: [],
  fetchedAt: at('2026-11-22T14:37:00Z'),
  requests: 1,
  pages: 1,
  requestIds: ['id-1'],
  ...more,
});
