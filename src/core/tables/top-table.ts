/** The table of SKILLTOP: the intents or locales with the largest values of a metric, and what is left of the total. */
import type { Instant } from '../domain/instant';
import { facetsOf, withFacets } from '../formula/columns';
import type { FormulaRequest } from '../formula/parse-formula';
import type { Answer } from '../query/query';
import { columnSeries, queriesOf, type SeriesCell } from '../series/column-series';
import { changeShare } from '../series/comparison';
import { columnNames } from './headers';
import { type Cell, noData } from './metrics-table';
import { hasShares, type TopOfNames, type TopRequest } from './top-request';

/** The values of a name, or of all names together. */
interface Row {
  readonly name: string;
  readonly value: SeriesCell | undefined;
  /** Value before, change, and change as a share; empty without a comparison. */
  readonly besides: readonly (SeriesCell | undefined)[];
}

const only = (cells: ReadonlyMap<Instant, SeriesCell> | undefined): SeriesCell | undefined => {
  const [cell] = cells?.values() ?? [];
  return cell;
};

const rowsOf = (names: readonly string[], request: FormulaRequest, answers: readonly Answer[]): readonly Row[] => {
  const cells = columnSeries(request, answers).map(only);
  const width = 1 + facetsOf(request.table).length;
  return names.map((name, index) => {
    const [value, ...besides] = cells.slice(index * width, (index + 1) * width);
    return { name, value, besides };
  });
};

/**
 * The values of each name, and of all names together if they add up to that.
 *
 * @param answers those of `queries`, in that order
 */
export const valuesOfNames = (
  request: TopOfNames,
  answers: readonly Answer[],
): { readonly rows: readonly Row[]; readonly total: Row | undefined } => {
  const { whole, each, names } = request;
  const used = queriesOf(each).length;
  const [total] = hasShares(request) ? rowsOf(['Total'], whole, answers.slice(used)) : [];
  return { rows: rowsOf(names, each, answers.slice(0, used)), total };
};

const rank = ({ value }: Row): number => (typeof value === 'number' ? value : -Infinity);

const byValue = (one: Row, other: Row): number => {
  const [left, right] = [rank(one), rank(other)];
  return left === right ? one.name.localeCompare(other.name, 'en') : right - left;
};

const unknownPart = { unavailable: 'One of the values shown is unavailable.' };
const unknownTotal = { unavailable: 'Amazon gave no total for this.' };
const moreThanTotal = {
  unavailable: 'The values shown add up to more than the total. Refresh to read all of them anew.',
};
const ofNothing = { unavailable: 'The total is 0, so there is no share.' };

/** What is left of a total; a blank counts as nothing. */
const rest = (total: SeriesCell | undefined, parts: readonly (SeriesCell | undefined)[]): SeriesCell => {
  if (typeof total !== 'number') return typeof total === 'object' ? total : unknownTotal;
  let left = total;
  for (const part of parts) {
    if (typeof part === 'object') return unknownPart;
    left -= typeof part === 'number' ? part : 0;
  }
  return left < 0 ? moreThanTotal : left;
};

const othersOf = (total: Row, shown: readonly Row[]): Row => {
  const value = rest(
    total.value,
    shown.map((row) => row.value),
  );
  if (total.besides.length === 0) return { name: 'All others', value, besides: [] };
  const before = rest(
    total.besides[0],
    shown.map(({ besides }) => besides[0]),
  );
  if (typeof value !== 'number' || typeof before !== 'number') {
    const reason = typeof value === 'number' ? before : value;
    return { name: 'All others', value, besides: [before, reason, reason] };
  }
  const change = value - before;
  return { name: 'All others', value, besides: [before, change, changeShare(value, before)] };
};

const shareOf = (value: SeriesCell | undefined, total: SeriesCell | undefined): Cell => {
  if (typeof value !== 'number') return value ?? '';
  if (typeof total !== 'number') return typeof total === 'object' ? total : unknownTotal;
  return total === 0 ? ofNothing : value / total;
};

const headerOf = ({ whole, column, by }: TopRequest, hasShare: boolean): readonly string[] => {
  const { names, compare } = whole.table;
  const [metric = '', ...besides] = columnNames(withFacets(column, facetsOf(whole.table)), names, compare);
  const isPlain = names === 'people';
  const first = by === 'intents' ? 'Intent' : 'Locale';
  return [
    isPlain ? first : first.toLowerCase(),
    metric,
    ...(hasShare ? [isPlain ? 'Share' : 'share'] : []),
    ...besides,
  ];
};

/** The cells of a call whose range has only just begun. */
export const nothingTop = (request: TopRequest, reason: string): Cell[][] => {
  const header = [...headerOf(request, hasShares(request))];
  return [header, header.map((_, index) => (index === 0 ? '' : { unavailable: reason }))];
};

/**
 * A header row, and a row for each of the largest values: name, value, its share of the total, and what it is compared
 * with. The last row is what is left of the total. If the values don't add up to a total, there are neither shares nor
 * that row.
 *
 * @param answers those of `queries`, in that order
 * @throws {FailureError} `not_found`, if Amazon has no value at all
 */
export const topTable = (request: TopOfNames, answers: readonly Answer[]): Cell[][] => {
  const hasShare = hasShares(request);
  const { rows: all, total } = valuesOfNames(request, answers);
  const known = all.filter(({ value, besides }) => value !== undefined || besides[0] !== undefined);
  const shown = known.toSorted(byValue).slice(0, request.n);
  const others = total === undefined ? undefined : othersOf(total, shown);
  const isComplete = known.length === shown.length && others?.value === 0 && (others.besides[0] ?? 0) === 0;
  if (known.length === 0 && total?.value === undefined) throw noData();
  const rows = [...shown, ...(others === undefined || isComplete ? [] : [others])];
  return [
    [...headerOf(request, hasShare)],
    ...rows.map(({ name, value, besides }): Cell[] => [
      name,
      value ?? '',
      ...(hasShare ? [shareOf(value, total?.value)] : []),
      ...besides.map((cell) => cell ?? ''),
    ]),
  ];
};
