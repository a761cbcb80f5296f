import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox';

export interface RunningSandbox extends Sandbox {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Takes no more requests, and ends those under way after `graceMs` (default 0). */
  readonly close: (graceMs?: number) => Promise<void>;
}

const close = async (server: Server, graceMs: number): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
};

/**
 * Starts a sandbox on loopback, on a free port unless the settings name one.
 *
 * @throws where the port is taken
 */
export const startSandbox = async (options: SandboxOptions = {}): Promise<RunningSandbox> => {
  const sandbox = createSandbox({ ...options, settings: { port: 0, ...options.settings } });
  const listener = getRequestListener((request, env) => sandbox.app.fetch(request, env));
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  server.listen(sandbox.settings.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : sandbox.settings.port;
  return { ...sandbox, url: `http://127.0.0.1:${port}`, close: (graceMs = 0) => close(server, graceMs) };
};
