/**
 * Mutation tests of `src/core`: each small change of its code that no test notices is a number that could be wrong
 * unnoticed. `npm run mutate`; the report is dist/mutation/index.html.
 */
export default {
  mutate: ['src/core/**/*.ts'],
  // Texts are compared as a whole where they matter; names such as 'P1D' the compiler holds.
  mutator: { excludedMutations: ['StringLiteral'] },
  plugins: ['@stryker-mutator/vitest-runner', '@stryker-mutator/typescript-checker'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  checkers: ['typescript'],
  tsconfigFile: 'src/core/tsconfig.json',
  ignorePatterns: ['/*', '!/src', '!/test', '!/tsconfig.json'],
  concurrency: 2,
  timeoutMS: 3_000,
  incremental: true,
  incrementalFile: 'dist/mutation/incremental.json',
  tempDirName: 'dist/mutation/sandbox',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, logTests: false },
  htmlReporter: { fileName: 'dist/mutation/index.html' },
  jsonReporter: { fileName: 'dist/mutation/report.json' },
};
