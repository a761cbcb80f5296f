/** The relay's client in the real Excel: loaded when somebody first asks. */
import type { SerialShift } from '../core/excel-time';
import { readSerialShift } from './serial-shift';
import { runExcel } from './excel-run';
import { pace } from './office-memory';
import type { RelayAccess } from './relay-call';
import { createRelayClient, type Asker, type RelayClient } from './relay-client';

export const createOfficeRelay = (access: RelayAccess, asker: Asker): RelayClient =>
  pace.watch(createRelayClient(access, asker));

export { createLists } from './lists';
export { parseFormula, readCall, tableOf } from './result-of';

/** How the workbook counts dates. */
export const officeSerialShift = (): Promise<SerialShift> => readSerialShift(runExcel);
