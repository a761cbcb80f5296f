import path from 'node:path';
import { defineConfig } from '@playwright/test';
import { chromiumPath } from './chromium';

// Workers load this file too: only the first process looks.
process.env['CHROMIUM_PATH'] = chromiumPath();

export default defineConfig({
  testDir: '.',
  globalSetup: '../support/temporary-folder.ts',
  globalTeardown: '../support/e2e/write-gallery.ts',
  outputDir: path.join(import.meta.dirname, '../../test-results'),
  timeout: 90_000,
  expect: { timeout: 20_000 },
  workers: 2,
  retries: 0,
  reporter: [['list']],
  use: {
    ignoreHTTPSErrors: true,
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['CHROMIUM_PATH'],
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});
