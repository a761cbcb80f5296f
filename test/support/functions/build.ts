import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import * as v from 'valibot';
import webpack, { type Configuration } from 'webpack';

const root = path.join(import.meta.dirname, '../../..');
const configuration = v.custom<Configuration>((value) => typeof value === 'object' && value !== null);
const configModule = v.object({
  default: v.pipe(v.function(), v.args(v.strictTuple([])), v.returns(v.array(configuration))),
});

const metadataPlugins = ['CustomFunctionsMetadataPlugin', 'FunctionMetadata'];

/** The build's own configuration of the pages, for what cells and ribbon need of them. */
const configFor = async (folder: string): Promise<Configuration> => {
  const loaded: unknown = await import(path.join(root, 'webpack.config.js'));
  const pages = v
    .parse(configModule, loaded)
    .default()
    .find(({ name }) => name === 'pages');
  return {
    ...pages,
    context: root,
    devtool: false,
    entry: { start: ['./src/functions/functions.ts', './src/commands/commands.ts'] },
    output: { ...pages?.output, path: folder },
    plugins: (pages?.plugins ?? []).filter((plugin) => metadataPlugins.includes(plugin?.constructor.name ?? '')),
  };
};

const run = (config: Configuration): Promise<void> =>
  new Promise((resolve, reject) => {
    webpack(config, (error, stats) => {
      if (error !== null) reject(error);
      else if (stats?.hasErrors() === true) reject(new Error(stats.toString('errors-only')));
      else resolve();
    });
  });

export interface Built {
  readonly metadata: unknown;
  /** What a cell needs before its first answer. */
  readonly startChunk: string;
}

/** Builds the functions and the ribbon's commands as the product does. */
export const buildFunctions = async (): Promise<Built> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'functions-'));
  try {
    await run(await configFor(folder));
    const metadata: unknown = JSON.parse(await readFile(path.join(folder, 'functions.json'), 'utf8'));
    return { metadata, startChunk: await readFile(path.join(folder, 'start.js'), 'utf8') };
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** Runs the start chunk as Excel does; gives the names for which it has code. */
export const associatedIn = (startChunk: string): { functions: string[]; actions: string[] } => {
  const functions: string[] = [];
  const actions: string[] = [];
  const globals = {
    CustomFunctions: { associate: (id: string) => functions.push(id) },
    Office: { actions: { associate: (id: string) => actions.push(id) } },
    document: { head: { appendChild: () => undefined }, createElement: () => ({}), getElementsByTagName: () => [] },
    console,
    setTimeout,
  };
  runInNewContext(startChunk, { ...globals, self: globals, window: globals });
  return { functions, actions };
};
