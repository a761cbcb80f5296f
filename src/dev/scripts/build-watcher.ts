/** Builds the product again at each save, by webpack's own watch. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as v from 'valibot';
import webpack, { type Configuration, type Stats } from 'webpack';

/** A build that has ended. */
export interface Build {
  /** The files that it has written, by their paths below the build's folder, with `/` between. */
  readonly written: readonly string[];
  /** What is wrong, for people to read; empty where nothing is. A program or page that does not compile is not written. */
  readonly errors: string;
}

const isConfiguration = (value: unknown): boolean => typeof value === 'object' && value !== null && 'entry' in value;
const configurationList = v.array(v.custom<Configuration>(isConfiguration, 'a configuration of webpack'));
const configModule = v.object({ default: v.function() });

/** What webpack.config.js in the working directory builds for development. Throws where it cannot be read. */
export const developmentConfig = async (): Promise<Configuration[]> => {
  const { href } = pathToFileURL(path.resolve('webpack.config.js'));
  const loaded: unknown = await import(/* webpackIgnore: true */ href);
  return v.parse(configurationList, v.parse(configModule, loaded).default({ watch: true }));
};

const writtenBy = ({ compilation }: Stats, folder: string): readonly string[] =>
  [...compilation.emittedAssets].map((name) =>
    path.relative(folder, path.join(compilation.compiler.outputPath, name)).replaceAll('\\', '/'),
  );

/**
 * Builds the configurations into `folder`, and again whenever a source changes, until the function that it gives is called.
 * @param onBuild is told of each build, one after another; never of a new one while it is busy with the last.
 */
export const watchBuilds = (
  configurations: Configuration[],
  folder: string,
  onBuild: (build: Build) => Promise<void>,
): (() => Promise<void>) => {
  const compiler = webpack(configurations);
  let told = Promise.resolve();
  const watching = compiler.watch({ aggregateTimeout: 20 }, (error, stats) => {
    const written = stats?.stats.flatMap((one) => writtenBy(one, folder)) ?? [];
    const reasons = stats?.hasErrors() ? stats.toString({ preset: 'errors-only', colors: true }) : '';
    told = told.then(() => onBuild({ written, errors: error ? error.message : reasons }));
  });
  return () => new Promise((resolve) => watching?.close(() => resolve()));
};
