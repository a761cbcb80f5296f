/** The program: reads its settings, starts the relay, stops it when told to. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readSettings, SettingError } from './config';
import { startRelay } from './start';

const main = async (): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const relay = await startRelay(readSettings(process.env), {
    // Built beside the pages, and started from anywhere.
    pagesFolder: path.join(import.meta.dirname, '../pages'),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void relay.stop());
};

main().catch((error: unknown) => {
  console.error(error instanceof SettingError ? error.message : error);
  process.exitCode = 1;
});
