/** What the first query loads: the add-in starts without the relay's client, the reading of calls, and the tables. */
import type { SerialShift } from '../../core/time/excel-time';
import { runExcel } from '../excel/run';
import { readSerialShift } from '../excel/serial-shift';
import { type CallOptions, createRelayClient, type RelayClient } from '../relay/client';
import type { RelayAccess } from '../relay/fetch';
import { pace } from '../storage/pace';

/** Creates the relay's client, which also learns how fast answers arrive. */
export const createOfficeRelay = (access: RelayAccess, session: CallOptions): RelayClient =>
  pace.watch(createRelayClient(access, session));

/** Reads the workbook's date system: see {@link readSerialShift}. */
export const officeSerialShift = (): Promise<SerialShift> => readSerialShift(runExcel);

export { parseFormula } from '../../core/formula/parse-formula';
export { queriesOf } from '../../core/series/column-series';
export { createListCache } from './list-cache';
export { tableResult } from './query-result';
export { readCall } from './read-call';
