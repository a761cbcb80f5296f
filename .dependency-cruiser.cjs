/** Who may import whom. docs/architecture.md explains the table. */
const mayImport = {
  core: [],
  amazon: ['core'],
  relay: ['core', 'amazon'],
  office: ['core'],
  dialog: ['core'],
  functions: ['core', 'office'],
  commands: ['core', 'office'],
  taskpane: ['core', 'office'],
  dev: [],
};

/** One feature of the pane may know another where it is named here: the copy that is inserted has been previewed. */
const featureMayImport = { insert: ['preview'] };
const features = 'src/taskpane/features';
const otherFeatures = (from, others = []) => ({
  name: `features-are-apart${others.length === 0 ? '' : `-but-for-${others.join('-')}`}`,
  severity: 'error',
  from,
  to: { path: `^${features}/`, pathNot: `^${features}/(${['$1', ...others].join('|')})/` },
});

module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([folder, others]) => ({
      name: `${folder}-imports-only-${others.join('-') || 'itself'}`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: `^src/(${[folder, ...others].join('|')})/` },
    })),
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: 'node_modules/(valibot|fastest-levenshtein)' },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'no-cycles-of-folders',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/(core|amazon|relay|office|taskpane)(/|$)' },
      to: { circular: true },
    },
    {
      name: 'dev-is-not-shipped',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/dev/' },
      to: { path: '^src/dev/' },
    },
    {
      name: 'stand-ins-stand-alone',
      severity: 'error',
      from: { path: '^src/dev/([^/]+)/' },
      to: { path: '^src/', pathNot: '^src/dev/$1/' },
    },
    { name: 'not-to-test', severity: 'error', from: { path: '^src/' }, to: { path: '^test/' } },
    {
      name: 'the-pane-is-built-upwards',
      severity: 'error',
      from: { path: '^src/taskpane/(model|hooks|ui|fields)/' },
      to: { path: '^src/taskpane/(features|app)/' },
    },
    {
      name: 'features-know-no-app',
      severity: 'error',
      from: { path: `^${features}/` },
      to: { path: '^src/taskpane/app/' },
    },
    otherFeatures({
      path: `^${features}/([^/]+)/`,
      pathNot: `^${features}/(${Object.keys(featureMayImport).join('|')})/`,
    }),
    ...Object.entries(featureMayImport).map(([feature, others]) =>
      otherFeatures({ path: `^${features}/(${feature})/` }, others),
    ),
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'relay-runs-without-the-pane',
      severity: 'error',
      from: { path: '^src/(core|amazon|relay)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
