import { isMetricName, metricOf } from '../domain/catalog';
import type { Instant } from '../domain/instant';
import { withFacets } from '../formula/columns';
import type { FormulaRequest } from '../formula/parse-formula';
import { slicesOf } from '../formula/slices';
import type { Answer } from '../query/query';
import type { Comparison } from '../time/shift';
import { columnSeries } from './column-series';

/** How the first series of a table has changed over all of its rows that can be compared. */
export interface OverallChange {
  /** What its rows are compared with. */
  readonly comparison: Comparison;
  /** The change as a share of the earlier sum. */
  readonly share: number;
}

/**
 * A request for the first series of a table, compared as the table is, or with the week before.
 *
 * @returns `undefined` if there is no such sum: values don't add up, or rows have no counterpart
 */
export const comparedRequest = (request: FormulaRequest, now: Instant): FormulaRequest | undefined => {
  const { query, table } = request;
  const column = table.columns.find((one) => one !== undefined);
  if (column === undefined || !isMetricName(column.metric) || !metricOf(column.metric).additive) return undefined;
  const { metric, intent, locale } = column;
  const key = { metric, ...(intent === undefined ? {} : { intent }), ...(locale === undefined ? {} : { locale }) };
  const narrow = {
    ...query,
    metrics: [metric],
    intents: intent === undefined ? [] : [intent],
    locales: locale === undefined ? [] : [locale],
  };
  const options = { ...table, compare: table.compare ?? 'week', expected: '0' } as const;
  const { earlier } = slicesOf(narrow, [metric], options, now, []);
  const columns = withFacets(key, ['before', 'change']);
  return earlier === undefined ? undefined : { query: narrow, earlier, table: { ...options, columns } };
};

const sumOf = (values: readonly unknown[]): number =>
  values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? value : 0), 0);

/**
 * The change over all rows that have one.
 *
 * @param request of `comparedRequest`
 * @param answers those of `queriesOf`, in that order
 * @returns `undefined` if there is nothing to compare with
 */
export const overallChange = (request: FormulaRequest, answers: readonly Answer[]): OverallChange | undefined => {
  const [, before, change] = columnSeries(request, answers);
  const { compare } = request.table;
  if (before === undefined || change === undefined || compare === undefined) return undefined;
  const rows = [...change].filter(([, one]) => typeof one === 'number').map(([row]) => row);
  const [earlier, difference] = [before, change].map((cells) => sumOf(rows.map((row) => cells.get(row))));
  if (earlier === undefined || difference === undefined || earlier === 0) return undefined;
  return { comparison: compare, share: difference / earlier };
};
