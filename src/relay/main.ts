/** The program: reads its settings, starts the relay, stops it when told to. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
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
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => relay.surprised(error));
  // What packages say: as lines of the log, which hold no secret and wait for nobody.
  const told = (...values: unknown[]): void =>
    relay.log.warn(
      { err: values.find((value) => value instanceof Error) },
      format(...values.filter((value) => !(value instanceof Error))),
    );
  Object.assign(console, { info: told, log: told, warn: told, error: told });
  process.stderr.on('error', () => undefined);
  process.on('SIGHUP', () => relay.reload());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // Exits by itself only when nothing is under way, such as a write to a full pipe.
    process.once(signal, () => void relay.stop().finally(() => process.exit()));
  }
};

main().catch((error: unknown) => {
  console.error(error instanceof SettingError ? error.message : error);
  process.exitCode = 1;
});
