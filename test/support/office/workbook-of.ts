import { type Callers, createCallers } from '../../../src/office/cells/callers';
import { createFailedCells, type FailedCells } from '../../../src/office/cells/failed-cells';
import { createLastResults, type LastResults } from '../../../src/office/cells/last-results';
import type { RunExcel } from '../../../src/office/excel/run';
import type { Renewal } from '../../../src/office/queries/query-cache';
import { createRecalculate } from '../../../src/office/refresh/recalculate';
import { createRefreshStatus, type RefreshStatusCell } from '../../../src/office/refresh/refresh-status';
import { createWorkbook, type Workbook } from '../../../src/office/refresh/workbook';
import type { ManualClock } from './manual-clock';

export interface WorkbookWorld {
  readonly workbook: Workbook;
  readonly callers: Callers;
  readonly failed: FailedCells;
  readonly last: LastResults;
  readonly status: RefreshStatusCell;
}

/** A workbook with what its calculations leave behind. */
export const workbookOf = (
  run: RunExcel,
  clock: ManualClock,
  {
    preflight = () => Promise.resolve(undefined),
    forget = () => undefined,
  }: {
    readonly preflight?: () => Promise<number | undefined>;
    readonly forget?: (renewal: Renewal) => void;
  } = {},
): WorkbookWorld => {
  const parts = { run, callers: createCallers(), failed: createFailedCells(), last: createLastResults() };
  const status = createRefreshStatus();
  const recalculate = createRecalculate({ ...parts, wait: clock.setTimer });
  const workbook = createWorkbook({ ...parts, now: () => clock.now(), preflight, forget, recalculate, status });
  return { ...parts, status, workbook };
};
