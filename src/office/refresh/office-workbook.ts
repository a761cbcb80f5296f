/** The workbook of the real Excel: loaded ahead, so that a refresh can say that the relay is away. */
import { runExcel } from '../excel/run';
import { setTimer } from '../lib/timers';
import { createRecalculate } from './recalculate';
import { createWorkbook, type Workbook, type WorkbookDeps } from './workbook';

type Given = 'run' | 'now' | 'recalculate';

export const createOfficeWorkbook = (parts: Omit<WorkbookDeps, Given>): Workbook =>
  createWorkbook({
    ...parts,
    run: runExcel,
    now: Date.now,
    recalculate: createRecalculate({ ...parts, run: runExcel, wait: setTimer }),
  });
