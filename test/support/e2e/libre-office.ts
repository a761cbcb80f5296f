/** Another program that opens our workbooks: LibreOffice, without a window. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { needProgram } from '../machine/needed-program';

const run = promisify(execFile);

/** `fods`: XML of all that LibreOffice shows; `xls`: its numbers bit for bit; `pdf`: what it prints. */
type Format = 'fods' | 'xls' | 'pdf';

/** Opens an .xlsx file in LibreOffice, as it comes from Debian, and saves it in other formats. */
export const convert = async <Wanted extends Format>(
  bytes: Uint8Array,
  ...formats: readonly Wanted[]
): Promise<Record<Wanted, Buffer>> => {
  needProgram(
    { command: 'soffice', debianPackage: 'libreoffice-calc-nogui' },
    'These tests need LibreOffice Calc 7.4 or later on the path: install it ("apt-get install libreoffice-calc-nogui").',
  );
  const folder = await mkdtemp(path.join(tmpdir(), 'libre-office-'));
  const file = path.join(folder, 'workbook.xlsx');
  await writeFile(file, bytes);
  // A profile of its own: LibreOffice refuses to run twice with one.
  const profile = `-env:UserInstallation=${pathToFileURL(path.join(folder, 'profile')).href}`;
  const saved: Partial<Record<Format, Buffer>> = {};
  for (const format of formats) {
    await run('soffice', [profile, '--headless', '--convert-to', format, '--outdir', folder, file]);
    saved[format] = await readFile(path.join(folder, `workbook.${format}`));
  }
  await rm(folder, { recursive: true, force: true });
  return saved as Record<Wanted, Buffer>;
};
