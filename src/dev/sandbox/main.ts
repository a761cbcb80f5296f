import { startSandbox } from './serve';
import { SettingError, settingsFrom } from './settings';

const graceMs = 2000;

const run = async (): Promise<void> => {
  const sandbox = await startSandbox({ settings: settingsFrom(process.env) });
  console.log(`Sandbox on ${sandbox.url}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close(graceMs));
};

run().catch((error: unknown) => {
  const told = error instanceof SettingError || (error instanceof Error && 'code' in error);
  console.error(told ? error.message : error);
  process.exitCode = 1;
});
