import { facetsOf, withFacets } from '../../core/formula/columns';
import { noAnswer } from '../../core/query/query';
import { usualLocale } from '../../core/tables/list-tables';
import { topLook } from '../../core/tables/table-style';
import { hasShares, parseTop, type TopArguments, topOf, type TopRequest } from '../../core/tables/top-request';
import { nothingTop, topTable } from '../../core/tables/top-table';
import { type About, cancellationOf, type FunctionResult, type Invocation, isValuePreview } from '../cells/call-result';
import { unlessAborted } from '../lib/async';
import type { CachedList, ListCache } from './list-cache';
import { cachedAnswers, type QueryCache } from './query-cache';
import { resultOf } from './query-result';
import { type CallDeps, readCall } from './read-call';

const lookOf = ({ whole, column, ...request }: TopRequest) =>
  topLook(withFacets(column, facetsOf(whole.table)), hasShares({ whole, column, ...request }));

/** What the functions besides SKILLMETRICS need. */
export interface CompanionDeps extends CallDeps {
  readonly answers: QueryCache;
  readonly lists: () => Promise<ListCache>;
}

/**
 * Creates SKILLTOP: the names with the largest values. It needs the skill's locales, and for intents the models of all
 * of them, because a model can have intents of its own.
 */
export const createTop = ({ answers, lists: loadLists, ...sources }: CompanionDeps) => {
  const { now } = sources;

  /** The names that are compared; undefined in a preview of the formula when they aren't in memory. */
  const namesFor = async (
    { whole, by }: TopRequest,
    invocation: Invocation,
  ): Promise<readonly string[] | undefined> => {
    const { signal } = cancellationOf(invocation);
    const { skillId, stage } = whole.query;
    const lists = await unlessAborted(signal, loadLists());
    const listed = async <T>(list: CachedList<T>): Promise<T | undefined> =>
      list.known() ?? (isValuePreview(invocation) ? undefined : list.get(signal));
    const locales = await listed(lists.locales(skillId, stage));
    if (locales === undefined || by === 'locales') return locales;
    // A skill without a locale has no model to read.
    usualLocale(locales);
    const [only] = whole.query.locales;
    const models = await Promise.all(
      (only === undefined ? locales : [only]).map((locale) => listed(lists.intents(skillId, stage, locale))),
    );
    const known = models.filter((one) => one !== undefined);
    return known.length < models.length ? undefined : [...new Set(known.flat())].sort();
  };

  return async (args: TopArguments, invocation: Invocation, about?: About): Promise<FunctionResult | undefined> => {
    const call = await readCall(parseTop, args, invocation, sources);
    if (call === undefined) return undefined;
    const { request } = call;
    const { query, table } = request.whole;
    about?.(query);
    const { nothingYet } = table;
    if (nothingYet !== undefined)
      return resultOf(
        [query],
        [noAnswer(now())],
        () => nothingTop(request, nothingYet),
        () => lookOf(request),
      );
    const names = await namesFor(request, invocation);
    if (names === undefined) return undefined;
    const top = topOf(request, names, now());
    const found = await cachedAnswers(answers, top.queries, invocation);
    if (found === undefined) return undefined;
    await call.check(query, found);
    return resultOf(
      top.queries,
      found,
      () => topTable(top, found),
      () => lookOf(top),
    );
  };
};
