import type { FormulaArguments } from '../../core/formula/parse-formula';
import type { IntentsArguments } from '../../core/tables/list-tables';
import type { TopArguments } from '../../core/tables/top-request';
import type { TotalArguments } from '../../core/tables/total-table';
import type { Calculate } from '../cells/calculations';
import { type About, cancellationOf, type FunctionResult, type Invocation } from '../cells/call-result';
import type { ExcelCell } from '../cells/excel-cells';
import { unlessAborted } from '../lib/async';
import type { Companions } from './companions';
import type { Queries } from './metrics-query';

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
