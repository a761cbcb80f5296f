import type { FailedCells } from './failed-cells';
import { isOnlyLookedAt } from './invocation';

/** Calls back once, after a cell has first been calculated: the workbook then holds a formula of ours. */
export const afterFirstCell = (failed: FailedCells, listener: () => void): FailedCells => {
  let called = false;
  return {
    ...failed,
    watch: (invocation, calculate) =>
      failed.watch(invocation, calculate).finally(() => {
        if (called || invocation.address === undefined || isOnlyLookedAt(invocation)) return;
        called = true;
        listener();
      }),
  };
};
