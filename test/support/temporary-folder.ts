import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Gives a run of the tests a temporary folder of its own, and takes it away with all that they left in it. */
export default (): (() => void) => {
  const before = tmpdir();
  const folder = mkdtempSync(path.join(before, 'skill-metrics-test-'));
  process.env['TMPDIR'] = folder;
  process.env['TEMP'] = folder;
  return () => {
    process.env['TMPDIR'] = before;
    process.env['TEMP'] = before;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
};
