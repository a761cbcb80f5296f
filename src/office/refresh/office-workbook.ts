/** The workbook in the real Excel. It is prefetched, so that a refresh can report an unreachable relay. */
import { runExcel } from '../excel/run';
import { setTimer } from '../lib/timers';
import { createRecalculate } from './recalculate';
import { createWorkbook, type Workbook, type WorkbookDeps } from './workbook';

type Given = 'run' | 'now' | 'recalculate';

/** Creates the workbook in the real Excel. */
export const createOfficeWorkbook = (parts: Omit<WorkbookDeps, Given>): Workbook =>
  createWorkbook({
    ...parts,
    run: runExcel,
    now: Date.now,
    recalculate: createRecalculate({ ...parts, run: runExcel, wait: setTimer }),
  });
