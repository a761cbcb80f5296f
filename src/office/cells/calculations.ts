import type { Callers } from './callers';
import { cellsOf, keyOfCall, type Calculation, type FunctionCall } from './call-result';
import type { ExcelCell } from './cell-values';
import type { FailedCells } from './failed-cells';
import { isValuePreview } from './invocation';
import type { LastResults } from './last-results';

/** What a call's cell shows. Rejects with a FailureError only. */
export type Calculate = (call: FunctionCall, calculation: Calculation) => Promise<ExcelCell[][]>;

export interface CalculationDeps {
  readonly callers: Callers;
  readonly failed: FailedCells;
  readonly last: LastResults;
}

/** Calculates calls, and remembers of each cell what it called for, what it last had, and what failed. */
export const createCalculate =
  ({ callers, failed, last }: CalculationDeps): Calculate =>
  async (call, calculation) => {
    const { address } = call.invocation;
    if (address === undefined || isValuePreview(call.invocation)) return cellsOf(await calculation(() => undefined));
    const own = callers.start(address, keyOfCall(call));
    const mayServe = !failed.isFailing(own);
    return failed.watch(own, () => last.orLast(own, calculation, mayServe));
  };

/** Calls back once, after a cell has first been calculated: the workbook then holds a formula of this add-in. */
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
