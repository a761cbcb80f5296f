import type { SerialShift } from '../core/excel-time';
import type { RunExcel } from './excel-run';

/**
 * What Excel's own DATE makes of the first day of 1904: 0 in a workbook that counts from it. Functions are part of Excel's
 * API that cells may not use while they calculate, so it is asked once, beside them. An Excel that has no such API has the
 * usual dates for all that can be known.
 */
export const readSerialShift = async (run: RunExcel): Promise<SerialShift> => {
  try {
    return await run(async (context) => {
      const first = context.workbook.functions.date(1904, 1, 1);
      first.load('value');
      await context.sync();
      return first.value === 0 ? 1_462 : 0;
    });
  } catch {
    return 0;
  }
};
