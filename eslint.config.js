import js from '@eslint/js';
import accessibility from 'eslint-plugin-jsx-a11y';
import office from 'eslint-plugin-office-addins';
import hooks from 'eslint-plugin-react-hooks';
import imports from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

const exportByName = { selector: 'ExportDefaultDeclaration', message: 'Export by name.' };
const castOnce = {
  selector: 'TSAsExpression[expression.type="TSAsExpression"]',
  message: 'Parse instead of casting twice.',
};
const hideWithHash = {
  selector: ':matches(PropertyDefinition, MethodDefinition, TSParameterProperty)[accessibility]',
  message: 'Hide members with #; all others are public.',
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'test-results'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { imports },
    rules: {
      'imports/imports': [
        'error',
        // Side effects, Node's modules, packages, and our files, the farthest first.
        { groups: [['^\\u0000', '^node:', '^@?\\w', '^\\.\\.', '^\\.']] },
      ],
      'imports/exports': 'error',
      'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }],
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    extends: [js.configs.recommended],
    languageOptions: { globals: { module: 'writable' } },
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }] },
  },
  {
    files: ['test/dev/preview/fixture/*.js'],
    languageOptions: { globals: { document: 'readonly', window: 'readonly' } },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'office-addins': office },
    rules: {
      'office-addins/call-sync-before-read': 'error',
      'office-addins/load-object-before-read': 'error',
      'office-addins/no-empty-load': 'error',
      'office-addins/no-navigational-load': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': ['error', exportByName, castOnce],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      'no-console': 'error',
      'no-restricted-syntax': ['error', exportByName, hideWithHash],
    },
  },
  // Programs that somebody starts from a shell, and who reads there what they say.
  { files: ['src/dev/**', 'src/relay/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['src/taskpane/**/*.{ts,tsx}'],
    extends: [hooks.configs.flat['recommended-latest']],
    rules: { 'react-hooks/exhaustive-deps': 'error' },
  },
  { files: ['src/{taskpane,dialog}/**/*.{ts,tsx}'], extends: [accessibility.flatConfigs.strict] },
  // Whoever has no mouse scrolls a region by its focus.
  {
    files: ['src/taskpane/**/*.tsx'],
    rules: { 'jsx-a11y/no-noninteractive-tabindex': ['error', { tags: [], roles: ['region'] }] },
  },
  // The field of a combo box keeps focus and keys: it tells the active option by aria-activedescendant.
  {
    files: ['src/taskpane/fields/combo-box/popup.tsx'],
    rules: { 'jsx-a11y/click-events-have-key-events': 'off', 'jsx-a11y/interactive-supports-focus': 'off' },
  },
  // Tools that load these ask for a default export.
  {
    files: ['**/*.config.ts', 'test/support/temporary-folder.ts', 'test/support/e2e/{write-gallery,empty-pictures}.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
