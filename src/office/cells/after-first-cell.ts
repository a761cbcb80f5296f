import type { Calculate } from './calculations';
import { isOnlyLookedAt } from './invocation';

/** Calls back once, after a cell has first been calculated: the workbook then holds a formula of this add-in. */
export const afterFirstCell = (calculate: Calculate, listener: () => void): Calculate => {
  let called = false;
  return (call, calculation) =>
    calculate(call, calculation).finally(() => {
      const { invocation } = call;
      if (called || invocation.address === undefined || isOnlyLookedAt(invocation)) return;
      called = true;
      listener();
    });
};
