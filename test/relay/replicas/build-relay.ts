import path from 'node:path';
import { promisify } from 'node:util';
import webpack, { type Configuration } from 'webpack';

const root = path.join(import.meta.dirname, '../../..');
// Inside the checkout, so that the program finds its packages.
const folder = path.join(root, 'dist/test-replicas');

const configuration: Configuration = {
  mode: 'none',
  target: 'node20',
  context: root,
  entry: './src/relay/main.ts',
  output: { path: folder, filename: 'main.mjs', module: true, clean: true },
  experiments: { outputModule: true },
  externals: [({ request }, done) => (/^[./]/.test(request) ? done() : done(undefined, `module ${request}`))],
  resolve: { extensions: ['.ts', '.js'] },
  module: {
    rules: [
      { test: /\.ts$/, loader: 'ts-loader', options: { transpileOnly: true, compilerOptions: { noEmit: false } } },
    ],
  },
};

/** Builds the relay as production has it; gives the program's path. */
export const buildRelay = async (): Promise<string> => {
  const compiler = webpack(configuration);
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats === undefined || stats.hasErrors()) throw new Error(stats?.toString('errors-only') ?? 'nothing was built');
  return path.join(folder, 'main.mjs');
};
