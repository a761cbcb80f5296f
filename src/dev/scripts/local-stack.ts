/** What runs on this machine for a try: addresses, ports and the settings with which the programs know each other. */
import { randomBytes } from 'node:crypto';
import type { Certificate } from './certificates';
import type { Program } from './programs';

const ports = { relay: 3000, preview: 3001, sandbox: 3002 };

export const addresses = {
  relay: `https://localhost:${ports.relay}`,
  preview: `https://localhost:${ports.preview}`,
  sandbox: `http://localhost:${ports.sandbox}`,
  manifest: `https://localhost:${ports.relay}/manifest.xml`,
};

/** The sandbox knows one client only, which opens nothing but the sandbox. */
const client = { id: 'amzn1.application-oa2-client.sandbox', secret: randomBytes(24).toString('base64url') };

export const sandbox = (): Program => ({
  name: 'sandbox',
  file: 'dev/sandbox.js',
  port: ports.sandbox,
  ready: addresses.sandbox,
  environment: {
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_CLIENT_ID: client.id,
    SANDBOX_CLIENT_SECRET: client.secret,
    SANDBOX_REDIRECT_URIS: `${addresses.relay}/auth/callback`,
  },
});

/** The relay towards the sandbox, or towards the Amazon that the environment names. */
export const relay = ({ certificate, key }: Certificate, amazon: 'sandbox' | 'environment'): Program => ({
  name: 'relay',
  file: 'relay/main.js',
  port: ports.relay,
  ready: `${addresses.relay}/healthz`,
  environment: {
    PUBLIC_URL: addresses.relay,
    PORT: String(ports.relay),
    HOST: 'localhost',
    TLS_CERT: certificate,
    TLS_KEY: key,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    ...(amazon === 'environment'
      ? {}
      : {
          STORE_URL: 'memory:',
          SESSION_SECRET: randomBytes(32).toString('base64'),
          LWA_CLIENT_ID: client.id,
          LWA_CLIENT_SECRET: client.secret,
          LWA_AUTHORIZE_ENDPOINT: `${addresses.sandbox}/ap/oa`,
          LWA_TOKEN_ENDPOINT: `${addresses.sandbox}/auth/o2/token`,
          LWA_PROFILE_ENDPOINT: `${addresses.sandbox}/user/profile`,
          SMAPI_ENDPOINT: addresses.sandbox,
        }),
  },
});

export const preview = ({ certificate, key }: Certificate): Program => ({
  name: 'preview',
  file: 'dev/preview.js',
  port: ports.preview,
  ready: addresses.preview,
  environment: {
    PREVIEW_PORT: String(ports.preview),
    PREVIEW_CERT: certificate,
    PREVIEW_KEY: key,
    PREVIEW_MANIFEST: addresses.manifest,
  },
});
