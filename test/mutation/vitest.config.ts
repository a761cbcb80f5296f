import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests that prove `src/core`: its own, and the query cases, which go through all of it. */
export default defineConfig({
  root: path.join(import.meta.dirname, '../..'),
  test: {
    include: ['test/{core,cases}/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
