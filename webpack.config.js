import { createRequire } from 'node:module';
import path from 'node:path';
import { constants } from 'node:zlib';
import CompressionPlugin from 'compression-webpack-plugin';
import CopyPlugin from 'copy-webpack-plugin';
import CustomFunctionsMetadataPlugin from 'custom-functions-metadata-plugin';
import HtmlPlugin from 'html-webpack-plugin';
import MiniCssExtractPlugin from 'mini-css-extract-plugin';
import webpack from 'webpack';
import { FunctionMetadata } from './function-metadata.js';
import { Sbom } from './sbom.js';
import { SizeBudget } from './size-budget.js';

const require = createRequire(import.meta.url);
const root = import.meta.dirname;
const at = (...parts) => path.join(root, ...parts);

/** Microsoft's CDN, as the Marketplace demands; a local build has its own copy, so that it runs offline. */
const officeJsCdn = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';
const localOfficeJs = '/office-js/office.js';
const officeJsFolder = path.join(path.dirname(require.resolve('@microsoft/office-js/package.json')), 'dist');

const typescript = {
  test: /\.tsx?$/,
  exclude: /node_modules/,
  loader: 'ts-loader',
  // `npm test` checks the types; the build only translates.
  options: {
    transpileOnly: true,
    configFile: at('src/tsconfig.base.json'),
    compilerOptions: { composite: false, jsx: 'react-jsx' },
  },
};
const resolve = { extensions: ['.ts', '.tsx', '.js'] };
const common = { mode: 'production', devtool: 'source-map', resolve, stats: 'errors-warnings' };

/** A Node program: our files in one, packages left in node_modules. */
const nodeProgram = (name, entry, folder) => ({
  ...common,
  name,
  target: 'node20',
  entry,
  output: { path: at('dist', folder), filename: '[name].js', module: true, clean: true },
  experiments: { outputModule: true },
  externals: [({ request }, done) => (/^[./]|^[A-Z]:/i.test(request) ? done() : done(null, `module ${request}`))],
  module: { rules: [typescript] },
  optimization: { minimize: false },
});

/** Text as it is sent: made once, so that the relay compresses nothing while people wait. */
const compressed = (algorithm, suffix, compressionOptions) =>
  new CompressionPlugin({
    algorithm,
    compressionOptions,
    filename: `[path][base]${suffix}`,
    test: /\.(js|css|html|svg)$/,
    // Microsoft's files are there in local builds alone, and many.
    exclude: /^office-js\//,
  });

/** A file of its own for modules whose paths begin so. */
const together = (name, modules) => ({
  name,
  chunks: 'async',
  enforce: true,
  test: ({ resource = '' }) => modules.some((start) => resource.startsWith(at('src', ...start.split('/')))),
});

