import type { Http2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { ServerType } from '@hono/node-server';

/** The open connections of a server, of HTTP/1.1 and HTTP/2: Node's own list holds those of HTTP/1.1 only. */
export class Connections {
  readonly #server: ServerType;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<Http2Session>();

  /** @param idleMs after so long without traffic a connection of HTTP/2 is closed, once its requests are answered */
  constructor(server: ServerType, idleMs: number) {
    this.#server = server;
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('session', (session: Http2Session) => {
      this.#sessions.add(session);
      session.once('close', () => this.#sessions.delete(session));
      session.setTimeout(idleMs, () => session.close());
    });
  }

  /** Closes what is idle; of HTTP/2 also what is not, as soon as it has no more requests under way (RFC 9113 §6.8). */
  closeIdle(): void {
    if ('closeIdleConnections' in this.#server) this.#server.closeIdleConnections();
    for (const session of this.#sessions) if (!session.closed) session.close();
  }

  /** Closes all at once, whatever is under way. */
  cut(): void {
    for (const session of this.#sessions) session.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }
}
