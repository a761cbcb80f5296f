import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What the preview's server needs to know. */
export interface PreviewSettings {
  /** 0 picks a free one. */
  readonly port: number;
  /** PEM texts of the certificate and its key, for the host name `localhost`. */
  readonly certificate: string;
  readonly key: string;
  /** Where the add-in's manifest is served. */
  readonly manifestUrl: URL;
  /** Where tokens are issued as Excel gets them from Microsoft. Absent: Excel isn't signed in. */
  readonly tokenUrl?: URL;
  /** The folder of the built host page. */
  readonly pages: string;
}

/**
 * Reads the settings: `PREVIEW_PORT` (3001), `PREVIEW_CERT` and `PREVIEW_KEY` (PEM files), `PREVIEW_MANIFEST`
 * (https://localhost:3000/manifest.xml), `PREVIEW_TOKENS` (the address of Microsoft tokens; none).
 * @throws {Error} that names the setting that is missing or wrong.
 */
export function readSettings(env: Readonly<Record<string, string | undefined>>, program: string): PreviewSettings {
  const port = Number(env['PREVIEW_PORT'] ?? 3001);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`PREVIEW_PORT must be a port number, not "${env['PREVIEW_PORT'] ?? ''}".`);
  const manifest = env['PREVIEW_MANIFEST'] ?? 'https://localhost:3000/manifest.xml';
  if (!URL.canParse(manifest)) throw new Error(`PREVIEW_MANIFEST must be an address, not "${manifest}".`);
  const tokens = env['PREVIEW_TOKENS'] ?? '';
  if (tokens !== '' && !URL.canParse(tokens)) throw new Error(`PREVIEW_TOKENS must be an address, not "${tokens}".`);
  return {
    port,
    certificate: readPem(env, 'PREVIEW_CERT'),
    key: readPem(env, 'PREVIEW_KEY'),
    manifestUrl: new URL(manifest),
    ...(tokens === '' ? {} : { tokenUrl: new URL(tokens) }),
    pages: path.resolve(path.dirname(program), '../preview'),
  };
}

function readPem(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const file = env[name];
  if (!file) throw new Error(`${name} must name a PEM file.`);
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`${name} names the file ${file}, which cannot be read.`, { cause });
  }
}
