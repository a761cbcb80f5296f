import { createServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import { previewApp } from './app';
import { Reloads } from './reloads';
import type { PreviewSettings } from './settings';

/** A running preview. */
export interface RunningPreview {
  /** For instance `https://localhost:3001`. */
  readonly origin: string;
  /** Reloads the pages that are open and listen. */
  reload(): void;
  /** Takes no new connections and settles when the open ones are done. */
  stop(): Promise<void>;
}

/** Starts the preview's server on the loopback interface; settles when it listens. */
export async function startPreview(settings: PreviewSettings): Promise<RunningPreview> {
  const reloads = new Reloads();
  const server = createAdaptorServer({
    fetch: previewApp(settings, reloads).fetch,
    createServer,
    serverOptions: { cert: settings.certificate, key: settings.key },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, 'localhost', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The preview has no port.');
  return {
    origin: `https://localhost:${address.port}`,
    reload: () => reloads.tell(),
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        reloads.end();
        if ('closeIdleConnections' in server) server.closeIdleConnections();
      }),
  };
}
