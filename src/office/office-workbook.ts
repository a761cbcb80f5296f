/** The workbook of the real Excel: loaded when somebody first refreshes. */
import { runExcel } from './excel-run';
import { markDirty } from './mark-dirty';
import { createWorkbook, type Workbook } from './workbook';

/** @param forget called before a refresh, so that its formulas do not get what is in memory */
export const createOfficeWorkbook = (forget: () => void): Workbook => createWorkbook(runExcel, forget);

/** After a sign-in, cells that waited for it fill by themselves. */
export const fillWaitingCells = async (): Promise<void> => {
  await runExcel((context) => markDirty(context, 'workbook', 'failed'));
};
