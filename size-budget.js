import { gzipSync } from 'node:zlib';

const kilobyte = 1024;

/** The files of all that a chunk group loads later, but for parts with a budget of their own. */
const filesBelow = (group, apart = [], files = new Set()) => {
  for (const child of group.getChildren()) {
    if (apart.includes(child.name)) continue;
    for (const file of child.getFiles()) files.add(file);
    filesBelow(child, apart, files);
  }
  return files;
};

/**
 * Fails the build where a page has grown beyond what people should wait for. Sizes are of scripts and styles with gzip, in
 * KB of 1,024 bytes: `start` of what the page loads at once, `later` of all else that it may load together, and by its
 * `webpackChunkName` each of `parts` with all that it may load in turn, less other parts and what is there before it.
 */
export class SizeBudget {
  constructor({ entry, start, later, parts = {}, apart = [] }) {
    this.apart = apart;
    this.entry = entry;
    this.parts = Object.keys(parts);
    this.budgets = { start, ...parts, later };
  }

  apply(compiler) {
    const { name } = SizeBudget;
    compiler.hooks.thisCompilation.tap(name, (compilation) => {
      compilation.hooks.afterProcessAssets.tap(name, (assets) => {
        for (const problem of this.problems(compilation, assets))
          compilation.errors.push(new compiler.webpack.WebpackError(problem));
      });
    });
  }

  problems({ entrypoints, namedChunkGroups }, assets) {
    const page = entrypoints.get(this.entry);
    const atOnce = new Set(page.getFiles());
    const further = (files) => [...files].filter((file) => !atOnce.has(file));
    const part = (name) => {
      const group = namedChunkGroups.get(name);
      return [name, further([...group.getFiles(), ...filesBelow(group, this.parts)])];
    };
    const files = {
      start: [...atOnce],
      ...Object.fromEntries(this.parts.map(part)),
      later: further(filesBelow(page, new Set())),
    };
    return Object.entries(this.budgets).flatMap(([part, budget]) => {
      const sizes = files[part]
        .filter((file) => /\.(js|css)$/.test(file))
        .map((file) => gzipSync(assets[file].buffer()).length);
      const size = sizes.reduce((sum, one) => sum + one, 0) / kilobyte;
      const over = `${this.entry} (${part}) has ${size.toFixed(1)} KB with gzip, over its budget of ${budget} KB.`;
      return size > budget ? [over] : [];
    });
  }
}
