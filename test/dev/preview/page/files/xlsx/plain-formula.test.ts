import { describe, expect, it } from 'vitest';
import { isPlainFormula } from '../../../../../../src/dev/preview/page/files/xlsx/plain-formula';

describe('a formula as Excel knew it before dynamic arrays', () => {
  it.each([
    '1/3',
    'F1+0.2',
    'SUM(B2:B4)',
    'sum($B$2:B4, C1, 2)*100%',
    "AVERAGE('My sheet (2)'!B2:B4)",
    'IF(COUNT(B:B)=0,"A1:A2",SUM(Data!B2:B4))',
    'ROUND((A1+A2)/2,1.5E-3)',
    'VLOOKUP(A1,C1:D9,2,FALSE)',
    'TODAY()',
  ])('is %s', (formula) => {
    expect(isPlainFormula(formula)).toBe(true);
  });

  it.each([
    ['a range that is not taken as a whole', 'A1:A3+1'],
    ['a calculation with a range', 'SUM(A1:A3*2)'],
    ['a range for a value', 'IF(A1:A3,1,2)'],
    ['an array', 'SUM({1,2})'],
    ["an add-in's function", 'IFERROR(SKILLTOTAL(A1),0)'],
    ['a function that may give a range', 'SUM(INDEX(A1:A3,0))'],
    ['a name, which may stand for anything', 'SUM(sessions)'],
    ['an intersection or a spill', 'SUM(A1#)'],
    ['an error', '#REF!+1'],
  ])('is none with %s: %s', (_, formula) => {
    expect(isPlainFormula(formula)).toBe(false);
  });
});
