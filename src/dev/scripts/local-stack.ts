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
const clientId = 'amzn1.application-oa2-client.sandbox';

/** Where sign-ins are kept, and the secrets without which they are worth nothing. */
export interface SignInStorage {
  /** As the relay's `STORE_URL`. */
  readonly storeUrl: string;
  /** 32 random bytes in Base64. */
  readonly sessionSecret: string;
  readonly clientSecret: string;
}

const randomSecret = (): string => randomBytes(32).toString('base64');

/** Sign-ins end with the programs. */
const inMemory: SignInStorage = {
  storeUrl: 'memory:',
  sessionSecret: randomSecret(),
  clientSecret: randomSecret(),
};

export const sandbox = ({ clientSecret } = inMemory): Program => ({
  name: 'sandbox',
  file: 'dev/sandbox.js',
  port: ports.sandbox,
  ready: addresses.sandbox,
  environment: {
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_CLIENT_ID: clientId,
    SANDBOX_CLIENT_SECRET: clientSecret,
    SANDBOX_REDIRECT_URIS: `${addresses.relay}/auth/callback`,
  },
});

/** The relay towards the sandbox, or towards the Amazon that the environment names. */
export const relay = (
  { certificate, key }: Certificate,
  amazon: 'sandbox' | 'environment',
  { storeUrl, sessionSecret, clientSecret } = inMemory,
): Program => ({
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
          STORE_URL: storeUrl,
          SESSION_SECRET: sessionSecret,
          LWA_CLIENT_ID: clientId,
          LWA_CLIENT_SECRET: clientSecret,
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
