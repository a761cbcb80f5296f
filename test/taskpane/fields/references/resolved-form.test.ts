import { describe, expect, it } from 'vitest';
import type { CellContent } from '../../../../src/office/workbook/selection';
import {
  type Contents,
  contentText,
  resolvedForm,
  valuesOf,
} from '../../../../src/taskpane/fields/references/resolved-form';
import { type ArgumentName, emptyForm, type Form } from '../../../../src/taskpane/model/form';

const content = (...values: (string | number)[]): CellContent => ({
  values: values.map((value) => [value]),
  texts: values.map((value) => [String(value)]),
});
const at = (address: string) => ({ kind: 'reference', address, sheet: 'Data' }) as const;
const form: Form = {
  ...emptyForm,
  bound: {
    metric: at('B1:B2'),
    startTime: at('B3'),
    skillType: at('B4'),
    locale: at('B5:B7'),
    stage: at('B8'),
    endTime: { kind: 'expression', text: 'TODAY()' },
  },
};
const contents: Contents = new Map<ArgumentName, CellContent | undefined>([
  ['metric', content('playQueuesCount', 'uniqueCustomers')],
  ['startTime', content(46235)],
  ['skillType', content('Music')],
  ['locale', content('en-US', '', 'de-DE')],
  ['stage', undefined],
  ['period', content('PT1H')],
]);

describe('the form with what its cells hold', () => {
  it('has it in place of the value', () => {
    expect(resolvedForm(form, contents)).toEqual({
      ...form,
      metric: ['playQueuesCount', 'uniqueCustomers'],
      startTime: '2026-08-01',
      skillType: 'music',
      locale: 'en-US, de-DE',
    });
  });

  it('keeps its own where the cells hold nothing that it could', () => {
    const wrong: Contents = new Map([['metric', content('nonsense')]]);
    expect(resolvedForm(form, wrong).metric).toEqual(emptyForm.metric);
  });
});

describe('values for the check', () => {
  it('leave out what could not be read', () => {
    expect([...valuesOf(contents).keys()]).toEqual(['metric', 'startTime', 'skillType', 'locale', 'period']);
  });
});

describe('the text of cells', () => {
  it.each([
    [content('en-US'), '= en-US'],
    [content(''), 'Empty'],
    [content('a', '', 'b'), '= a, b'],
    [content('a', 'b', 'c', 'd', 'e', 'f'), '= a, b, c, d and 2 more'],
  ])('is short', (cells, text) => expect(contentText(cells)).toBe(text));
});
