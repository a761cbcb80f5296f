/** Reads a call of SKILLTOP: a metric of which intents or locales, and how many of them. */
import { reasonAgainstSum, type Split, splitNamed, splits } from '../domain/adding-up';
import { FailureError, invalidQuery } from '../domain/failure';
import type { Instant } from '../domain/instant';
import { ArgumentReader } from '../formula/argument-reader';
import { passErrors, shown } from '../formula/cell-input';
import { type ColumnKey, facetsOf, withFacets } from '../formula/columns';
import { parseOptions } from '../formula/options';
import type { FormulaRequest } from '../formula/parse-formula';
import { withQueries } from '../formula/slices';
import type { Query } from '../query/query';
import { queriesOf } from '../series/column-series';
import type { SerialShift } from '../time/excel-time';
import { firstPace, requestsOf } from '../windows/query-size';
import { readSingle, type SingleArguments } from './single-range';

/** Arguments of SKILLTOP, unchecked. Null, undefined and blanks count as omitted. */
export interface TopArguments extends Omit<SingleArguments, 'intent' | 'locale'> {
  readonly by: unknown;
  readonly n?: unknown;
}

/** What a call of SKILLTOP requests. Whose values they are is known when the skill's names are. */
export interface TopRequest {
  /** All names together. */
  readonly whole: FormulaRequest;
  /** The metric, and the one intent or locale that is meant, if not all. */
  readonly column: ColumnKey;
  readonly by: Split;
  /** How many names to show. */
  readonly n: number;
}

/** A request with the names whose values are compared. */
export interface TopOfNames extends TopRequest {
  readonly names: readonly string[];
  /** The values of each name, with their facets. */
  readonly each: FormulaRequest;
  /** Their answers hold what the cells show, and nothing else. */
  readonly queries: readonly Query[];
}

/** As many names as a call shows if `n` is left out. */
export const usualCount = 10;

/** Each name and metric is a query of its own. */
const maxQueries = 250;

/**
 * The most requests to Amazon for one call: minutes at the pace at which Amazon is known to accept calls. Names × weeks
 * grow fast.
 */
export const maxTopRequests = 2_000;

const splitOf = (reader: ArgumentReader<keyof TopArguments>): Split => {
  const accepted = splits.join(' or ');
  const value = reader.one('by', accepted);
  const found = splitNamed(String(value ?? ''));
  if (found === undefined && !reader.refused('by')) reader.refuse('by', value === 0 ? '' : value, accepted);
  return found ?? 'locales';
};

const countOf = (reader: ArgumentReader<keyof TopArguments>): number => {
  const accepted = `a whole number from 1 to ${maxQueries}`;
  const value = reader.one('n', accepted);
  if (value === undefined || value === 0) return usualCount;
  const found = Number(value);
  if (Number.isInteger(found) && found >= 1 && found <= maxQueries) return found;
  reader.refuse('n', value, accepted);
  return usualCount;
};

/** What the rows are can't be fixed as well. */
const refuseSame = (reader: ArgumentReader<keyof TopArguments>, by: Split, filter: string | undefined): void => {
  if (filter === undefined || reader.refused('by')) return;
  const [name, other] = by === 'intents' ? ['intent', 'locales'] : ['locale', 'intents'];
  reader.problems.push({
    argument: `options ${name}`,
    value: shown(filter),
    accepted: `only where by is ${other}`,
    message: `The rows are all ${by}, so the options can't name one ${name}. Remove ${name} from them, or split by "${other}".`,
  });
};

/**
 * Reads a call of SKILLTOP.
 *
 * @param now the instant from which relative times count
 * @param serialShift added to date serials; see `SerialShift`
 * @throws {FailureError} `invalid_query`, listing every problem at once
 */
export const parseTop = (args: TopArguments, now: Instant, serialShift: SerialShift = 0): TopRequest => {
  passErrors(args);
  const reader = new ArgumentReader<keyof TopArguments>(args);
  const { intent, locale } = parseOptions(args.options, []);
  const { request, problems } = readSingle('SKILLTOP', { ...args, intent, locale }, now, serialShift);
  const [by, n] = [splitOf(reader), countOf(reader)];
  refuseSame(reader, by, by === 'intents' ? intent : locale);
  const columns = request.table.columns.filter((one) => one !== undefined && one.facet === undefined);
  const [column] = columns;
  if (columns.length > 1) reader.refuse('metric', args.metric, 'one metric; use a formula for each');
  if (by === 'intents' && request.query.skillType !== 'custom')
    reader.problems.push({
      argument: 'by',
      value: by,
      accepted: 'locales; only custom skills have metrics by intent',
      message: 'Only custom skills have metrics by intent. Use "locales".',
    });
  const all = [...problems, ...reader.problems];
  if (column === undefined || all.length > 0) throw new FailureError(invalidQuery(all));
  return { whole: request, column, by, n };
};

/** Whether the names' values are parts of a total. */
export const hasShares = ({ column, by }: TopRequest): boolean => reasonAgainstSum(column.metric, by) === undefined;

/** What a request asks of each name. */
const narrowed = (request: FormulaRequest, by: Split, names: readonly string[]): FormulaRequest =>
  withQueries(request, (query) => ({ ...query, [by]: names }));

const keyOf = (column: ColumnKey, by: Split, name: string): ColumnKey =>
  by === 'intents' ? { ...column, intent: name } : { ...column, locale: name };

const tooLarge = (message: string, advice: string): FailureError =>
  new FailureError({ code: 'too_large', message, advice });

/** @throws {FailureError} `too_large`, if the names or the weeks are more than Amazon should be asked for at once */
const checkCost = ({ by }: TopRequest, names: readonly string[], queries: readonly Query[], now: Instant): void => {
  const most = Math.floor(maxQueries / Math.max(...queries.map(({ metrics }) => metrics.length)));
  if (names.length > most)
    throw tooLarge(
      `This skill has ${names.length} ${by}, and this metric can be compared for ${most} at most.`,
      `Use SKILLTOTAL with a list of the ${by} that matter to you.`,
    );
  const requests = queries.reduce((sum, query) => sum + requestsOf(query, now, firstPace.pageSize), 0);
  if (requests > maxTopRequests)
    throw tooLarge(
      `This takes ${requests} requests to Amazon, because each of ${names.length} ${by} is requested for each week. The most is ${maxTopRequests}.`,
      'Enter a shorter range. A smaller n takes as many requests.',
    );
};

/**
 * The request for a skill's names.
 *
 * @param names each once
 * @throws {FailureError} `too_large`, if that takes too many requests
 * @throws {FailureError} `not_found`, if there are no names
 */
export const topOf = (request: TopRequest, names: readonly string[], now: Instant): TopOfNames => {
  const { whole, column, by } = request;
  if (names.length === 0)
    throw new FailureError({
      code: 'not_found',
      message: `The skill has no ${by} in this stage.`,
      advice: 'Name another stage.',
    });
  const facets = facetsOf(whole.table);
  const columns = names.flatMap((name) => withFacets(keyOf(column, by, name), facets));
  const each = narrowed({ ...whole, table: { ...whole.table, columns } }, by, names);
  const total = hasShares(request) ? queriesOf(whole) : [];
  const queries = [...queriesOf(each), ...total];
  checkCost(request, names, queries, now);
  return { ...request, names, each, queries };
};
