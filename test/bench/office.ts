/** The add-in's client, as it asks from a browser. */
import { createRelayClient, type RelayClient } from '../../src/office/relay/client';
import { countedCalls } from '../support/relay/fakes/counted-calls';
import type { World } from './world';

export interface Office {
  readonly client: RelayClient;
  /** Calls that were open at once: over HTTP/1.1 each has a connection. */
  readonly mostOpen: () => number;
}

/** The add-in's own client. */
export const officeAt = ({ relay, session }: World): Office => {
  const { fetch: counted, mostOpen } = countedCalls(fetch);
  const client = createRelayClient(
    { fetch: counted, origin: relay.url },
    { bearer: () => Promise.resolve(session), ended: () => undefined },
  );
  return { client, mostOpen };
};
