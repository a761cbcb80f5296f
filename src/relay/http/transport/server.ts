import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSecureServer, type Http2Session } from 'node:http2';
import type { Server, Socket } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import { SettingError, type Settings } from '../../config/settings';
import type { RelayApp } from '../env';
import { protect, type Protection } from './protect';

/** A server's open connections, over HTTP/1.1 and HTTP/2. Node's own list has those over HTTP/1.1 only. */
class Connections {
  readonly #server: ServerType;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<Http2Session>();

  /** @param idleMs time without traffic after which an HTTP/2 connection closes, once its requests are answered */
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

  /**
   * Closes idle connections. A busy HTTP/2 connection closes once its requests are answered.
   * @see {@link https://www.rfc-editor.org/rfc/rfc9113#section-6.8 | RFC 9113, section 6.8}
   */
  closeIdle(): void {
    if ('closeIdleConnections' in this.#server) this.#server.closeIdleConnections();
    for (const session of this.#sessions) if (!session.closed) session.close();
  }

  /** Closes all connections at once, even those with requests under way. */
  cut(): void {
    for (const session of this.#sessions) session.destroy();
    for (const socket of this.#sockets) socket.destroy();
  }
}

/** Longer than load balancers keep a connection: a balancer that writes into a closing connection gets an error. */
const keepAliveTimeout = 65_000;
/** Browsers send about 20 headers. Four sign-ins in progress, each a cookie, take a quarter of the bytes. */
const headers = { most: 100, bytes: 16_384 };
const limits = {
  keepAliveTimeout,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  maxHeadersCount: headers.most,
  // How often Node looks for connections that exceed these limits.
  connectionsCheckingInterval: 5_000,
};

const pem = (setting: string, file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch {
    throw new SettingError(setting, file, 'the path of a PEM file that can be read');
  }
};

/** HTTP/2, because browsers open at most six connections to an HTTP/1.1 host, and a seventh query would wait. */
const tlsOptions = ({ cert, key }: NonNullable<Settings['tls']>) => {
  const files = { cert: pem('TLS_CERT', cert), key: pem('TLS_KEY', key) };
  // RFC 9113, section 6.5.2, recommends at least 100 streams.
  const protocols = { allowHTTP1: true, settings: { maxConcurrentStreams: 128, maxHeaderListSize: headers.bytes } };
  const most = { maxHeaderSize: headers.bytes, maxHeaderListPairs: headers.most };
  const serverOptions = { ...files, ...protocols, ...most, handshakeTimeout: 10_000 };
  try {
    createSecureServer(serverOptions).close();
  } catch {
    throw new SettingError('TLS_CERT', cert, 'a certificate in PEM that belongs to TLS_KEY');
  }
  return { createServer: createSecureServer, serverOptions };
};

const created = (fetch: RelayApp, { host: hostname, tls }: Settings): ServerType =>
  tls === undefined
    ? createAdaptorServer({ fetch, hostname, createServer, serverOptions: { maxHeaderSize: headers.bytes } })
    : createAdaptorServer({ fetch, hostname, ...tlsOptions(tls) });

/** A server for both protocols accepts the limits of HTTP/1.1 as properties only. */
const adaptorServer = (fetch: RelayApp, settings: Settings): ServerType =>
  Object.assign(created(fetch, settings), limits);

const listening = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE' ? new SettingError('PORT', String(port), 'a port that nothing listens on') : error,
      ),
    );
    server.listen(port, host, resolve);
  });

/** A server that accepts connections. */
export interface HttpListener {
  readonly port: number;
  /** Refuses new connections; settles when all requests are answered and their connections closed. */
  drain(): Promise<void>;
  /**
   * Reads the certificate again, for new connections.
   * @throws {SettingError} when the certificate or its key is unusable; the server keeps the current one
   */
  reload(): void;
  /** Closes the remaining connections at once. */
  cut(): void;
}

/**
 * Serves the app over HTTPS, or over plain HTTP where the settings name no certificate.
 *
 * @returns the server, once it listens
 * @throws {SettingError} when the certificate, its key or the port is unusable
 */
export const listen = async (
  app: RelayApp,
  settings: Settings,
  parts: Omit<Protection, 'connections'>,
): Promise<HttpListener> => {
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
        // A connection may fall idle only after this call.
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
