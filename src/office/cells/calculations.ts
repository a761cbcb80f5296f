import { type Calculation, cellsOf, type FunctionCall, keyOfCall } from './call-result';
import type { Callers } from './callers';
import type { ExcelCell } from './cell-values';
import type { FailedCells } from './failed-cells';
import { isValuePreview } from './invocation';
import type { LastResults } from './last-results';

/**
 * Calculates a call.
 * @returns the cells that it fills, row by row. Rejects with a FailureError only.
 */
export type Calculate = (call: FunctionCall, calculation: Calculation) => Promise<ExcelCell[][]>;

export interface CalculationDeps {
  readonly callers: Callers;
  readonly failed: FailedCells;
  readonly last: LastResults;
}

/** Creates a calculation that also records each cell's calls, failures and last results. */
export const createCalculate =
  ({ callers, failed, last }: CalculationDeps): Calculate =>
  async (call, calculation) => {
    const { address } = call.invocation;
    if (address === undefined || isValuePreview(call.invocation)) return cellsOf(await calculation(() => undefined));
    const own = callers.start(address, keyOfCall(call));
    const mayServe = !failed.isFailing(own);
    return failed.watch(own, () => last.orLast(own, calculation, mayServe));
  };

/**
 * Wraps a calculation: calls `listener` once, after the first call of a cell has ended. The workbook holds a formula.
 */
export const afterFirstCell = (calculate: Calculate, listener: () => void): Calculate => {
  let called = false;
  return (call, calculation) =>
    calculate(call, calculation).finally(() => {
      const { invocation } = call;
      if (called || invocation.address === undefined || isValuePreview(invocation)) return;
      called = true;
      listener();
    });
};
