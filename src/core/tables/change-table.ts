/** Lays out what accounts for a change: the intents or locales, the largest change first. */
import { type Contribution, type Contributions, contributionsOf } from '../analysis/contributions';
import { reasonAgainstSum, type Split } from '../domain/adding-up';
import { metricLabel } from '../domain/catalog';
import { FailureError } from '../domain/failure';
import type { ColumnKey } from '../formula/columns';
import type { Answer } from '../query/query';
import type { SeriesCell } from '../series/column-series';
import type { Cell } from './metrics-table';
import type { NumberFormats } from './number-formats';
import { type TopOfNames } from './top-request';
import { valuesOfNames } from './top-table';

/** More names than this are hard to read. The rest stands in "All others". */
const mostNames = 20;

const unavailable = (message: string): FailureError =>
  new FailureError({ code: 'not_found', message, advice: 'Refresh the cell, then try again.' });

const numberIn = (cell: SeriesCell | undefined): number | undefined => {
  if (typeof cell === 'object') throw unavailable(cell.unavailable);
  return typeof cell === 'number' ? cell : undefined;
};

/** Why a change can't be split, in a sentence; `undefined` if it can. */
export const reasonAgainstSplit = (column: ColumnKey, by: Split): string | undefined => {
  const reason = reasonAgainstSum(column.metric, by);
  if (column[by === 'intents' ? 'intent' : 'locale'] !== undefined) return `This is the value of one of the ${by}.`;
  return reason === undefined
    ? undefined
    : `${metricLabel(column.metric)} can't be split by ${by}: ${reason}, so the parts don't add up to the change.`;
};

/**
 * What each name has to do with the change of a total.
 *
 * @param answers those of the request's queries, in that order
 * @throws {FailureError} `not_found`, if a value is unavailable, or the names add up to more than the total
 */
export const changesOf = (request: TopOfNames, answers: readonly Answer[]): Contributions => {
  const { rows, total } = valuesOfNames(request, answers);
  const values = rows.map(({ name, value, besides }) => ({
    name,
    before: numberIn(besides[0]),
    after: numberIn(value),
  }));
  const [before, after] = [numberIn(total?.besides[0]) ?? 0, numberIn(total?.value) ?? 0];
  const sums = { before: 0, after: 0 };
  for (const one of values) {
    sums.before += one.before ?? 0;
    sums.after += one.after ?? 0;
  }
  if (sums.before > before || sums.after > after)
    throw unavailable(`The values of the ${request.by} add up to more than their total, so they aren't of one moment.`);
  const known = values.filter((one) => (one.before ?? 0) !== 0 || (one.after ?? 0) !== 0);
  return contributionsOf(known, { limit: mostNames, total: { before, after } });
};

const shareOf = (share: number | undefined): Cell =>
  share ?? { unavailable: "The total didn't change, so there are no shares." };

const rowOf = ({ name, before, after, change, share, isNewOrGone }: Contribution): Cell[] => [
  name,
  after,
  before,
  change,
  shareOf(share),
  isNewOrGone ?? '',
];

/** A header row, a row for each name, what they leave over, and the total, which is the sum of the rows above it. */
export const changeTable = ({ total, names, others }: Contributions, by: Split): Cell[][] => [
  [by === 'intents' ? 'Intent' : 'Locale', 'Value', 'Before', 'Change', 'Share of change', 'New or gone'],
  ...names.map(rowOf),
  ...(others === undefined ? [] : [rowOf({ ...others, name: 'All others' })]),
  rowOf({ ...total, name: 'Total', share: total.change === 0 ? undefined : 1 }),
];

const codes = [undefined, '#,##0', '#,##0', '+#,##0;-#,##0;#,##0', '0.0%'];

/** The number formats of a table of changes. */
export const changeFormats: NumberFormats = (row, column) => {
  const code = row === 0 ? undefined : codes[column];
  return code === undefined ? undefined : { of: 'value', code };
};
