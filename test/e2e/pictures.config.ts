import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

const folder = import.meta.dirname;
const takesPictures = (file: string): boolean =>
  file.endsWith('.ts') && readFileSync(path.join(folder, file), 'utf8').includes("support/e2e/inspect'");

/** `npm run pictures`: takes those of the README, and all of `dist/pictures` anew. */
export default defineConfig({
  ...tests,
  globalSetup: ['../support/temporary-folder.ts', '../support/e2e/empty-pictures.ts'],
  testMatch: readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(takesPictures)
    .map((file) => `**/${file}`),
});
