import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** npm as it runs this build, or as it is on the path. */
const npm = () => {
  const own = process.env.npm_execpath ?? '';
  return own.endsWith('npm-cli.js') ? [process.execPath, [own], false] : ['npm', [], process.platform === 'win32'];
};

/** All that is installed, as CycloneDX. Asks no registry. */
const installed = async (cwd) => {
  const [command, args, shell] = npm();
  const options = { cwd, shell, maxBuffer: 256 * 1024 * 1024 };
  const { stdout } = await promisify(execFile)(command, [...args, 'sbom', '--sbom-format=cyclonedx'], options);
  return JSON.parse(stdout);
};

/** The package of a file in node_modules, as `name@version`; undefined for our own files. */
const packageOf = (file) => {
  const [, folder] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file) ?? [];
  if (folder === undefined) return undefined;
  const { name, version } = read(path.join(folder, 'package.json'));
  return `${name}@${version}`;
};

/** The files that a compilation has put together. */
const filesIn = (modules, files = new Set()) => {
  for (const module of modules) {
    if (module.resource !== undefined) files.add(module.resource);
    // Modules that webpack has joined into one.
    if (module.modules !== undefined) filesIn(module.modules, files);
  }
  return files;
};

/** What `npm ci --omit=dev` installs. `npm sbom --omit=dev` leaves out what a tool for development needs, too. */
const neededAtRunTime = (root) =>
  Object.entries(read(path.join(root, 'package-lock.json')).packages)
    .filter(([place, { dev = false, devOptional = false }]) => place !== '' && !dev && !devOptional)
    .map(([place, { name = place.split('node_modules/').at(-1), version }]) => `${name}@${version}`);

/**
 * Writes the software bill of materials: the packages that the relay needs at run time, and those that webpack has put
 * into the pages.
 *
 * @see https://cyclonedx.org/docs/1.5/json/
 */
export class Sbom {
  constructor({ file, root }) {
    this.file = file;
    this.root = root;
  }

  apply(compiler) {
    const { name } = Sbom;
    compiler.hooks.afterEmit.tapPromise(name, async (compilation) => {
      try {
        await this.write(compilation);
      } catch (error) {
        compilation.warnings.push(new compiler.webpack.WebpackError(`${this.file} was not written: ${error.message}`));
      }
    });
  }

  async write({ modules }) {
    const bundled = new Set([...filesIn(modules)].map(packageOf).filter(Boolean));
    const all = await installed(this.root);
    const known = new Set(all.components.map((one) => one['bom-ref']));
    const unknown = [...bundled].filter((one) => !known.has(one));
    if (unknown.length > 0) throw new Error(`npm knows nothing of ${unknown.join(', ')}`);
    const shipped = new Set([...neededAtRunTime(this.root), ...bundled]);
    const components = all.components.filter((one) => shipped.has(one['bom-ref']));
    const { name, version } = read(path.join(this.root, 'package.json'));
    const component = { ...all.metadata.component, name, version, type: 'application' };
    const refs = new Set([component['bom-ref'], ...components.map((one) => one['bom-ref'])]);
    const dependencies = all.dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
    const sbom = { ...all, metadata: { ...all.metadata, component }, components, dependencies };
    mkdirSync(path.dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify(sbom, null, 2)}\n`);
  }
}
