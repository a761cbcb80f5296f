import type { RunExcel } from './excel-run';
import { markDirty, type RefreshScope } from './mark-dirty';

/** The workbook as a whole. */
export interface Workbook {
  /** Has our formulas ask again; gives how many cells hold one. Rejects with a FailureError only. */
  refresh(scope: RefreshScope): Promise<number>;
}

/** @param forget called before a refresh, so that its formulas do not get what is in memory */
export const createWorkbook = (run: RunExcel, forget: () => void): Workbook => ({
  refresh: (scope) => {
    forget();
    return run((context) => markDirty(context, scope, 'all'));
  },
});
