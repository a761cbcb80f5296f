/** What one cell of a table shows, as a request for that cell alone. */
import { partsOf } from '../domain/derived';
import type { Instant, Window } from '../domain/instant';
import type { ColumnKey } from '../formula/columns';
import { facetsOf, withFacets } from '../formula/columns';
import type { FormulaRequest } from '../formula/parse-formula';
import type { Query } from '../query/query';
import { bucketStart } from '../time/calendar';
import { earlierBucket } from '../time/shift';

/** A request for one value, or why there is none. */
export type RowRequest = FormulaRequest | { readonly refused: string };

/** A query for one value of one series. */
const oneValue = (query: Query, { metric, intent, locale }: ColumnKey, { startTime, endTime }: Window): Query => ({
  ...query,
  metrics: partsOf(metric),
  intents: intent === undefined ? [] : [intent],
  locales: locale === undefined ? [] : [locale],
  startTime,
  endTime,
  period: 'SINGLE',
  timeZone: 'UTC',
  week: 'mon',
  edges: 'exact',
});

const wholeRow = (start: Instant, query: Query): Window => ({
  startTime: bucketStart(start, query),
  endTime: bucketStart(start, query, 1),
});

/** The part of a bucket that a range doesn't cut off. */
const within = (bucket: Window, range: Window): Window => ({
  startTime: Math.max(bucket.startTime, range.startTime),
  endTime: Math.min(bucket.endTime, range.endTime),
});

const rangesOf = (
  { query, earlier }: FormulaRequest,
  row: Instant,
  now: Instant,
): { readonly range: Window; readonly before?: Window } | { readonly refused: string } => {
  if (query.period === 'SINGLE') return { range: query, ...(earlier === undefined ? {} : { before: earlier.query }) };
  const range = wholeRow(row, query);
  if (earlier === undefined) return { range: query.edges === 'exact' ? within(range, query) : range };
  if (query.edges === 'exact' && (range.startTime < query.startTime || range.endTime > query.endTime))
    return { refused: 'The range cuts this row. Select a row that is whole.' };
  if (range.endTime > now) return { refused: "This row isn't over yet. Select one that is." };
  const start = earlierBucket(row, earlier.shift, earlier.query);
  if (start === undefined) return { refused: 'The earlier month has no such day.' };
  return { range, before: wholeRow(start, earlier.query) };
};

/**
 * A request for the value of one row and series, and for the value that it is compared with.
 *
 * @param row the beginning of the row's bucket; without meaning for a request without rows
 */
export const requestOfRow = (request: FormulaRequest, column: ColumnKey, row: Instant, now: Instant): RowRequest => {
  const found = rangesOf(request, row, now);
  if ('refused' in found) return found;
  const { metric, intent, locale } = column;
  const key: ColumnKey = {
    metric,
    ...(intent === undefined ? {} : { intent }),
    ...(locale === undefined ? {} : { locale }),
  };
  const table = { ...request.table, expected: '0' as const };
  return {
    query: oneValue(request.query, key, found.range),
    table: { ...table, columns: withFacets(key, facetsOf(table)) },
    ...(request.earlier === undefined || found.before === undefined
      ? {}
      : { earlier: { shift: request.earlier.shift, query: oneValue(request.earlier.query, key, found.before) } }),
  };
};
