/** The relay's client in the real Excel: loaded when somebody first asks. */
import { pace } from './office-memory';
import type { RelayAccess } from './relay-call';
import { createRelayClient, type Asker, type RelayClient } from './relay-client';

export const createOfficeRelay = (access: RelayAccess, asker: Asker): RelayClient =>
  pace.watch(createRelayClient(access, asker));

export { tableOf } from './result-of';
