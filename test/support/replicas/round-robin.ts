/** A load balancer as plain as they come: each request goes to the next server, and past those that are down. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface RoundRobin {
  /** What people's browsers call. */
  readonly url: string;
  /** The addresses of the servers behind; may be changed at any time. */
  readonly servers: string[];
  /** The latest request's path without its query, and which of the servers it went to; first of all first. */
  readonly served: readonly { readonly path: string; readonly server: number }[];
  close(): Promise<void>;
}

const hopByHop = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/**
 * The headers that are meant for the next one, and not for this connection alone (RFC 9110, 7.6.1). A relay keeps its
 * connections longer than this balancer: passed on, its `Keep-Alive` has a client use one that is just being closed.
 */
const endToEnd = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.has(name)));

const isSettled = (error: Error): boolean => 'code' in error && error.code === 'ECONNREFUSED';

/** Sends a request to a server and its answer back; false where nobody listens there. A broken connection breaks here too. */
const pass = (server: string, asked: IncomingMessage, body: Buffer, answer: ServerResponse): Promise<boolean> =>
  new Promise((resolve) => {
    const { method } = asked;
    const to = new URL(asked.url ?? '/', server);
    const passed = request(to, { method, headers: endToEnd(asked.headers), agent: false }, (given) => {
      resolve(true);
      answer.writeHead(given.statusCode ?? 502, endToEnd(given.headers));
      given.pipe(answer);
      given.on('error', () => answer.destroy());
    });
    passed.on('error', (error) => {
      if (!isSettled(error)) answer.destroy();
      resolve(!isSettled(error));
    });
    answer.on('close', () => passed.destroy());
    passed.end(body);
  });

export const startRoundRobin = async (): Promise<RoundRobin> => {
  const servers: string[] = [];
  const served: { path: string; server: number }[] = [];
  let turn = 0;

  const handle = async (asked: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const body = await buffer(asked);
    const path = new URL(asked.url ?? '/', 'http://localhost').pathname;
    const order = servers.map((_, index) => (turn + index) % servers.length);
    for (const index of order) {
      turn = index + 1;
      const entry = { path, server: index };
      served.push(entry);
      if (await pass(servers[index] ?? '', asked, body, answer)) return;
      served.splice(served.indexOf(entry), 1);
    }
    answer.writeHead(502).end();
  };

  const server = createServer((asked, answer) => void handle(asked, answer).catch(() => answer.destroy()));
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://localhost:${address.port}`,
    servers,
    served,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