/** The pages that Excel loads. */
const pages = (officeJs, folder = 'pages') => ({
  ...common,
  name: 'pages',
  // Beside the folder that the relay serves: our sources are not for everybody.
  devtool: 'hidden-source-map',
  target: ['web', 'es2022'],
  // One page is Excel's shared runtime: functions and commands at once, the pane when it is shown.
  entry: {
    taskpane: ['./src/functions/functions.ts', './src/commands/commands.ts', './src/taskpane/taskpane.ts'],
    dialog: './src/dialog/dialog.ts',
  },
  output: {
    path: at('dist', folder),
    filename: '[name].js',
    chunkFilename: '[name].[contenthash:8].js',
    sourceMapFilename: `../${folder}-maps/[file].map`,
    // The relay gives the dialog's page at its callback's own address.
    publicPath: '/',
    clean: true,
  },
  // Styles in files: the pages' security policy lets no script write them into the page.
  module: { rules: [typescript, { test: /\.css$/, use: [MiniCssExtractPlugin.loader, 'css-loader'] }] },
  plugins: [
    new MiniCssExtractPlugin(),
    // What a cell needs, what the pane does on top of it, and all together.
    new SizeBudget({
      entry: 'taskpane',
      start: 14,
      parts: { pane: 218, refresh: 4, manager: 32, 'formula-actions': 20, reports: 16, account: 11 },
      later: 300,
    }),
    new webpack.DefinePlugin({ ADD_IN_VERSION: JSON.stringify(require('./package.json').version) }),
    new CustomFunctionsMetadataPlugin({ input: './src/functions/functions.ts', output: 'functions.json' }),
    new FunctionMetadata(),
    // Of what production ships.
    ...(officeJs === officeJsCdn ? [new Sbom({ file: at('dist/sbom.json'), root })] : []),
    ...['taskpane', 'dialog'].map(
      (name) =>
        new HtmlPlugin({
          filename: `${name}.html`,
          template: `./src/${name}/${name}.html`,
          chunks: [name],
          scriptLoading: 'blocking',
          inject: 'body',
          templateParameters: { officeJs },
        }),
    ),
    new CopyPlugin({
      patterns: [
        { from: 'assets', to: 'assets', globOptions: { ignore: ['**/readme/**'] } },
        { from: 'manifest.xml', to: '.' },
        ...(officeJs === officeJsCdn ? [] : [{ from: officeJsFolder, to: 'office-js', info: { minimized: true } }]),
      ],
    }),
    compressed('gzip', '.gz', { level: 9 }),
    compressed('brotliCompress', '.br', { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
  ],
  optimization: {
    splitChunks: {
      // What two parts share is loaded once, however small it is.
      minSize: 1_000,
      cacheGroups: {
        // Small parts that are wanted together: one file of them is smaller, and here sooner.
        excel: together('excel', [
          'office/excel/run',
          'office/excel/formula-cells',
          'office/storage/startup',
          'core/formula/cell-address',
          'core/formula/text/read-formula-text',
          'core/formula/signatures',
        ]),
        relay: together('relay', [
          'office/relay/fetch',
          'office/relay/client',
          'core/protocol/stream',
          'core/protocol/write-stream',
          'core/query/query',
          'core/tables/metrics-table',
          'core/tables/table-style',
          'office/queries/query-result',
          'office/queries/read-call',
          'office/queries/list-cache',
          'office/cells/excel-cells',
        ]),
        words: together('words', ['core/natural-input/']),
      },
    },
  },
  performance: { hints: false },
});

/** The preview's host page: Excel's stand-in in the browser. */
const previewPage = (folder = 'preview') => ({
  ...common,
  name: 'preview',
  target: ['web', 'es2022'],
  entry: { host: './src/dev/preview/page/host.ts' },
  output: { path: at('dist', folder), filename: '[name].js', clean: true },
  resolve: {
    ...resolve,
    alias: { '@odoo/o-spreadsheet$': at('node_modules/@odoo/o-spreadsheet/dist/o_spreadsheet.esm.js') },
  },
  module: {
    rules: [
      typescript,
      { test: /\.css$/, use: ['style-loader', 'css-loader'] },
      { test: /o_spreadsheet\.xml$/, type: 'asset/source' },
      { test: /\.(woff2?|ttf|eot|svg|png)$/, type: 'asset/resource' },
    ],
  },
  plugins: [new HtmlPlugin({ filename: 'index.html', template: './src/dev/preview/page/host.html' })],
  optimization: {
    splitChunks: {
      // LGPL: the grid stays a file of its own, which anyone can replace.
      cacheGroups: { grid: { test: /o_spreadsheet\.esm\.js$/, name: 'o-spreadsheet', chunks: 'all', enforce: true } },
    },
  },
  performance: { hints: false },
});

const relay = nodeProgram('relay', { main: './src/relay/main.ts' }, 'relay');

/** A page with nothing but a field of Fluent UI, with which the pane is compared. */
const barePage = {
  ...common,
  name: 'bare-page',
  target: ['web', 'es2022'],
  entry: { bare: './test/bench/programs/bare-page.ts' },
  output: { path: at('dist/bench-bare'), filename: '[name].js', clean: true },
  module: { rules: [typescript] },
  plugins: [new HtmlPlugin({ scriptLoading: 'blocking', inject: 'body' })],
  performance: { hints: false },
};

/** The benchmarks and what they measure, all in folders of their own so that a try goes on meanwhile. */
const benchmarks = [
  nodeProgram(
    'bench',
    {
      main: './test/bench/main.ts',
      relay: './src/relay/main.ts',
      sandbox: './test/bench/programs/sandbox.ts',
      bare: './test/bench/programs/bare.ts',
      strangers: './test/bench/programs/strangers.ts',
    },
    'bench',
  ),
  pages(localOfficeJs, 'bench-pages'),
  previewPage('bench-preview'),
  barePage,
];

/**
 * `webpack` makes what production needs: pages and relay. `--env local` adds what a try on this machine needs: sandbox,
 * preview, the commands, and a local copy of office.js; `--env watch` makes the same for development. `--env bench` makes
 * the benchmarks alone.
 */
const products = (env) => [
  pages(env.local ? localOfficeJs : officeJsCdn),
  relay,
  ...(env.local || env.dev
    ? [
        previewPage(),
        nodeProgram(
          'dev',
          {
            sandbox: './src/dev/sandbox/main.ts',
            preview: './src/dev/preview/server/main.ts',
            start: './src/dev/scripts/start.ts',
            excel: './src/dev/scripts/excel.ts',
            watch: './src/dev/scripts/watch.ts',
            'sso-configure': './src/dev/scripts/sso-configure.ts',
          },
          'dev',
        ),
      ]
    : []),
];

/** Packages change rarely: in files of their own, without source maps, they cost neither a build nor a reload much. */
const packagesApart = ({ cacheGroups, ...splitChunks } = {}) => ({
  ...splitChunks,
  cacheGroups: { ...cacheGroups, packages: { test: /[\\/]node_modules[\\/]/, chunks: 'all', idHint: 'packages' } },
});
const ownSourceMaps = new webpack.SourceMapDevToolPlugin({ exclude: /^(packages-|o-spreadsheet)/, columns: false });

/** The same product built fast instead of small, in a folder of its own. A save that does not compile changes no file. */
const forDevelopment = ({ plugins = [], output, optimization = {}, ...configuration }) => ({
  ...configuration,
  mode: 'development',
  devtool: false,
  output: { ...output, path: path.join(at('dist/watch'), path.relative(at('dist'), output.path)) },
  plugins: [
    ...plugins.filter(
      (plugin) => !(plugin instanceof SizeBudget || plugin instanceof Sbom || plugin instanceof CompressionPlugin),
    ),
    ownSourceMaps,
  ],
  optimization: { ...optimization, emitOnErrors: false, splitChunks: packagesApart(optimization.splitChunks) },
});

/** What `npm run dev` builds again at each save, with a preview that reloads itself. */
const development = () =>
  products({ local: true }).map((product) =>
    forDevelopment(
      product.name === 'preview'
        ? { ...product, entry: { host: [product.entry.host, './src/dev/preview/page/live-reload.ts'] } }
        : product,
    ),
  );

export default (env = {}) => {
  if (env.bench) return benchmarks;
  return env.watch ? development() : products(env);
};
