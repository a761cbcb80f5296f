/** The program: reads its settings, starts the relay, stops it when told to. Or does the one thing that it is asked for. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { FailureError } from '../core/domain/failure';
import { clearThrottle } from './rate-limit/clear-throttle';
import { readSettings, SettingError } from './config/settings';
import { startRelay } from './start';

// V8 collects garbage only when the heap is up to four times what is alive; a relay shares its machine.
setFlagsFromString('--heap-growing-percent=40');

const start = async (): Promise<void> => {
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

const clear = async (): Promise<void> => {
  const ended = await clearThrottle(readSettings(process.env));
  console.log(ended === 0 ? 'Nobody has to rest.' : `Ended ${ended === 1 ? 'a rest' : `${ended} rests`}.`);
};

const main = async (): Promise<void> => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const [command] = process.argv.slice(2);
  if (command === undefined) return start();
  if (command === 'clear-throttle') return clear();
  console.error(`"${command}" is no command: expected clear-throttle, or nothing to start the relay`);
  process.exitCode = 1;
  return undefined;
};

main().catch((error: unknown) => {
  console.error(error instanceof SettingError || error instanceof FailureError ? error.message : error);
  process.exitCode = 1;
});
