import { describe, expect, it } from 'vitest';
import type { SerialShift } from '../../../src/core/time/excel-time';
import type { Invocation } from '../../../src/office/cells/call-result';
import { createDateSystem, lookFor } from '../../../src/office/cells/date-system';
import { excelFailure, type RunExcel, runExcel } from '../../../src/office/excel/run';
import { readSerialShift } from '../../../src/office/excel/serial-shift';
import { ExcelError } from '../../support/office/excel-errors';
import { createManualClock } from '../../support/office/manual-clock';

/** An Excel whose DATE gives a serial once it is loaded and synchronised. */
const excelWith = (serial: number): RunExcel => {
  let isLoaded = false;
  let isThere = false;
  const result = {
    load: () => (isLoaded = true),
    get value(): number {
      if (!isThere) throw new Error('read before it was synchronised');
      return serial;
    },
  };
  const context = {
    workbook: { functions: { date: (...day: number[]) => (day.join() === '1904,1,1' ? result : undefined) } },
    sync: () => Promise.resolve(void (isThere = isLoaded)),
  };
  const run = <T>(batch: (given: typeof context) => T): T => batch(context);
  Object.assign(globalThis, { Excel: { run } });
  return runExcel;
};

describe('how a workbook counts dates', () => {
  it.each([
    [1_462, 0],
    [0, 1_462],
  ])('is read from the serial number of the first day of 1904: %i', async (serial, shift) => {
    expect(await readSerialShift(excelWith(serial))).toBe(shift);
  });

  it('is the usual way in an Excel that has no such functions', async () => {
    const run: RunExcel = () => Promise.reject(excelFailure(new ExcelError('ApiNotFound')));
    expect(await readSerialShift(run)).toBe(0);
  });

  it('is asked again where Excel fails, and never guessed', async () => {
    const clock = createManualClock();
    let runs = 0;
    const run: RunExcel = () => {
      runs += 1;
      return Promise.reject(excelFailure(new ExcelError('GeneralException')));
    };
    const reading = readSerialShift(run, clock.setTimer);
    const failing = expect(reading).rejects.toThrow("Excel can't tell right now");
    await clock.advance(10_000);
    await failing;
    expect(runs).toBe(3);
  });

  it('is not guessed from what Excel cannot mean', async () => {
    const clock = createManualClock();
    const failing = expect(readSerialShift(excelWith(7), clock.setTimer)).rejects.toThrow("Excel can't tell right now");
    await clock.advance(10_000);
    await failing;
  });

  it('is no longer awaited when Excel cancels the call', async () => {
    const dates = createDateSystem(() => new Promise(() => undefined));
    const invocation: Invocation = {};
    const looking = lookFor(dates, invocation);
    invocation.onCanceled?.();
    await expect(looking).rejects.toThrow('cancelled');
  });

  it('is asked once for all who want to know, and again when it was forgotten', async () => {
    const reads: ((shift: SerialShift) => void)[] = [];
    const dates = createDateSystem(() => new Promise((resolve) => reads.push(resolve)));
    const both = Promise.all([dates.look(), dates.look()]);
    expect(dates.known()).toBeUndefined();
    reads[0]?.(1_462);
    expect(await both).toEqual([1_462, 1_462]);
    expect([reads.length, dates.known()]).toEqual([1, 1_462]);
    dates.forget();
    void dates.look();
    expect(reads).toHaveLength(2);
  });
});
