/** What a browser does with HTTP/2: all requests over one connection. */
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';

export interface Http2Client {
  readonly fetch: typeof globalThis.fetch;
  readonly session: ClientHttp2Session;
}

const answered = (stream: ClientHttp2Stream): Promise<Response> =>
  new Promise((resolve, reject) => {
    stream.once('error', reject);
    stream.once('response', (fields) => {
      const headers = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
        name.startsWith(':') ? [] : [value ?? []].flat().map((one) => [name, one]),
      );
      const status = Number(fields[constants.HTTP2_HEADER_STATUS]);
      const body = [204, 304].includes(status) ? null : (Readable.toWeb(stream) as ReadableStream<Uint8Array>);
      resolve(new Response(body, { status, headers }));
    });
  });

/** A fetch whose every request goes over one connection, which closes with the test. */
export const http2Client = (origin: string): Http2Client => {
  const session = connect(origin, { rejectUnauthorized: false });
  session.on('error', () => undefined);
  onTestFinished(() => {
    if (!session.destroyed) session.destroy();
  });
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const body = Buffer.from(await request.arrayBuffer());
    const stream = session.request(
      { ':method': request.method, ':path': pathname + search, ...Object.fromEntries(request.headers) },
      { endStream: body.length === 0 },
    );
    const leave = (): void => stream.close(constants.NGHTTP2_CANCEL);
    init?.signal?.addEventListener('abort', leave);
    stream.once('close', () => init?.signal?.removeEventListener('abort', leave));
    if (body.length > 0) stream.end(body);
    return answered(stream);
  };
  return { fetch, session };
};
