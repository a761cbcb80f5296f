import type { SerialShift } from '../../core/time/excel-time';
import { cancellationOf, type Invocation } from './invocation';
import { raceAbort } from '../lib/abort';

/** How the workbook counts dates: a choice among Excel's options, which a workbook made on an old Mac may have. */
export interface DateSystem {
  /** What is known of it without a look. */
  known(): SerialShift | undefined;
  /** Finds out, once for all who want to know at the same time. */
  look(): Promise<SerialShift>;
  /** Has the next one look again. */
  forget(): void;
}

/** @param read finds out how the workbook counts; what it rejects with looks reject with */
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

/** What a call has to wait for where it is not known; rejects with `cancelled` where Excel calls it off meanwhile. */
export const lookFor = (dates: DateSystem, invocation: Invocation): Promise<SerialShift> =>
  raceAbort(cancellationOf(invocation).signal, dates.look());
