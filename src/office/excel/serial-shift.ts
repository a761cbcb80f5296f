import type { SerialShift } from '../../core/time/excel-time';
import { FailureError, type Failure } from '../../core/domain/failure';
import { isMissingApi } from './errors';
import type { RunExcel } from './run';
import { setTimer, delay, type SetTimer } from '../lib/timers';

/** The serial of the first day of 1904, by how a workbook counts. */
const shifts: ReadonlyMap<unknown, SerialShift> = new Map([
  [0, 1_462],
  [1_462, 0],
]);

const untold: Failure = {
  code: 'unavailable',
  message: "Excel can't tell right now whether this workbook counts dates from 1900 or 1904.",
  advice: 'Refresh to try again.',
};

/** How long it waits before it asks once more, in milliseconds. */
const patience = [250, 1_000];

const ask = async (run: RunExcel): Promise<SerialShift> => {
  const serial = await run(async (context) => {
    const first = context.workbook.functions.date(1904, 1, 1);
    first.load('value');
    await context.sync();
    return first.value;
  });
  const shift = shifts.get(serial);
  if (shift === undefined) throw new FailureError(untold);
  return shift;
};

/**
 * What Excel's own DATE makes of the first day of 1904: 0 in a workbook that counts from it. Functions are part of Excel's
 * API that cells may not use while they calculate, so it is asked once, beside them. An Excel without that API has the
 * usual dates for all that can be known. Rejects with a FailureError `unavailable` where Excel gives no answer: a guess
 * would be four years off in the other kind of workbook.
 */
export const readSerialShift = async (run: RunExcel, wait: SetTimer = setTimer): Promise<SerialShift> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask(run);
    } catch (error) {
      if (isMissingApi(error)) return 0;
      const ms = patience[tries];
      if (ms === undefined) throw new FailureError(untold, { cause: error });
      await delay(wait, ms);
    }
  }
};
