/** The relay's client in the real Excel, in a chunk that the first query loads. */
import type { SerialShift } from '../../core/time/excel-time';
import { runExcel } from '../excel/run';
import { readSerialShift } from '../excel/serial-shift';
import { type CallOptions, createRelayClient, type RelayClient } from '../relay/client';
import type { RelayAccess } from '../relay/fetch';
import { pace } from '../storage/pace';

/** Creates the relay's client, which also learns how fast answers arrive. */
export const createOfficeRelay = (access: RelayAccess, asker: CallOptions): RelayClient =>
  pace.watch(createRelayClient(access, asker));

export { createListCache } from './list-cache';
export { parseFormula, queriesOf, readCall, tableResult } from './query-result';

/** Reads the workbook's date system: see {@link readSerialShift}. */
export const officeSerialShift = (): Promise<SerialShift> => readSerialShift(runExcel);
