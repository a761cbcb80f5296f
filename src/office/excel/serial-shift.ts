import { type Failure, FailureError } from '../../core/domain/failure';
import type { SerialShift } from '../../core/time/excel-time';
import { delay, type SetTimer, setTimer } from '../lib/async';
import { isMissingApi, type RunExcel } from './run';

/** Date systems by the serial number that Excel gives 1 January 1904. */
const shifts: ReadonlyMap<unknown, SerialShift> = new Map([
  [0, 1_462],
  [1_462, 0],
]);

const unknownDateSystem: Failure = {
  code: 'unavailable',
  message: "Excel can't tell right now whether this workbook counts dates from 1900 or 1904.",
  advice: 'Refresh to try again.',
};

/** The waits between the tries, in milliseconds. */
const waitsMs = [250, 1_000];

const ask = async (run: RunExcel): Promise<SerialShift> => {
  const serial = await run(async (context) => {
    const first = context.workbook.functions.date(1904, 1, 1);
    first.load('value');
    await context.sync();
    return first.value;
  });
  const shift = shifts.get(serial);
  if (shift === undefined) throw new FailureError(unknownDateSystem);
  return shift;
};

/**
 * Reads the workbook's date system by Excel's own DATE function, which gives 1 January 1904 the serial number 0 in the
 * 1904 system. An Excel without that API is assumed to use the 1900 system.
 *
 * @returns 0 for the 1900 date system, 1,462 days for the 1904 one
 * @throws {FailureError} `unavailable` when Excel gives no answer: a wrong guess would shift dates by four years
 */
export const readSerialShift = async (run: RunExcel, wait: SetTimer = setTimer): Promise<SerialShift> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask(run);
    } catch (error) {
      if (isMissingApi(error)) return 0;
      const ms = waitsMs[tries];
      if (ms === undefined) throw new FailureError(unknownDateSystem, { cause: error });
      await delay(wait, ms);
    }
  }
};
