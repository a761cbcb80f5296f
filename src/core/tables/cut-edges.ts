/** Finds rows that are only parts of their buckets, which `edges=exact` allows. */
import type { Instant } from '../domain/instant';
import type { Query } from '../query/query';
import { bucketStart } from '../time/calendar';

/**
 * What a header says about rows that the range cuts, such as `first row cut`, or `undefined` if every row is whole.
 *
 * @param rows timestamps of the first and the last row, in the order of the table
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
