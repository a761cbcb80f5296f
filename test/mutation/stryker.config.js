/**
 * Mutation tests of `src/core`: each small change of its code that no test notices is a number that could be wrong
 * unnoticed. `npm run mutate` takes hours on two cores, and later only what has changed; `npm run mutate -- --mutate <files>`
 * takes some files. The report is dist/mutation/index.html.
 */
export default {
  mutate: ['src/core/**/*.ts'],
  // Tests compare the texts that matter as a whole, and the compiler refuses most changed names such as 'P1D'.
  mutator: { excludedMutations: ['StringLiteral'] },
  plugins: ['@stryker-mutator/vitest-runner', '@stryker-mutator/typescript-checker'],
  testRunner: 'vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  checkers: ['typescript'],
  tsconfigFile: 'src/core/tsconfig.json',
  // All that the tests of the core need.
  ignorePatterns: ['/*', '!/src', '!/test', '!/tsconfig.json'],
  concurrency: 2,
  incremental: true,
  incrementalFile: 'dist/mutation/incremental.json',
  tempDirName: 'dist/mutation/sandbox',
  reporters: ['progress-append-only', 'clear-text', 'html', 'json'],
  clearTextReporter: { reportTests: false, logTests: false },
  htmlReporter: { fileName: 'dist/mutation/index.html' },
  jsonReporter: { fileName: 'dist/mutation/report.json' },
};
