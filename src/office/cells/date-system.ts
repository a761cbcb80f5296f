import type { SerialShift } from '../../core/time/excel-time';
import { unlessAborted } from '../lib/async';
import { cancellationOf, type Invocation } from './call-result';

/** The workbook's date system, 1900 or 1904: an option of Excel, which workbooks from old Macs may have set. */
export interface DateSystem {
  /** The cached date system; undefined before the first look. */
  known(): SerialShift | undefined;
  /** Reads the date system from Excel. Concurrent callers share one look. Rejects with what `read` rejects with. */
  look(): Promise<SerialShift>;
  /** Clears the cache. */
  forget(): void;
}

/**
 * Creates the cache of the workbook's date system.
 * @param read reads it from Excel
 */
export const createDateSystem = (read: () => Promise<SerialShift>): DateSystem => {
  let known: SerialShift | undefined;
  let looking: Promise<SerialShift> | undefined;
  return {
    known: () => known,
    look: () =>
      (looking ??= read()
        .then((shift) => (known = shift))
        .finally(() => (looking = undefined))),
    forget: () => {
      known = undefined;
    },
  };
};

/**
 * Reads the date system for a call.
 * @throws {FailureError} `cancelled` when Excel cancels the call, or the failure of the look
 */
export const lookFor = (dates: DateSystem, invocation: Invocation): Promise<SerialShift> =>
  unlessAborted(cancellationOf(invocation).signal, dates.look());
