import { gzipSync } from 'node:zlib';

const kilobyte = 1024;

/** The files that a chunk group brings, and those of all that it loads later. */
const filesBelow = (group, files = new Set()) => {
  for (const child of group.getChildren()) {
    for (const file of child.getFiles()) files.add(file);
    filesBelow(child, files);
  }
  return files;
};

/**
 * Fails the build where a page has grown beyond what people should wait for. Sizes are of scripts and styles with gzip, in
 * KB of 1,024 bytes: `start` of what the page loads at once, `later` of all else that it may load together.
 */
export class SizeBudget {
  constructor({ entry, start, later }) {
    this.entry = entry;
    this.budgets = { start, later };
  }

  apply(compiler) {
    const { name } = SizeBudget;
    compiler.hooks.thisCompilation.tap(name, (compilation) => {
      compilation.hooks.afterProcessAssets.tap(name, (assets) => {
        for (const problem of this.problems(compilation.entrypoints.get(this.entry), assets))
          compilation.errors.push(new compiler.webpack.WebpackError(problem));
      });
    });
  }

  problems(page, assets) {
    const atOnce = new Set(page.getFiles());
    const files = { start: [...atOnce], later: [...filesBelow(page)].filter((file) => !atOnce.has(file)) };
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
