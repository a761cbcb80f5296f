/** Which rows of an answer are parts of their buckets, as `edges=exact` wants them. */
import { bucketStart } from './calendar';
import type { Instant } from './instant';
import type { Question } from './question';

/**
 * What a header says of rows that the range cuts, or undefined where every row is whole.
 * @param last timestamp of the last row
 */
export const cutEdges = (question: Question, last: Instant | undefined): string | undefined => {
  const { startTime, endTime, period } = question;
  if (period === 'SINGLE' || question.edges === 'whole') return undefined;
  const first = bucketStart(startTime, question) < startTime;
  const end = bucketStart(endTime, question);
  const isLast = end < endTime && last !== undefined && last >= end;
  if (first && isLast) return 'first and last row cut';
  return first ? 'first row cut' : isLast ? 'last row cut' : undefined;
};
