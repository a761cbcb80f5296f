/** Which rows of an answer are parts of their buckets, as `edges=exact` wants them. */
import { bucketStart } from '../time/calendar';
import type { Instant } from '../domain/instant';
import type { Query } from '../query/question';

/**
 * What a header says of rows that the range cuts, or undefined where every row is whole.
 * @param rows timestamps of the first and the last row, in the order in which they are shown
 */
export const cutEdges = (
  query: Query,
  rows: { readonly first: Instant | undefined; readonly last: Instant | undefined },
): string | undefined => {
  const { startTime, endTime, period, edges } = query;
  if (period === 'SINGLE' || edges === 'whole') return undefined;
  const [from, until] = [bucketStart(startTime, query), bucketStart(endTime, query)];
  const isCut = (row: Instant | undefined): boolean => {
    const bucket = row === undefined ? undefined : bucketStart(row, query);
    return (bucket === from && from < startTime) || (bucket === until && until < endTime);
  };
  const [first, last] = [isCut(rows.first), isCut(rows.last)];
  if (first && last) return rows.first === rows.last ? 'row cut' : 'first and last row cut';
  return first ? 'first row cut' : last ? 'last row cut' : undefined;
};
