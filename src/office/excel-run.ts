import { excelFailure } from './excel-failure';

/** Runs a batch on the workbook, as `Excel.run`. Rejects with a FailureError only. */
export type RunExcel = <T>(batch: (context: Excel.RequestContext) => Promise<T>) => Promise<T>;

export const runExcel: RunExcel = async (batch) => {
  try {
    return await Excel.run(batch);
  } catch (error) {
    throw excelFailure(error);
  }
};
