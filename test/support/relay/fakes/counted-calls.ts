/** Counts calls from their first byte to their last: over HTTP/1.1 each that is open has a connection. */
export const countedCalls = (fetch: typeof globalThis.fetch) => {
  const calls: string[] = [];
  let [open, most] = [0, 0];
  const end = (): void => void (open -= 1);
  const counted: typeof globalThis.fetch = async (input, init) => {
    calls.push(new URL(input instanceof Request ? input.url : input).pathname);
    most = Math.max(most, (open += 1));
    const response = await fetch(input, init).catch((error: unknown) => {
      end();
      throw error;
    });
    if (response.body === null) {
      end();
      return response;
    }
    const through = new TransformStream<Uint8Array, Uint8Array>();
    response.body.pipeTo(through.writable).then(end, end);
    return new Response(through.readable, response);
  };
  return {
    fetch: counted,
    /** The paths that were asked, in their order. */
    calls,
    /** The most calls that were open at once. */
    mostOpen: () => most,
  };
};
