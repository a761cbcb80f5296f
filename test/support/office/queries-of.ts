import type { Skill } from '../../../src/core/protocol/stream';
import type { Answer, Query } from '../../../src/core/query/query';
import { dailySessions } from '../amazon/daily-sessions';

const day = 86_400_000;
export const august = Date.UTC(2026, 7, 1);
export const skillId = 'amzn1.ask.skill.7d1c2f0e-5a34-4b8e-9c61-0e2f6d3a9b10';

export const query = (more: Partial<Query> = {}): Query =>
  dailySessions({ skillId, startTime: august, endTime: august + 3 * day }, more);

export const answer = (values: readonly number[] = [10, 20, 30]): Answer => ({
  series: [{ metric: 'totalSessions', timestamps: values.map((_, index) => august + index * day), values }],
  fetchedAt: august + 30 * day,
  requests: 1,
  pages: 1,
  requestIds: ['r-1'],
});

export const skill = (): Skill => ({
  skillId,
  stage: 'live',
  name: 'Daily Trivia',
  nameByLocale: { 'en-US': 'Daily Trivia' },
  apis: ['custom'],
  vendor: { id: 'M1ACME', name: 'Acme Voice' },
});
