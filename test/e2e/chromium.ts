/** Finds a Chromium for the browser tests, or installs one, or says in one line what to do. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';

const programFiles = process.env['PROGRAMFILES'] ?? 'C:\\Program Files';

const candidates = (): readonly string[] => [
  process.env['CHROMIUM_PATH'] ?? '',
  chromium.executablePath(),
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  path.join(programFiles, 'Google\\Chrome\\Application\\chrome.exe'),
  path.join(programFiles, 'Microsoft\\Edge\\Application\\msedge.exe'),
];

const installed = (): string | undefined => candidates().find((file) => file !== '' && existsSync(file));

const run = (command: string, ...words: readonly string[]): boolean =>
  spawnSync(command, words, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;

const install = (): boolean =>
  run('npx', 'playwright', 'install', 'chromium') ||
  (process.getuid?.() === 0 && run('apt-get', 'update', '-q') && run('apt-get', 'install', '-y', '-q', 'chromium'));

/** The path of a Chromium. Throws where there is none and none can be installed. */
export const chromiumPath = (): string => {
  const found = installed() ?? (install() ? installed() : undefined);
  if (found === undefined)
    throw new Error('The browser tests need Chromium: install it, or set CHROMIUM_PATH to a Chrome, Chromium or Edge.');
  return found;
};
