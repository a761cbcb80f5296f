import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { catalogue, periods, skillTypes, stages } from '../../src/core/domain/catalog';
import { derivedCatalogue } from '../../src/core/domain/derived';
import { callArguments } from '../../src/core/formula/signatures';
import { argumentOrder } from '../../src/core/formula/text/write-formula-text';
import { readTime } from '../../src/core/formula/time-input';
import { functionNames } from '../../src/office/excel/formula-cells';
import { associatedIn, buildFunctions } from '../support/functions/build';

const value = v.object({
  name: v.string(),
  stringValue: v.optional(v.string()),
  numberValue: v.optional(v.number()),
  tooltip: v.string(),
});
const schema = v.object({
  allowErrorForDataTypeAny: v.boolean(),
  allowCustomDataForDataTypeAny: v.optional(v.boolean()),
  functions: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      description: v.pipe(v.string(), v.maxLength(255)),
      helpUrl: v.string(),
      options: v.object({ cancelable: v.boolean(), requiresAddress: v.boolean() }),
      parameters: v.array(
        v.object({
          name: v.string(),
          // What is longer nobody reads while typing.
          description: v.pipe(v.string(), v.minLength(1), v.maxLength(90)),
          optional: v.optional(v.boolean(), false),
          dimensionality: v.optional(v.string(), 'scalar'),
          type: v.string(),
          customEnumId: v.optional(v.string()),
        }),
      ),
      result: v.object({ dimensionality: v.string() }),
    }),
  ),
  enums: v.array(v.object({ id: v.string(), type: v.string(), values: v.array(value) })),
});

const { metadata: written, startChunk } = await buildFunctions();
const metadata = v.parse(schema, written);
const offered = (id: string) => metadata.enums.find((one) => one.id === id)?.values ?? [];

const clock = { now: 0, timeZone: 'UTC', calendar: { period: 'P1D', timeZone: 'UTC', week: 'mon' } } as const;

const namesOf = (id: string) => metadata.functions.find(({ name }) => name === id)?.parameters.map(({ name }) => name);

describe("the functions' metadata", () => {
  it('names all functions, and each has its code', () => {
    expect(metadata.functions.map(({ name }) => name)).toEqual([...functionNames]);
    expect(associatedIn(startChunk).functions).toEqual(metadata.functions.map(({ id }) => id));
  });

  it('has code for every button of the ribbon', () => {
    const manifest = readFileSync(path.join(import.meta.dirname, '../../manifest.xml'), 'utf8');
    const buttons = [...manifest.matchAll(/<FunctionName>(.*?)</g)].map(([, name]) => name);
    expect(buttons).not.toEqual([]);
    expect(associatedIn(startChunk).actions.toSorted()).toEqual([...new Set(buttons)].toSorted());
  });

  it('names the arguments of SKILLMETRICS as the grammar does', () => {
    expect(namesOf('SKILLMETRICS')).toEqual([...argumentOrder]);
  });

  it('has Excel call them with errors, and without what is missing, so that they can name the argument', () => {
    expect(metadata.allowErrorForDataTypeAny).toBe(true);
    // https://github.com/OfficeDev/office-js/issues/4385
    expect(metadata.allowCustomDataForDataTypeAny).toBeUndefined();
    for (const { name, parameters } of metadata.functions)
      for (const { name: argument, type, optional } of parameters)
        expect([name, argument, type, optional]).toEqual([name, argument, 'any', true]);
  });

  it('takes ranges for arguments with several values', () => {
    const matrices = metadata.functions[0]?.parameters.filter(({ dimensionality }) => dimensionality === 'matrix');
    expect(matrices?.map(({ name }) => name)).toEqual(['metric', 'intent', 'locale', 'options']);
  });

  it('names the arguments of the companions as their grammar does', () => {
    expect(namesOf('SKILLTOTAL')).toEqual(argumentOrder.filter((name) => name !== 'period' && name !== 'headers'));
    expect(namesOf('SKILLTOP')).toEqual([...callArguments.SKILLTOP]);
    expect(namesOf('ALEXASKILLS')).toEqual(['vendor']);
    expect(namesOf('ALEXAINTENTS')).toEqual(['skillId', 'locale', 'stage']);
    expect(namesOf('SKILLMETRICSINFO')).toEqual([...argumentOrder]);
    const required = metadata.functions.flatMap(({ name, parameters }) =>
      parameters.filter(({ description }) => description.startsWith('Required')).map((one) => `${name} ${one.name}`),
    );
    expect(required).toEqual([
      ...['skillId', 'metric', 'startTime'].map((name) => `SKILLMETRICS ${name}`),
      ...['skillId', 'metric', 'startTime'].map((name) => `SKILLTOTAL ${name}`),
      ...['skillId', 'metric', 'by', 'startTime'].map((name) => `SKILLTOP ${name}`),
      'ALEXAINTENTS skillId',
      ...['skillId', 'metric', 'startTime'].map((name) => `SKILLMETRICSINFO ${name}`),
    ]);
  });

  it.each(functionNames)(
    'has %s be called off, know its cell, spill, and offer the same values for the same arguments',
    (name) => {
      const found = metadata.functions.find((one) => one.name === name);
      expect(found?.options).toEqual({ cancelable: true, requiresAddress: true });
      expect(found?.result.dimensionality).toBe('matrix');
      for (const { name: argument, customEnumId, dimensionality } of found?.parameters ?? []) {
        const like = metadata.functions[0]?.parameters.find((parameter) => parameter.name === argument);
        // A list of intents is of one locale, so that its locale is no range.
        const expected = name === 'ALEXAINTENTS' && argument === 'locale' ? 'scalar' : like?.dimensionality;
        if (like !== undefined)
          expect([argument, customEnumId, dimensionality]).toEqual([argument, like.customEnumId, expected]);
      }
    },
  );

  it.each(functionNames)('links %s to a place of the help page that is there', (name) => {
    const help = readFileSync(path.join(import.meta.dirname, '../../assets/help.html'), 'utf8');
    expect(metadata.functions.find((one) => one.name === name)?.helpUrl).toMatch(
      new RegExp(`/assets/help.html#${name}$`),
    );
    expect(help).toContain(`<h2 id="${name}">`);
  });

  it('offers the values that the query parser takes', () => {
    const texts = (id: string) => offered(id).map(({ stringValue }) => stringValue);
    expect(texts('Period')).toEqual([...periods]);
    expect(texts('Stage')).toEqual([...stages]);
    expect(texts('SkillType')).toEqual([...skillTypes]);
    for (const { stringValue } of offered('Start')) expect(readTime(stringValue ?? '', clock)).toBeDefined();
    expect(offered('Start')).not.toEqual([]);
    expect(offered('Headers').map(({ numberValue }) => numberValue)).toEqual([0, 1, 2]);
    expect(offered('Metric').map(({ stringValue, tooltip }) => [stringValue, tooltip])).toEqual(
      [...Object.entries(catalogue), ...Object.entries(derivedCatalogue)].map(([name, { meaning }]) => [name, meaning]),
    );
  });
});

describe('what a cell needs before its first answer', () => {
  it('weighs at most 14 KB', () => {
    expect(gzipSync(startChunk).length).toBeLessThanOrEqual(14 * 1024);
  });
});
