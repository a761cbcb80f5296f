/** Reads calls and lays out answers. It is loaded with the relay's client: the add-in starts without it. */
import type { FormulaRequest } from '../../core/formula/parse-formula';
import { type Answer, pointsIn, type Query } from '../../core/query/query';
import { type Cell, tableOf } from '../../core/tables/metrics-table';
import { type TableLook, tableLook } from '../../core/tables/table-style';
import type { FunctionResult } from '../cells/call-result';
import { assertWithinExcelLimit } from '../cells/excel-cells';

/**
 * Creates a call's result from its answers. All queries of a call have the same range of time.
 *
 * @param layOut makes the table
 * @param lookOf finds the look of the table
 */
export const resultOf = (
  [query]: readonly Query[],
  answers: readonly Answer[],
  layOut: () => Cell[][],
  lookOf: (table: readonly Cell[][]) => TableLook,
): FunctionResult => {
  let look: TableLook | undefined;
  const provisional = answers.flatMap(({ provisionalFrom }) => provisionalFrom ?? []);
  return {
    cells: () => {
      const table = layOut();
      look = lookOf(table);
      return assertWithinExcelLimit(table, look.formats);
    },
    look: () => look,
    asOf: Math.min(...answers.map(({ fetchedAt }) => fetchedAt)),
    ...(provisional.length === 0 ? {} : { provisionalFrom: Math.min(...provisional) }),
    points: answers.reduce((sum, answer) => sum + pointsIn(answer), 0),
    ...(query === undefined ? {} : { range: { startTime: query.startTime, endTime: query.endTime } }),
  };
};

/**
 * Creates the result of SKILLMETRICS from its answers.
 *
 * @param answers those of `queriesOf`, in that order
 */
export const tableResult = (request: FormulaRequest, answers: readonly Answer[]): FunctionResult =>
  resultOf(
    [request.query],
    answers,
    () => tableOf(request, answers),
    () => tableLook(request.query, request.table),
  );

export { parseFormula } from '../../core/formula/parse-formula';
export { queriesOf } from '../../core/series/column-series';
export { readCall } from './read-call';
