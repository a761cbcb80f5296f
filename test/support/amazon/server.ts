import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';

/** One answer of a server: JSON unless it is text, or something rude. */
export type Reply =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  /** The connection breaks before an answer. */
  | 'reset'
  /** The connection breaks within the body. */
  | 'cut'
  /** No answer ever comes. */
  | 'hang';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

const read = async (request: IncomingMessage): Promise<Received> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  const url = new URL(request.url ?? '/', 'http://localhost');
  return {
    method: request.method ?? '',
    path: url.pathname,
    params: Object.fromEntries(url.searchParams),
    headers: request.headers,
    body: Buffer.concat(chunks).toString(),
  };
};

const give = (reply: Reply, response: ServerResponse): void => {
  if (reply === 'hang') return;
  if (reply === 'reset') {
    response.destroy();
    return;
  }
  if (reply === 'cut') {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"timestamps":[', () => response.destroy());
    return;
  }
  const { status = 200, headers = {}, body = '' } = reply;
  response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
};

const portOf = (server: Server): number => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
};

const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

/** An address at which nobody listens any more. */
export const closedPort = async (): Promise<string> => {
  const server = createServer();
  await listen(server);
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
};

/** A real HTTP server on a port of its own, gone when the test ends. */
export const serve = async (
  answer: (received: Received) => Reply,
): Promise<{ readonly url: string; readonly received: Received[] }> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void read(request).then((one) => {
      received.push(one);
      give(answer(one), response);
    });
  });
  await listen(server);
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, received };
};

/** A server that gives these answers one after another, and the last one from then on. */
export const serveInTurn = (...replies: readonly Reply[]): ReturnType<typeof serve> => {
  let turn = 0;
  return serve(() => replies[Math.min(turn++, replies.length - 1)] ?? {});
};
