import type { FormulaArguments } from '../../core/formula/parse-formula';
import { type Answer, noAnswer, type Progress, type Query } from '../../core/query/query';
import type { IntentsArguments } from '../../core/tables/list-tables';
import type { TopArguments } from '../../core/tables/top-request';
import type { TotalArguments } from '../../core/tables/total-table';
import type { Calculate } from '../cells/calculations';
import { type About, cancellationOf, type FunctionResult, type Invocation } from '../cells/call-result';
import type { ExcelCell } from '../cells/excel-cells';
import { unlessAborted } from '../lib/async';
import type { Companions, SkillName } from './companions';
import type { Observer } from './in-flight-query';
import type * as loaded from './office-relay';
import { cachedAnswers, type QueryCache } from './query-cache';
import type { CallDeps } from './read-call';

/** A query that waits for its answer. */
export interface RunningQuery {
  readonly query: Query;
  /** The addresses of the cells that wait for it. */
  readonly addresses: readonly string[];
  readonly progress?: Progress;
  /** Cancels the query. Its cells say so, and can be calculated again. */
  cancel(): void;
}

/** The queries of all cells. Identical ones share one answer. */
export interface Queries {
  /**
   * SKILLMETRICS: reads a call and answers it.
   * @returns the table; undefined in a preview when the answer isn't in memory. Rejects with a FailureError only.
   */
  readonly table: (
    args: FormulaArguments,
    invocation: Invocation,
    about?: About,
  ) => Promise<FunctionResult | undefined>;
  /**
   * Answers a query of the pane, from memory or by the relay.
   * @throws {FailureError} the failure of the query; `cancelled` when the observer's signal aborts
   */
  ask(query: Query, how: Observer): Promise<Answer>;
  /** The queries that wait for their answers. */
  running(): readonly RunningQuery[];
  /** Calls `listener` when a query starts, makes progress or ends. Returns an unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

/** The functions that read a call's arguments and lay out its answer. */
export type Layout = Pick<typeof loaded, 'parseFormula' | 'queriesOf' | 'readCall' | 'tableResult'>;

const named = async (name: Promise<string | undefined> | undefined): Promise<{ readonly skillName?: string }> => {
  const skillName = await name;
  return skillName === undefined ? {} : { skillName };
};

/**
 * Creates the queries of all cells.
 *
 * @param load loads the layout, without which the add-in starts
 * @param skillName finds the name in the header row that identifies the skill
 */
export const createQueries = (
  answers: QueryCache,
  load: () => Promise<Layout>,
  sources: CallDeps,
  skillName: SkillName,
): Queries => ({
  table: async (args, invocation, about) => {
    const { parseFormula, queriesOf, readCall, tableResult } = await unlessAborted(
      cancellationOf(invocation).signal,
      load(),
    );
    const call = await readCall(parseFormula, args, invocation, sources);
    if (call === undefined) return undefined;
    const { request } = call;
    const { query, table } = request;
    about?.(query);
    const isNamed = table.headers === 2 && table.names === 'people';
    // The answer doesn't depend on the name.
    const name = isNamed ? skillName(query, invocation).catch(() => undefined) : undefined;
    const layOut = async (found: readonly Answer[]): Promise<FunctionResult> =>
      tableResult({ ...request, table: { ...table, ...(await named(name)) } }, found);
    if (table.nothingYet !== undefined) return layOut([noAnswer(sources.now())]);
    const found = await cachedAnswers(answers, queriesOf(request), invocation);
    if (found === undefined) return undefined;
    await call.check(query, found);
    return layOut(found);
  },
  ask: async (query, how) => answers.known(query) ?? answers.get(query, how),
  running: () =>
    answers.running().map((asked) => {
      const progress = asked.progress();
      return {
        query: asked.query,
        addresses: asked.addresses(),
        cancel: () => asked.cancel(),
        ...(progress === undefined ? {} : { progress }),
      };
    }),
  subscribe: (listener) => answers.subscribe(listener),
});

/**
 * The worksheet functions, as cells call them. Each returns the cells that it fills, row by row. Every call settles,
 * and rejects with a FailureError only.
 */
export interface CellFunctions {
  /** SKILLMETRICS: times and values. */
  table(args: FormulaArguments, invocation: Invocation): Promise<ExcelCell[][]>;
  /** SKILLTOTAL: see {@link Companions.total}. */
  total(args: TotalArguments, invocation: Invocation): Promise<ExcelCell[][]>;
  /** SKILLTOP: see {@link Companions.top}. */
  top(args: TopArguments, invocation: Invocation): Promise<ExcelCell[][]>;
  /** ALEXASKILLS: see {@link Companions.skills}. */
  skills(vendor: unknown, invocation: Invocation): Promise<ExcelCell[][]>;
  /** ALEXAINTENTS: see {@link Companions.intents}. */
  intents(args: IntentsArguments, invocation: Invocation): Promise<ExcelCell[][]>;
  /** SKILLMETRICSINFO: see {@link Companions.info}. */
  info(args: FormulaArguments, invocation: Invocation): Promise<ExcelCell[][]>;
}

type Run<Args> = (args: Args, invocation: Invocation, about: About) => Promise<FunctionResult | undefined>;

/**
 * Creates the worksheet functions.
 * @param companions loads all functions but SKILLMETRICS, which not every workbook uses
 */
export const createCellFunctions = (
  calculate: Calculate,
  queries: Pick<Queries, 'table'>,
  companions: () => Promise<Companions>,
): CellFunctions => {
  const companion = (invocation: Invocation): Promise<Companions> =>
    unlessAborted(cancellationOf(invocation).signal, companions());
  const cell =
    <Args>(name: string, run: Run<Args>) =>
    (args: Args, invocation: Invocation): Promise<ExcelCell[][]> =>
      calculate({ name, args, invocation }, (about, as = invocation) => run(args, as, about));
  return {
    table: cell('table', queries.table),
    total: cell('total', async (...call) => (await companion(call[1])).total(...call)),
    top: cell('top', async (...call) => (await companion(call[1])).top(...call)),
    skills: cell('skills', async (vendor, invocation) => (await companion(invocation)).skills(vendor, invocation)),
    intents: cell('intents', async (args, invocation) => (await companion(invocation)).intents(args, invocation)),
    info: cell('info', async (...call) => (await companion(call[1])).info(...call)),
  };
};
