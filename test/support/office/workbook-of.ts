import { type CallLog, createCallLog } from '../../../src/office/cells/calculations';
import { type Callers, createCallers } from '../../../src/office/cells/callers';
import { createFailedCells, type FailedCells } from '../../../src/office/cells/failed-cells';
import { createLastResults, type LastResults } from '../../../src/office/cells/last-results';
import type { RunExcel } from '../../../src/office/excel/run';
import type { RenewalRound } from '../../../src/office/queries/query-cache';
import { createRecalculate } from '../../../src/office/refresh/recalculate';
import { createRefreshStatus, type RefreshStatusCell } from '../../../src/office/refresh/refresh-status';
import { createWorkbook, type RefreshRenewal, type Workbook } from '../../../src/office/refresh/workbook';
import type { ManualClock } from './manual-clock';

export interface WorkbookWorld {
  readonly workbook: Workbook;
  readonly log: CallLog;
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
    renew = () => ({ requests: () => 0, end: () => undefined }),
  }: {
    readonly preflight?: () => Promise<number | undefined>;
    readonly renew?: (renewal: RefreshRenewal) => RenewalRound;
  } = {},
): WorkbookWorld => {
  const records = {
    log: createCallLog(),
    callers: createCallers(),
    failed: createFailedCells(),
    last: createLastResults(),
  };
  const parts = { ...records, run, wait: clock.setTimer, now: () => clock.now(), takesFormats: () => true };
  const status = createRefreshStatus();
  const recalculate = createRecalculate(parts);
  const workbook = createWorkbook({ ...parts, preflight, renew, recalculate, status });
  return { ...parts, status, workbook };
};
