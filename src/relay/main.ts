/** The program: reads its settings, starts the relay, stops it when told to. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { readSettings, SettingError } from './config';
import { startRelay } from './start';

// V8 collects garbage only when the heap is up to four times what is alive; a relay shares its machine.
setFlagsFromString('--heap-growing-percent=40');

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
