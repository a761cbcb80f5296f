import { wallOf } from '../../../core/time/excel-time';
import { readFormula } from '../../../core/formula/parse-formula';
import type { Instant } from '../../../core/domain/instant';
import type { TimeRange } from './presets';

/**
 * The first and last day of a range in words, as dates to change by hand; the range itself where it cannot be read.
 * @param tz as the form holds it
 */
export const datesOf = ({ startTime, endTime }: TimeRange, tz: string, now: Instant): TimeRange => {
  const options = tz.trim() === '' ? undefined : `tz=${tz.trim()}`;
  const args = { skillId: undefined, metric: 'totalSessions', startTime, endTime, period: 'P1D', options };
  const { request, problems } = readFormula(args, now);
  if (problems.some(({ argument }) => argument !== 'skillId')) return { startTime, endTime };
  const { question, table } = request;
  const dateOf = (instant: Instant): string => new Date(wallOf(instant, table.tz)).toISOString().slice(0, 10);
  // Days to come are none of a range that goes on to now.
  return { startTime: dateOf(question.startTime), endTime: dateOf(Math.min(question.endTime - 1, now)) };
};
