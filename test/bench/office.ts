/** The add-in's client, as it asks from a browser. */
import { createRelayClient, type RelayClient } from '../../src/office/relay-client';
import type { World } from './world';

export interface Office {
  readonly client: RelayClient;
  /** Calls that were open at once: over HTTP/1.1 each has a connection. */
  readonly mostOpen: () => number;
}

/** The add-in's own client. */
export const officeAt = ({ relay, session }: World): Office => {
  let [open, most] = [0, 0];
  const counted: typeof fetch = async (input, init) => {
    most = Math.max(most, (open += 1));
    const end = (): void => void (open -= 1);
    const response = await fetch(input, init);
    if (response.body === null) {
      end();
      return response;
    }
    const through = new TransformStream<Uint8Array, Uint8Array>();
    response.body.pipeTo(through.writable).then(end, end);
    return new Response(through.readable, response);
  };
  const client = createRelayClient(
    { fetch: counted, origin: relay.url },
    { bearer: () => Promise.resolve(session), ended: () => undefined },
  );
  return { client, mostOpen: () => most };
};
