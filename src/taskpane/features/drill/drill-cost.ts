/** Says how many requests to Amazon it takes to look behind a value, before anybody does. */
import { reasonAgainstSum, type Split, splits } from '../../../core/domain/adding-up';
import type { Instant } from '../../../core/domain/instant';
import type { Column, ColumnKey } from '../../../core/formula/columns';
import type { FormulaRequest } from '../../../core/formula/parse-formula';
import type { Query } from '../../../core/query/query';
import { queriesOf } from '../../../core/series/column-series';
import { requestOfRow } from '../../../core/series/row-request';
import { reasonAgainstSplit } from '../../../core/tables/change-table';
import { bucketStart } from '../../../core/time/calendar';
import { estimateOf, type Pace } from '../../../core/windows/query-size';
import { detailQuery, detailsOf } from './drill-formula';

/** How many locales and intents the skill has; `undefined` if that isn't known. */
export type NameCounts = Readonly<Record<Split, number | undefined>>;

/** What the number of requests depends on. */
export interface CostDeps {
  readonly names: NameCounts;
  readonly now: Instant;
  readonly pace: Pace;
}

/** What it takes to look behind one value in a direction. */
interface DirectionCost {
  readonly direction: 'time' | Split;
  /** Requests, for each name in a split. */
  readonly each: number;
  /** How many names there are, and all of them together if that is requested, too. `undefined` if that isn't known. */
  readonly times: number | undefined;
}

/** Rows of a table differ by a day or an hour at most, so that some tell about all. */
const mostRows = 31;

/** The beginnings of the latest rows that aren't in the future. */
const latestRows = ({ query }: FormulaRequest, now: Instant): readonly Instant[] => {
  if (query.period === 'SINGLE') return [query.startTime];
  const last = Math.max(query.startTime, Math.min(query.endTime, now) - 1);
  const rows = Array.from({ length: mostRows }, (_, back) => bucketStart(last, query, -back));
  return rows.filter((row) => row >= bucketStart(query.startTime, query));
};

const isValue = (column: Column): column is ColumnKey => column !== undefined && column.facet === undefined;

/** The highest costs among the values of a table, by direction. */
const mostOf = (
  request: FormulaRequest,
  now: Instant,
  costsOf: (one: FormulaRequest, column: ColumnKey) => readonly DirectionCost[],
): readonly DirectionCost[] => {
  const most = new Map<DirectionCost['direction'], DirectionCost>();
  for (const column of request.table.columns.filter(isValue))
    for (const row of latestRows(request, now)) {
      const one = requestOfRow(request, column, row, now);
      for (const cost of 'refused' in one ? [] : costsOf(one, column))
        if (cost.each > (most.get(cost.direction)?.each ?? 0)) most.set(cost.direction, cost);
    }
  return [...most.values()];
};

const requestsFor = (queries: readonly Query[], { now, pace }: CostDeps): number =>
  queries.reduce((sum, query) => sum + estimateOf(query, now, pace).requests, 0);

/** @param hasTotal whether all names together are requested as well */
const splitCost = (one: FormulaRequest, by: Split, hasTotal: boolean, deps: CostDeps): DirectionCost => {
  const count = deps.names[by];
  return {
    direction: by,
    each: requestsFor(queriesOf(one), deps),
    times: count === undefined ? undefined : count + Number(hasTotal),
  };
};

const counted = new Intl.NumberFormat('en');
const conjunction = new Intl.ListFormat('en', { type: 'conjunction' });

const requestsText = (count: number): string => `${counted.format(count)} ${count === 1 ? 'request' : 'requests'}`;

const sentence = (parts: readonly string[]): string | undefined =>
  parts.length === 0 ? undefined : `Takes up to ${conjunction.format(parts)}.`;

const nameOf = { time: '', locales: 'locale', intents: 'intent' } as const;

/**
 * What it takes to drill down, such as "Takes up to 1 request over time, 8 requests by locale, and 1 request for each
 * intent."; `undefined` where nothing can be asked.
 */
export const drillCostText = ({ query, table }: FormulaRequest, deps: CostDeps): string | undefined => {
  const costs = mostOf({ query, table }, deps.now, (one, column) => {
    const details = detailsOf(one, column);
    const [detail = 'hours'] = details;
    return [
      { direction: 'time', each: requestsFor([detailQuery(one, detail)], deps), times: 1 },
      ...splits
        .toReversed()
        .filter((by) => details.includes(by))
        .map((by) => splitCost(one, by, reasonAgainstSum(column.metric, by) === undefined, deps)),
    ];
  });
  return sentence(
    costs.map(({ direction, each, times }) => {
      if (direction === 'time') return `${requestsText(each)} over time`;
      return times === undefined
        ? `${requestsText(each)} for each ${nameOf[direction]}`
        : `${requestsText(each * times)} by ${nameOf[direction]}`;
    }),
  );
};

/**
 * What it takes to explain a change, such as "Takes up to 14 requests and 2 requests for each intent."; `undefined` where
 * no change can be split.
 */
export const explainCostText = (request: FormulaRequest, deps: CostDeps): string | undefined => {
  const costs = mostOf(request, deps.now, (one, column) =>
    splits
      .toReversed()
      .filter((by) => by === 'locales' || one.query.skillType === 'custom')
      .filter((by) => reasonAgainstSplit(column, by) === undefined)
      .map((by) => splitCost(one, by, true, deps)),
  );
  const known = costs.reduce((sum, { each, times = 0 }) => sum + each * times, 0);
  return sentence([
    ...(known === 0 ? [] : [requestsText(known)]),
    ...costs
      .filter(({ times }) => times === undefined)
      .map(({ direction, each }) => `${requestsText(each)} for each ${nameOf[direction]}`),
  ]);
};
