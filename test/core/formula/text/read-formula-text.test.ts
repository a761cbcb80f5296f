import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFormulaText } from '../../../../src/core/formula/text/read-formula-text';
import {
  argumentOrder,
  type FieldValue,
  type FormulaFields,
  formulaText,
} from '../../../../src/core/formula/text/write-formula-text';

const fieldsOf = (formula: string): FormulaFields => {
  const reading = readFormulaText(formula);
  if (reading.kind !== 'fields') throw new Error(`${formula} is ${reading.kind}`);
  return reading.fields;
};
const argument = (written: string): FieldValue | undefined => fieldsOf(`=SKILLMETRICS(${written})`).skillId;

describe('a formula that was read', () => {
  it('has a field for each argument that it gives', () => {
    expect(
      fieldsOf('=SKILLMETRICS(B4, {"totalSessions","uniqueCustomers"}, DATE(2026,8,1), TODAY()-7, , "live",,,, 0)'),
    ).toEqual({
      skillId: { kind: 'reference', address: 'B4' },
      metric: { kind: 'list', items: ['totalSessions', 'uniqueCustomers'] },
      startTime: { kind: 'date', year: 2026, month: 8, day: 1 },
      endTime: { kind: 'expression', text: 'TODAY()-7' },
      stage: { kind: 'text', text: 'live' },
      headers: { kind: 'number', value: 0 },
    });
  });

  it.each([
    '=skillmetrics(A1)',
    '=_xldudf_SKILLMETRICS(A1)',
    '= +SKILLMETRICS ( A1 )',
    '=SKILLMETRICS(A1,,,,,,,,,,)',
    '=SKILLMETRICS(A1) ',
  ])('may be written as %s', (formula) =>
    expect(fieldsOf(formula)).toEqual({ skillId: { kind: 'reference', address: 'A1' } }),
  );

  it.each([
    'B6',
    '$B$6',
    'B6:B9',
    'B6#',
    'B:B',
    '$3:$4',
    'Sheet2!B6',
    "'Ada''s (old) sheet, 2'!$B$6:C9",
    "'[Book 2.xlsx]Sheet1'!A1",
    'Übersicht!A1',
    'StartDate',
    'Beginn_März',
  ])('keeps the reference %s', (address) => expect(argument(address)).toEqual({ kind: 'reference', address }));

  it.each([
    'TODAY()-7',
    'B6&""',
    'TRUE',
    'Table1[Start]',
    'IF(A1="a,(b",{1,2},"c")',
    "IF('It''s, (here'!A1,1,2)",
    '{1,2}',
    '{"a","b";"c","d"}',
    'DATE(2026,A1,1)',
    'B6:INDEX(B:B,9)',
  ])('keeps the expression %s as it is', (text) => expect(argument(text)).toEqual({ kind: 'expression', text }));

  it('reads texts, numbers, and lists in a column', () => {
    expect(argument('"a ""b"", (c"')).toEqual({ kind: 'text', text: 'a "b", (c' });
    expect(argument('-1.5E+3')).toEqual({ kind: 'number', value: -1500 });
    expect(argument('{"a;b";"c"}')).toEqual({ kind: 'list', items: ['a;b', 'c'], down: true });
    expect(argument('{"a","b"}')).toEqual({ kind: 'list', items: ['a', 'b'] });
  });
});

describe('the other functions', () => {
  it.each([
    ['=SKILLTOTAL(B4,,"-7d",,"live",,,,"tz=UTC")', 'SKILLTOTAL', ['skillId', 'startTime', 'stage', 'options']],
    ['=ALEXASKILLS()', 'ALEXASKILLS', []],
    ['=_xldudf_ALEXASKILLS("Lighthouse")', 'ALEXASKILLS', ['vendor']],
    ['=alexaintents(B4,"de-DE")', 'ALEXAINTENTS', ['skillId', 'locale']],
    ['=SKILLMETRICSINFO(B4,,"-7d",,,,,,,2)', 'SKILLMETRICSINFO', ['skillId', 'startTime', 'headers']],
  ])('have their own arguments: %s', (formula, call, names) => {
    const reading = readFormulaText(formula);
    expect(reading).toMatchObject({ kind: 'fields', call });
    expect(reading.kind === 'fields' ? Object.keys(reading.fields) : []).toEqual(names);
  });

  it.each(['=SUM(SKILLTOTAL(B4))', '=ALEXASKILLS(1,2)', '=UNIQUE(ALEXAINTENTS(B4))'])(
    'may stand in something else: %s',
    (formula) => expect(readFormulaText(formula)).toEqual({ kind: 'nested' }),
  );
});

describe('a formula that cannot be edited', () => {
  it.each([
    '=SUM(SKILLMETRICS(A1))',
    '=SKILLMETRICS(A1)+1',
    '=SKILLMETRICS(A1)*SKILLMETRICS(B1)',
    '=@SKILLMETRICS(A1)',
    '=LET(x,SKILLMETRICS(A1),x)',
    '=SKILLMETRICS(1,2,3,4,5,6,7,8,9,10,11,12)',
    '=SKILLMETRICS("a',
  ])('holds the function in something else: %s', (formula) =>
    expect(readFormulaText(formula)).toEqual({ kind: 'nested' }),
  );

  it.each(['', 'SKILLMETRICS(A1)', '=SUM(A1)', '="SKILLMETRICS(A1)"', '=MYSKILLMETRICS(A1)', '=SKILLMETRICSINFOS(A1)'])(
    'does not call the function: %s',
    (formula) => expect(readFormulaText(formula)).toEqual({ kind: 'other' }),
  );
});

const anyText = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => ({ kind: 'text', text }) as const);
const anyValue: fc.Arbitrary<FieldValue> = fc.oneof(
  anyText,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => ({ kind: 'number', value: value + 0 }) as const),
  fc.record({
    kind: fc.constant('date' as const),
    year: fc.integer({ min: 1, max: 9999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 31 }),
  }),
  fc
    .constantFrom('B6', '$B$6:$C$9', "'Ada''s, sheet'!B6#", 'Sheet2!A:A', 'StartDate')
    .map((address) => ({ kind: 'reference', address }) as const),
  fc
    .record({ items: fc.array(fc.string(), { minLength: 2, maxLength: 5 }), down: fc.boolean() })
    .map(({ items, down }) => ({ kind: 'list', items, ...(down ? { down } : {}) }) as const),
  fc
    .constantFrom('TODAY()-7', 'IF(A1="),(",{1,2},\'a,b\'!C3)', 'B6&", "', '(A1)', 'Table1[[#This Row],[a, b]]')
    .map((text) => ({ kind: 'expression', text }) as const),
);

/** Not written, as they say what holds anyway. */
const defaults: FormulaFields = {
  period: { kind: 'text', text: 'P1D' },
  stage: { kind: 'text', text: 'live' },
  skillType: { kind: 'text', text: 'custom' },
  headers: { kind: 'number', value: 1 },
};
const anyFields = fc
  .record(Object.fromEntries(argumentOrder.map((name) => [name, anyValue])), { requiredKeys: [] })
  .map((fields): FormulaFields => fields)
  .filter((fields) =>
    argumentOrder.every((name) => !defaults[name] || JSON.stringify(defaults[name]) !== JSON.stringify(fields[name])),
  );

describe('reading and writing', () => {
  it('are each other’s inverse', () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        expect(fieldsOf(formulaText(fields))).toEqual(fields);
      }),
    );
  });
});
