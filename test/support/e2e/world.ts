/** The whole product on free ports: sandbox, relay with the production pages, preview. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { standIn } from '../../../src/dev/entra/issuer';
import type { RunningIssuer } from '../../../src/dev/entra/serve';
import { startPreview } from '../../../src/dev/preview/server/start';
import { type RunningSandbox, startSandbox } from '../../../src/dev/sandbox/serve';
import { readSettings } from '../../../src/relay/config/settings';
import { startRelay } from '../../../src/relay/start';
import { freePort } from '../machine/free-port';
import { makeCertificate } from './certificate';

const root = path.join(import.meta.dirname, '../../..');
const officeJs = path.join(root, 'node_modules/@microsoft/office-js/dist');
const officeJsCdn = 'https://appsforoffice.microsoft.com/lib/1/hosted/';

export interface World {
  readonly sandbox: RunningSandbox;
  readonly relay: string;
  readonly preview: string;
  /** Everything that the relay has logged. */
  readonly logged: () => string;
  stopRelay(): Promise<void>;
  startRelay(): Promise<void>;
  stop(): Promise<void>;
}

export interface WorldDeps {
  /** Where the built pages of the add-in lie. */
  readonly pages?: string;
  /** Where the built page of the preview lies. */
  readonly preview?: string;
  /** Where the relay keeps what outlives it. Default: nowhere. */
  readonly storeUrl?: string;
  /** Longest time for one query, in seconds. Default: the relay's own. */
  readonly deadlineS?: number;
  /** Who says who uses Excel, and what else the relay is told of Microsoft. Default: nobody does. */
  readonly microsoft?: { readonly issuer: RunningIssuer; readonly tenants?: string };
}

export const startWorld = async ({
  pages = path.join(root, 'dist/pages'),
  preview: previewPages = path.join(root, 'dist/preview'),
  storeUrl = 'memory:',
  deadlineS,
  microsoft,
}: WorldDeps = {}): Promise<World> => {
  const { certificate, key } = await makeCertificate();
  const port = await freePort();
  const publicUrl = `https://localhost:${port}`;
  const sandbox = await startSandbox({ settings: { redirectUris: [`${publicUrl}/auth/callback`] } });
  const lines: string[] = [];
  const settings = readSettings({
    PUBLIC_URL: publicUrl,
    PORT: String(port),
    HOST: 'localhost',
    TLS_CERT: certificate,
    TLS_KEY: key,
    STORE_URL: storeUrl,
    SESSION_SECRET: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'trace',
    ...(deadlineS === undefined ? {} : { QUERY_DEADLINE_S: String(deadlineS) }),
    ...(microsoft === undefined
      ? {}
      : {
          MICROSOFT_CLIENT_ID: standIn.clientId,
          MICROSOFT_AUTHORITY: microsoft.issuer.url,
          MICROSOFT_TENANTS: microsoft.tenants ?? '',
        }),
    LWA_CLIENT_ID: sandbox.settings.clientId,
    LWA_CLIENT_SECRET: sandbox.settings.clientSecret,
    LWA_AUTHORIZE_ENDPOINT: `${sandbox.url}/ap/oa`,
    LWA_TOKEN_ENDPOINT: `${sandbox.url}/auth/o2/token`,
    LWA_PROFILE_ENDPOINT: `${sandbox.url}/user/profile`,
    SMAPI_ENDPOINT: sandbox.url,
  });
  const start = () =>
    startRelay(settings, {
      pagesFolder: pages,
      graceMs: 0,
      logTo: { write: (line: string) => void lines.push(line) },
    });
  let relay = await start();
  const preview = await startPreview({
    port: 0,
    certificate: readFileSync(certificate, 'utf8'),
    key: readFileSync(key, 'utf8'),
    manifestUrl: new URL(`${publicUrl}/manifest.xml`),
    pages: previewPages,
    ...(microsoft === undefined ? {} : { tokenUrl: microsoft.issuer.tokenUrl }),
  });
  return {
    sandbox,
    relay: publicUrl,
    preview: preview.origin,
    logged: () => lines.join(''),
    stopRelay: () => relay.stop(),
    startRelay: async () => {
      relay = await start();
    },
    stop: async () => {
      await preview.stop();
      await relay.stop();
      await sandbox.close();
    },
  };
};

/** Answers Microsoft's address of office.js from the copy among the packages: the pages stay those of production. */
export const serveOfficeJs = (context: BrowserContext): Promise<unknown> =>
  context.route(`${officeJsCdn}**`, async (route) => {
    const file = path.join(officeJs, new URL(route.request().url()).pathname.replace('/lib/1/hosted/', ''));
    await route.fulfill({ path: file, contentType: file.endsWith('.css') ? 'text/css' : 'text/javascript' });
  });
