import { describe, expect, it } from 'vitest';
import { hidesErrors, isNoFallback } from '../../../src/office/excel/find-formulas';

describe('an error in disguise', () => {
  const hides = hidesErrors([
    { name: 'Safe', formula: '=LAMBDA(skill,IFERROR(SKILLTOTAL(skill),"none"))' },
    { name: 'Twice', formula: '=LAMBDA(skill,2*Safe(skill))' },
    { name: 'Plain', formula: '=LAMBDA(skill,SKILLTOTAL(skill))' },
  ]);

  it.each([
    '=IFERROR(SKILLTOTAL(A1),"none")',
    '=ifna (SKILLTOTAL(A1),0)',
    '=IF(ISERROR(SKILLTOTAL(A1)),0,1)',
    '=LET(total,SKILLTOTAL(A1),IF(ISNUMBER(total),total,"-"))',
    '=ERROR.TYPE(SKILLTOTAL(A1))',
    '=COUNT(SKILLMETRICS(A1))',
    '=Safe(A1)',
    '=Twice(A1)',
  ])('may be what a formula shows: %s', (formula) => expect(hides(formula)).toBe(true));

  it.each(['=SKILLTOTAL(A1)', '=SUM(SKILLMETRICS(A1))', '="IFERROR("&SKILLTOTAL(A1)', '=Plain(A1)', '=MYIFERROR(A1)'])(
    'is not what a formula shows: %s',
    (formula) => expect(hides(formula)).toBe(false),
  );
});

describe('a value', () => {
  const numbers = '=IFERROR(SKILLTOTAL(A1,"x)"),0)';
  const text = '=IFERROR(SKILLTOTAL(A1),"say ""none"", or not")';

  it.each([
    [numbers, 7],
    [text, 7],
    ['=IFNA(SKILLTOTAL(A1), FALSE )', 7],
    ['=IFERROR(SKILLTOTAL(A1),)', 7],
  ])('is an answer where it is not the one that replaces all errors: %s shows %s', (formula, value) =>
    expect(isNoFallback(formula, value)).toBe(true),
  );

  it.each([
    [numbers, 0],
    [text, 'say "none", or not'],
    ['=IFNA(SKILLTOTAL(A1),false)', false],
    ['=IFERROR(SKILLTOTAL(A1),)', 0],
    ['=IFERROR(SKILLTOTAL(A1),B1)', 7],
    ['=IF(ISERROR(SKILLTOTAL(A1)),0,1)', 1],
    ['=IFERROR(SKILLTOTAL(A1),0)+SUM(B1,2)', 7],
    ['=IFERROR(IFERROR(SKILLTOTAL(A1),5)+1,0)', 6],
  ])('may replace an error: %s shows %s', (formula, value) => expect(isNoFallback(formula, value)).toBe(false));
});
