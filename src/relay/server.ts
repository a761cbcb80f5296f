import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSecureServer, type Http2Session } from 'node:http2';
import type { Server, Socket } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { App } from './routes/app';
import { SettingError, type Settings } from './config/settings';
import { protect, type Protection } from './http/transport/protect';

/** The open connections of a server, of HTTP/1.1 and HTTP/2: Node's own list holds those of HTTP/1.1 only. */
class Connections {
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

/** Longer than load balancers keep a connection, so that they close it and never write into one that we close. */
const keepAliveTimeout = 65_000;
const limits = {
  keepAliveTimeout,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  // Who is over these is looked for so often.
  connectionsCheckingInterval: 5_000,
};

const pem = (setting: string, file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch {
    throw new SettingError(setting, file, 'the path of a PEM file that can be read');
  }
};

/** HTTP/2, because browsers open six connections to a host that speaks HTTP/1.1, and a seventh query would wait. */
const tlsOptions = ({ cert, key }: NonNullable<Settings['tls']>) => {
  const files = { cert: pem('TLS_CERT', cert), key: pem('TLS_KEY', key) };
  // RFC 9113 §6.5.2 recommends no fewer than 100 streams.
  const protocols = { allowHTTP1: true, settings: { maxConcurrentStreams: 128 } };
  const serverOptions = { ...files, ...protocols, handshakeTimeout: 10_000 };
  try {
    createSecureServer(serverOptions).close();
  } catch {
    throw new SettingError('TLS_CERT', cert, 'a certificate in PEM that belongs to TLS_KEY');
  }
  return { createServer: createSecureServer, serverOptions };
};

const adaptorServer = (fetch: App, { host: hostname, tls }: Settings): ServerType =>
  tls === undefined
    ? createAdaptorServer({ fetch, hostname, createServer, serverOptions: limits })
    : // The server for both protocols takes the limits of HTTP/1.1 as its properties only.
      Object.assign(createAdaptorServer({ fetch, hostname, ...tlsOptions(tls) }), limits);

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new SettingError('PORT', String(port), 'a port that nothing listens on') : error,
      ),
    );
    server.listen(port, host, resolve);
  });

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Takes no new connections, and settles when all requests have been answered and their connections closed. */
  drain(): Promise<void>;
  /** Reads the certificate again, for connections to come. Throws a SettingError, and keeps the present one. */
  reload(): void;
  /** Cuts what is left. */
  cut(): void;
}

/** Serves the app over https, or plain http where no certificate is set. Throws a SettingError. */
export const listen = async (
  app: App,
  settings: Settings,
  parts: Omit<Protection, 'connections'>,
): Promise<Listening> => {
  const { host, port } = settings;
  const server = adaptorServer(app, settings);
  const connections = new Connections(server, keepAliveTimeout);
  await listening(server, port, host);
  const endProtection = protect(server, { ...parts, connections: settings.connections });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    drain: () =>
      new Promise((resolve) => {
        // A connection that falls idle only now is closed by its next tick.
        const timer = setInterval(() => connections.closeIdle(), 20);
        server.close(() => {
          clearInterval(timer);
          endProtection();
          resolve();
        });
        connections.closeIdle();
      }),
    reload: () => {
      const { tls } = settings;
      if (tls === undefined || !('setSecureContext' in server)) return;
      const { cert, key } = tlsOptions(tls).serverOptions;
      server.setSecureContext({ cert, key });
    },
    cut: () => connections.cut(),
  };
};
