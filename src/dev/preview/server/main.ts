import { readSettings } from './settings';
import { startPreview } from './start';

try {
  const preview = await startPreview(readSettings(process.env, process.argv[1] ?? ''));
  console.log(`Preview on ${preview.origin}`);
  // The program that has started this one says so, where there is one.
  process.on('message', () => preview.reload());
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      void preview.stop().then(() => process.exit(0));
    });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
