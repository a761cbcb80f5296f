import { passErrors } from '../../core/formula/cell-input';
import { type FormulaArguments, parseFormula, type TableOptions } from '../../core/formula/parse-formula';
import type { Skill } from '../../core/protocol/stream';
import { type Answer, noAnswer, type Query } from '../../core/query/query';
import { queriesOf } from '../../core/series/column-series';
import { infoTableOf, nothingTable } from '../../core/tables/info-table';
import {
  type IntentsArguments,
  intentsColumn,
  parseIntentsCall,
  skillsTable,
  usualLocale,
} from '../../core/tables/list-tables';
import type { Cell } from '../../core/tables/metrics-table';
import { infoFormats, totalFormats } from '../../core/tables/number-formats';
import { plainLook, skillsLook, type TableLook } from '../../core/tables/table-style';
import type { TopArguments } from '../../core/tables/top-table';
import { parseTotal, type TotalArguments, totalTable } from '../../core/tables/total-table';
import { type About, cancellationOf, type FunctionResult, type Invocation, isValuePreview } from '../cells/call-result';
import { lookFor } from '../cells/date-system';
import { assertWithinExcelLimit } from '../cells/excel-cells';
import { unlessAborted } from '../lib/async';
import type { CachedList, ListCache } from './list-cache';
import type { SkillName } from './metrics-query';
import { cachedAnswers } from './query-cache';
import { resultOf } from './query-result';
import { readCall } from './read-call';
import { type CompanionDeps, createTop } from './top';

/**
 * The functions besides SKILLMETRICS. Each returns what a {@link Calculation} returns. Every call settles, and rejects
 * with a FailureError only.
 */
export interface Companions {
  /** SKILLTOTAL: a number for each metric, intent and locale, in the shape of these arguments. */
  total(args: TotalArguments, invocation: Invocation, about?: About): Promise<FunctionResult | undefined>;
  /** SKILLTOP: the intents or locales with the largest values, and what is left of the total. */
  top(args: TopArguments, invocation: Invocation, about?: About): Promise<FunctionResult | undefined>;
  /** ALEXASKILLS: a header row, and a row for each skill and stage. */
  skills(vendor: unknown, invocation: Invocation): Promise<FunctionResult | undefined>;
  /** ALEXAINTENTS: a column of names. */
  intents(args: IntentsArguments, invocation: Invocation): Promise<FunctionResult | undefined>;
  /** SKILLMETRICSINFO: the origin of SKILLMETRICS's answer for the same arguments. */
  info(args: FormulaArguments, invocation: Invocation, about?: About): Promise<FunctionResult | undefined>;
  /** The name of one of the account's skills; undefined when it is unavailable. Never rejects. */
  skillName: SkillName;
}

/** The list that a call needs; undefined in a preview of the formula when the list isn't in memory. */
const listFor = async <T>(listed: CachedList<T>, invocation: Invocation): Promise<T | undefined> => {
  const known = listed.known();
  if (known !== undefined || isValuePreview(invocation)) return known;
  return listed.get(cancellationOf(invocation).signal);
};

const info =
  (options: TableOptions) =>
  (table: readonly Cell[][]): TableLook =>
    plainLook(infoFormats(table, options));

const nameIn = (
  skills: readonly Skill[] | undefined,
  { skillId, stage }: Pick<Query, 'skillId' | 'stage'>,
): string | undefined => {
  const same = (skills ?? []).filter((skill) => skill.skillId === skillId);
  return (same.find((skill) => skill.stage === stage) ?? same[0])?.name;
};

/** Creates the functions besides SKILLMETRICS. */
export const createCompanions = (deps: CompanionDeps): Companions => {
  const { answers, lists: loadLists, ...sources } = deps;
  const { now, dates } = sources;
  const listsFor = (invocation: Invocation): Promise<ListCache> =>
    unlessAborted(cancellationOf(invocation).signal, loadLists());
  const listed = (points: number, layOut: () => Cell[][], look?: TableLook): FunctionResult => ({
    cells: () => assertWithinExcelLimit(layOut(), look?.formats),
    look: () => look,
    asOf: now(),
    points,
  });
  return {
    total: async (args, invocation, about) => {
      const call = await readCall(parseTotal, args, invocation, sources);
      if (call === undefined) return undefined;
      const { request } = call;
      const [first] = request.queries;
      if (first !== undefined) about?.(first);
      const result = (found: readonly Answer[]): FunctionResult =>
        resultOf(
          request.queries,
          found,
          () => totalTable(request, found),
          () => plainLook(totalFormats(request.cells)),
          { tz: first?.timeZone ?? 'UTC' },
        );
      if (request.nothingYet !== undefined) return result([noAnswer(now())]);
      const found = await cachedAnswers(answers, request.queries, invocation);
      if (found !== undefined && first !== undefined) await call.check(first, found);
      return found && result(found);
    },
    top: createTop(deps),
    skills: async (vendor, invocation) => {
      passErrors({ vendor });
      const shift = dates.known() ?? (await lookFor(dates, invocation));
      const lists = await listsFor(invocation);
      const skills = await listFor(lists.skills(), invocation);
      return skills && listed(skills.length, () => skillsTable(skills, vendor, shift), skillsLook);
    },
    intents: async (args, invocation) => {
      const call = await readCall(parseIntentsCall, args, invocation, sources);
      if (call === undefined) return undefined;
      const { skillId, stage, locale } = call.request;
      const lists = await listsFor(invocation);
      const locales = locale === undefined ? await listFor(lists.locales(skillId, stage), invocation) : [locale];
      if (locales === undefined) return undefined;
      const intents = await listFor(lists.intents(skillId, stage, usualLocale(locales)), invocation);
      return intents && listed(intents.length, () => intentsColumn(intents));
    },
    skillName: async (query, invocation) => {
      const skills = (await loadLists()).skills();
      // All calls share the list, so a cancelled one must not abort it.
      const listing = isValuePreview(invocation)
        ? skills.known()
        : await skills.get(new AbortController().signal).catch(() => undefined);
      return nameIn(listing, query);
    },
    info: async (args, invocation, about) => {
      const call = await readCall(parseFormula, args, invocation, sources);
      if (call === undefined) return undefined;
      const { query, table } = call.request;
      about?.(query);
      const { nothingYet } = table;
      if (nothingYet !== undefined)
        return resultOf([query], [noAnswer(now())], () => nothingTable(query, nothingYet, table), info(table), table);
      const found = await cachedAnswers(answers, queriesOf(call.request), invocation);
      if (found === undefined) return undefined;
      await call.check(query, found);
      return resultOf([query], found, () => infoTableOf(call.request, found), info(table), table);
    },
  };
};
