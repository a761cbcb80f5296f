import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** One name, one meaning: whoever searches for a name finds one thing. */

const source = path.join(import.meta.dirname, '../src');

/** The files that are shipped. The stand-ins have Amazon's and Excel's words for what the product has, too. */
const shipped = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.startsWith(`dev${path.sep}`),
);

const exported = /^export (?:declare |abstract |async )*(?:const|let|function|class|interface|type|enum) (\w+)/gm;

const namesIn = (file: string): readonly string[] => [
  ...new Set([...readFileSync(path.join(source, file), 'utf8').matchAll(exported)].map(([, name = '']) => name)),
];

it('no two files export the same name', () => {
  const files = new Map<string, string[]>();
  for (const file of shipped) for (const name of namesIn(file)) files.set(name, [...(files.get(name) ?? []), file]);
  expect(files.size).toBeGreaterThan(500);
  expect([...files].filter(([, all]) => all.length > 1)).toEqual([]);
});
