import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Hono } from 'hono';
import { SettingError, type Settings } from './config';
import type { Env } from './http/env';
import { protect, type Protection } from './http/protect';

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

const tlsOptions = ({ cert, key }: NonNullable<Settings['tls']>) => {
  const serverOptions = { ...limits, handshakeTimeout: 10_000, cert: pem('TLS_CERT', cert), key: pem('TLS_KEY', key) };
  try {
    createTlsServer(serverOptions).close();
  } catch {
    throw new SettingError('TLS_CERT', cert, 'a certificate in PEM that belongs to TLS_KEY');
  }
  return { createServer: createTlsServer, serverOptions };
};

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
  app: Hono<Env>,
  { host, port, tls, connections: most }: Settings,
  parts: Omit<Protection, 'connections'>,
): Promise<Listening> => {
  const secured = tls === undefined ? { createServer, serverOptions: limits } : tlsOptions(tls);
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host, ...secured });
  await listening(server, port, host);
  const endProtection = protect(server, { ...parts, connections: most });
  const address = server.address();
  const connections = 'closeIdleConnections' in server ? server : undefined;
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    drain: () =>
      new Promise((resolve) => {
        // A connection that falls idle only now is closed by its next tick.
        const timer = setInterval(() => connections?.closeIdleConnections(), 20);
        server.close(() => {
          clearInterval(timer);
          endProtection();
          resolve();
        });
      }),
    reload: () => {
      if (tls === undefined || !('setSecureContext' in server)) return;
      const { cert, key } = tlsOptions(tls).serverOptions;
      server.setSecureContext({ cert, key });
    },
    cut: () => connections?.closeAllConnections(),
  };
};
