import path from 'node:path';
import { promisify } from 'node:util';
import webpack, { type Configuration } from 'webpack';

const root = path.join(import.meta.dirname, '../../..');
// Inside the checkout, so that the program finds its packages.
const folderOf = (name: string): string => path.join(root, 'dist', name);

const configurationOf = (name: string): Configuration => ({
  mode: 'none',
  target: 'node20',
  context: root,
  entry: './src/relay/main.ts',
  output: { path: folderOf(name), filename: 'main.mjs', module: true, clean: true },
  experiments: { outputModule: true },
  externals: [({ request }, done) => (/^[./]/.test(request) ? done() : done(undefined, `module ${request}`))],
  resolve: { extensions: ['.ts', '.js'] },
  module: {
    rules: [
      { test: /\.ts$/, loader: 'ts-loader', options: { transpileOnly: true, compilerOptions: { noEmit: false } } },
    ],
  },
});

/** Builds the relay as production has it, into a folder of this name in `dist`; gives the program's path. */
export const buildRelay = async (name = 'test-replicas'): Promise<string> => {
  const compiler = webpack(configurationOf(name));
  const stats = await promisify(compiler.run.bind(compiler))();
  if (stats === undefined || stats.hasErrors()) throw new Error(stats?.toString('errors-only') ?? 'nothing was built');
  return path.join(folderOf(name), 'main.mjs');
};
