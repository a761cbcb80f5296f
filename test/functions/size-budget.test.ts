import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack, { type WebpackPluginInstance } from 'webpack';

interface Budgets {
  readonly entry: string;
  readonly start: number;
  readonly later: number;
  readonly parts?: Readonly<Record<string, number>>;
}
type Budget = new (budgets: Budgets) => WebpackPluginInstance;
const module = v.object({ SizeBudget: v.custom<Budget>((value) => typeof value === 'function') });
const loaded: unknown = await import(path.join(import.meta.dirname, '../../size-budget.js'));
const { SizeBudget } = v.parse(module, loaded);

let folder = '';

/** A script of so many KB, which gzip cannot make smaller than three quarters of that. */
const script = (kilobytes: number): string => `console.log('${randomBytes(kilobytes * 768).toString('base64')}');`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'budget-'));
  await writeFile(
    path.join(folder, 'page.js'),
    `${script(4)} import(/* webpackChunkName: 'part' */ './part.js'); import('./other.js');`,
  );
  await writeFile(path.join(folder, 'part.js'), `${script(8)} import(/* webpackChunkName: 'rest' */ './rest.js');`);
  await writeFile(path.join(folder, 'rest.js'), script(8));
  await writeFile(path.join(folder, 'other.js'), script(4));
});
afterAll(() => rm(folder, { recursive: true }));

/** What the build says against the page with these budgets. */
const errors = (start: number, later: number, part = 14, more: Budgets['parts'] = {}): Promise<readonly string[]> =>
  new Promise((resolve, reject) => {
    const config = {
      context: folder,
      mode: 'production' as const,
      entry: { page: './page.js' },
      output: { path: path.join(folder, 'built') },
      plugins: [new SizeBudget({ entry: 'page', start, later, parts: { part, ...more } })],
    };
    webpack(config, (error, stats) => {
      if (error === null) resolve(stats?.compilation.errors.map(({ message }) => message) ?? []);
      else reject(error);
    });
  });

describe('the budget of a page', () => {
  it('accepts a page within it', async () => {
    expect(await errors(6, 18)).toEqual([]);
  });

  it('fails a build whose page loads too much at once', async () => {
    expect(await errors(3, 18)).toEqual([
      expect.stringMatching(/^page \(start\) has [45]\.\d KB with gzip, over its budget of 3 KB\.$/),
    ]);
  });

  it('fails a build if one part, with what it loads in turn, is too large', async () => {
    expect(await errors(6, 18, 11)).toEqual([
      expect.stringMatching(/^page \(part\) has 1[23]\.\d KB with gzip, over its budget of 11 KB\.$/),
    ]);
  });

  it('counts a part of a part by itself where it has a budget of its own', async () => {
    expect(await errors(6, 18, 7, { rest: 7 })).toEqual([]);
    expect(await errors(6, 18, 7, { rest: 5 })).toEqual([
      expect.stringMatching(/^page \(rest\) has 6\.\d KB with gzip, over its budget of 5 KB\.$/),
    ]);
  });

  it('fails a build whose page may load too much later, parts of parts included', async () => {
    expect(await errors(6, 15)).toEqual([
      expect.stringMatching(/^page \(later\) has 1[56]\.\d KB with gzip, over its budget of 15 KB\.$/),
    ]);
  });
});
