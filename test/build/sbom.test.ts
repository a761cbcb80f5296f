/** What the build says that it ships is what it ships. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import webpack, { type WebpackPluginInstance } from 'webpack';

const root = path.join(import.meta.dirname, '../..');

type Bill = new (to: { readonly file: string; readonly root: string }) => WebpackPluginInstance;
const module = v.object({ Sbom: v.custom<Bill>((value) => typeof value === 'function') });
const loaded: unknown = await import(path.join(root, 'sbom.js'));
const { Sbom } = v.parse(module, loaded);

/** What CycloneDX requires, and what tells one package from another. */
const sbomSchema = v.object({
  bomFormat: v.literal('CycloneDX'),
  specVersion: v.picklist(['1.5', '1.6', '1.7']),
  serialNumber: v.pipe(v.string(), v.regex(/^urn:uuid:[0-9a-f-]{36}$/)),
  version: v.literal(1),
  metadata: v.object({ component: v.object({ name: v.string(), type: v.literal('application') }) }),
  components: v.array(
    v.object({
      'bom-ref': v.string(),
      type: v.literal('library'),
      name: v.string(),
      version: v.string(),
      purl: v.string(),
    }),
  ),
  dependencies: v.array(v.object({ ref: v.string(), dependsOn: v.array(v.string()) })),
});
let sbom: v.InferOutput<typeof sbomSchema>;

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'sbom-'));
  const [entry, file] = [path.join(folder, 'page.js'), path.join(folder, 'sbom.json')];
  // React is a package for development that the pages contain.
  writeFileSync(entry, `import { createElement } from 'react'; console.log(createElement('p'));`);
  const compiler = webpack({
    mode: 'production',
    entry,
    output: { path: path.join(folder, 'pages') },
    resolve: { modules: [path.join(root, 'node_modules')] },
    plugins: [new Sbom({ file, root })],
  });
  const stats = await promisify(compiler.run.bind(compiler))();
  expect(stats?.toString({ all: false, errors: true, warnings: true })).toBe('');
  sbom = v.parse(sbomSchema, JSON.parse(readFileSync(file, 'utf8')));
}, 120_000);

describe('the bill of materials', () => {
  const names = (): string[] => sbom.components.map(({ name }) => name);

  it('lists all that the relay needs at run time', () => {
    const project = v.parse(
      v.object({ dependencies: v.record(v.string(), v.string()) }),
      JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')),
    );
    const listed = sbom.components.map(({ name, version }) => `${name}@${version}`);
    const needed = Object.entries(project.dependencies).map(([name, version]) => `${name}@${version}`);
    expect(needed.filter((one) => !listed.includes(one))).toEqual([]);
  });

  it('lists what the pages contain, and nothing that only builds or tests them', () => {
    expect(names()).toContain('react');
    expect(names().filter((name) => ['react-dom', 'webpack', 'vitest', 'eslint', 'typescript'].includes(name))).toEqual(
      [],
    );
  });

  it('is of this project, and names each package as registries and scanners do', () => {
    expect(sbom.metadata.component.name).toBe('skill-metrics-for-excel');
    expect(sbom.components.filter(({ purl }) => !/^pkg:npm\/[^@]+@[\w.+-]+/.test(purl))).toEqual([]);
    const refs = new Set(sbom.components.map((one) => one['bom-ref']));
    expect(sbom.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual([]);
  });
});
