import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { settingNames } from '../src/relay/config/settings';
import { createTelemetry } from '../src/relay/observability/metrics';

/** The documents say what is there: links lead somewhere, and paths, scripts, settings and metrics exist. */

const root = path.join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(path.join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => path.join('docs', file)),
];

const withoutCode = (text: string): string => text.replace(/^ *```[^]*?^ *```$/gm, '');

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

const anchorsIn = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** Links and pictures that lead to files of this project. */
const linksIn = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^\w+:/.test(link));

/** Whether a link of a document leads to a file, and to a heading in it. */
const leadsSomewhere = (document: string, link: string): boolean => {
  const [file = '', anchor] = link.split('#');
  const target = file === '' ? document : path.join(path.dirname(document), file);
  if (!existsSync(path.join(root, target))) return false;
  return anchor === undefined || anchorsIn(read(target)).includes(anchor);
};

const folders = /^(?:src|test|docs|assets)\/[\w./-]*$/;

/** Files and folders of this project that a document names in backticks. */
const pathsIn = (text: string): readonly string[] =>
  [...withoutCode(text).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code).filter((code) => folders.test(code));

/** What a worked example makes. */
const examples = new Set(['src/relay/store/shadow.ts', 'test/relay/store/shadow.test.ts']);

/** The files in the drawing of a query's way, which stand below `src`: a bare name is in the folder of the one before. */
const drawnIn = (svg: string): readonly string[] =>
  [...svg.matchAll(/<text class="file"[^>]*>([^<]+)</g)].flatMap(([, line = '']) => {
    let folder = '';
    return line.split(' · ').map((file) => {
      folder = file.includes('/') ? path.dirname(file) : folder;
      return path.join('src', folder, path.basename(file));
    });
  });

/** A text as a regular expression that means just that. */
const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

const names = v.record(v.string(), v.string());
const project = v.parse(v.object({ scripts: names, dependencies: names }), JSON.parse(read('package.json')));

describe.each(documents)('%s', (document) => {
  const text = read(document);

  it('has links that lead somewhere', () => {
    expect(linksIn(text).filter((link) => !leadsSomewhere(document, link))).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const named = pathsIn(text).filter((one) => !examples.has(one));
    expect(named.filter((one) => !existsSync(path.join(root, one)))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const run = [...text.matchAll(/`npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(run.filter((name) => !Object.hasOwn(project.scripts, name))).toEqual([]);
  });
});

describe('README.md', () => {
  it('has fewer than 1,000 words beside tables and code', () => {
    const prose = withoutCode(read('README.md'))
      .replace(/^ *\|.*$/gm, '')
      .replace(/\]\([^)]*\)/g, ']');
    expect(prose.split(/\s+/).filter((word) => /\w/.test(word)).length).toBeLessThan(1_000);
  });

  it('says of every package that the product runs on why it is there', () => {
    const text = read('README.md');
    expect(Object.keys(project.dependencies).filter((name) => !text.includes(`[${name}]`))).toEqual([]);
  });

  it('can be followed to every other document', () => {
    const linked = [...linksIn(read('README.md')), ...linksIn(read('docs/decisions/README.md'))].map((link) =>
      path.basename(link.split('#')[0] ?? ''),
    );
    expect(documents.filter((one) => one !== 'README.md' && !linked.includes(path.basename(one)))).toEqual([]);
  });
});

describe('docs/query-way.svg', () => {
  it("draws the query's way through files that exist", () => {
    const drawn = drawnIn(read('docs/query-way.svg'));
    expect(drawn.length).toBeGreaterThan(30);
    expect(drawn.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });
});

describe('docs/SECURITY.md', () => {
  it('names a test for every threat', () => {
    const threats = read('docs/SECURITY.md')
      .split('\n')
      .filter((line) => /^\| (Spoofing|Tampering|Repudiation|Information|Denial|Elevation)/.test(line));
    expect(threats.length).toBeGreaterThan(20);
    expect(threats.filter((line) => !/`test\/[\w./-]+\.(test|spec)\.ts`/.test(line))).toEqual([]);
  });
});

describe('docs/operations.md', () => {
  const text = read('docs/operations.md');

  it('names every setting of the relay', () => {
    expect(settingNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('lists the defaults of .env.example', () => {
    const defaults = [...read('.env.example').matchAll(/^#([A-Z_]+)=(.+)$/gm)];
    expect(defaults).not.toEqual([]);
    const wrong = defaults.filter(
      ([, name = '', value = '']) =>
        !new RegExp(String.raw`^\| .*\`${name}\`.*\| +\`${literally(value)}\` +\|`, 'm').test(text),
    );
    expect(wrong.map(([, name]) => name)).toEqual([]);
  });

  it('names every metric of the relay', () => {
    const names = createTelemetry()
      .registry.getMetricsAsArray()
      .map(({ name }) => name);
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });
});
