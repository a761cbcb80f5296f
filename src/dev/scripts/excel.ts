/** `npm run excel`: the add-in in the real Excel; desktop Excel where there is one, else the steps for Excel on the web. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Certificate, localCertificate } from './certificates';
import { addresses, relay, sandbox } from './local-stack';
import { startAll, stopOnSignal } from './programs';

const run = (...words: readonly string[]): boolean =>
  spawnSync('npx', words, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

const webSteps = ({ authority }: Certificate): string => `
  To try it in Excel on the web
  1. Trust the certificate ${authority} (import it in your browser's settings, under authorities).
  2. Open ${addresses.manifest} and save it as manifest.xml.
  3. In a workbook on https://excel.cloud.microsoft: Home > Add-ins > More Add-ins > My Add-ins > Upload My Add-in, and choose that file.
  4. On the Home tab, open Skill Metrics.

  Ctrl+C stops the servers.
`;

const sideload = (): boolean =>
  run('office-addin-dev-certs', 'install') &&
  run('--yes', 'office-addin-debugging', 'start', 'dist/pages/manifest.xml', 'desktop', '--no-debug');

try {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const amazon = process.env['LWA_CLIENT_ID'] === undefined ? 'sandbox' : 'environment';
  const certificate = await localCertificate(Date.now());
  const stop = await startAll([...(amazon === 'sandbox' ? [sandbox()] : []), relay(certificate, amazon)]);
  stopOnSignal(stop);
  const desktop = process.platform === 'win32' || process.platform === 'darwin';
  if (desktop && sideload())
    console.log('\n  Excel opens with the add-in on its Home tab. Ctrl+C stops the servers.\n');
  else console.log(webSteps(certificate));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
