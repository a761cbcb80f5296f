import { defineConfig } from '@playwright/test';
import tests from './playwright.config';

/** Not a test, but a browser's work all the same: what the README shows. */
export default defineConfig({ ...tests, testMatch: 'readme-pictures.ts', workers: 1 });
