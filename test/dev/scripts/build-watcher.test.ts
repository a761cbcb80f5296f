import { appendFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Build, watchBuilds } from '../../../src/dev/scripts/build-watcher';

const folder = mkdtempSync(path.join(tmpdir(), 'build-watcher-'));
const at = (...parts: readonly string[]): string => path.join(folder, ...parts);

const configuration = (name: string) => ({
  name,
  mode: 'development' as const,
  devtool: false as const,
  context: folder,
  entry: { main: `./${name}.js` },
  output: { path: at('built', name), filename: '[name].js' },
  optimization: { emitOnErrors: false },
});

let stop: (() => Promise<void>) | undefined;

afterEach(() => stop?.());

it('reports which files each build has written, and why a broken one has written none', async () => {
  for (const name of ['relay', 'pages']) writeFileSync(at(`${name}.js`), 'console.log(1);\n');
  const builds: Build[] = [];
  stop = watchBuilds(['relay', 'pages'].map(configuration), at('built'), (build) => {
    builds.push(build);
    return Promise.resolve();
  });
  await expect.poll(() => builds).toEqual([{ written: ['relay/main.js', 'pages/main.js'], errors: '' }]);

  appendFileSync(at('pages.js'), 'console.log(2);\n');
  await expect.poll(() => builds.at(1)).toEqual({ written: ['pages/main.js'], errors: '' });

  const before = readFileSync(at('built/relay/main.js'), 'utf8');
  writeFileSync(at('relay.js'), 'console.log(;\n');
  await expect.poll(() => builds.at(2)?.errors).toContain('relay.js');
  expect(builds.at(2)?.written).toEqual([]);
  expect(readFileSync(at('built/relay/main.js'), 'utf8')).toBe(before);
});
