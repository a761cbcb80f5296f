/**
 * The program: reads the settings from the environment and from `.env`, starts the relay, and stops it on SIGTERM or
 * SIGINT. With a command, such as `clear-throttle`, it runs that command and exits.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { FailureError } from '../core/domain/failure';
import type { Instant } from '../core/domain/instant';
import { printAudit } from './auth/audit/print-audit';
import { readSettings, SettingError, type Settings } from './config/settings';
import { Secrets } from './observability/redaction/secrets';
import { secretsInEnvironment } from './observability/redaction/setting-secrets';
import { coolDownPrefix } from './rate-limit/cool-down';
import { pacePrefix } from './rate-limit/shared-rate';
import { startRelay } from './start';
import { openStore } from './store/open';

/**
 * Ends all cool-downs after Amazon's 429 responses, in all relays that share the store. The relays notice within a
 * second.
 *
 * @returns the number of cool-downs that were ended
 * @throws {SettingError} when the store is in memory, which no other process can reach
 * @throws {StoreError} when the store is unusable
 */
export const clearThrottle = async (
  { storeUrl }: Pick<Settings, 'storeUrl'>,
  now: () => Instant = Date.now,
): Promise<number> => {
  if (storeUrl === 'memory:')
    throw new SettingError('STORE_URL', storeUrl, 'a store that another process can reach; restart the relay instead');
  const store = openStore(storeUrl, now);
  try {
    await store.deletePrefix(pacePrefix);
    return await store.deletePrefix(coolDownPrefix);
  } finally {
    await store.close();
  }
};

// By default V8 lets the heap grow to four times the live objects before it collects; a relay shares its machine.
setFlagsFromString('--heap-growing-percent=40');

const start = async (): Promise<void> => {
  const relay = await startRelay(readSettings(process.env), {
    // The bundle lies beside the pages and may be started from any working directory.
    pagesFolder: path.join(import.meta.dirname, '../pages'),
  });
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => relay.surprised(error));
  // Packages write to the console: the log redacts secrets and never blocks.
  const told = (...values: unknown[]): void =>
    relay.log.warn(
      { err: values.find((value) => value instanceof Error) },
      format(...values.filter((value) => !(value instanceof Error))),
    );
  Object.assign(console, { info: told, log: told, warn: told, error: told });
  process.stderr.on('error', () => undefined);
  process.on('SIGHUP', () => relay.reload());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A pending write, such as one to a full pipe, would keep the process alive.
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
  if (command === 'audit') return printAudit(readSettings(process.env), (line) => process.stdout.write(`${line}\n`));
  console.error(`"${command}" is no command: expected audit, clear-throttle, or nothing to start the relay`);
  process.exitCode = 1;
  return undefined;
};

main().catch((error: unknown) => {
  const told = error instanceof SettingError || error instanceof FailureError ? error.message : format(error);
  console.error(new Secrets(secretsInEnvironment(process.env)).redact(told));
  process.exitCode = 1;
});
