import { describe, expect, it } from 'vitest';
import { moveReferences, referencesOf } from '../../../src/core/formula/formula-references';

const textsIn = (formula: string): readonly string[] => referencesOf(formula).map(({ text }) => text);

describe('the references of a formula', () => {
  it.each([
    ['=SKILLMETRICS(B4,$B$5,B$6:$C7)', ['B4', '$B$5', 'B$6:$C7']],
    ["=SUM(SKILLTOTAL('My ''own'' sheet'!A1,Data!B2:B9))", ["'My ''own'' sheet'!A1", 'Data!B2:B9']],
    ['=SKILLMETRICS(A:A,$1:2)', ['A:A', '$1:2']],
    ['=SKILLMETRICS(D1#,"B4",A1)', ['D1', 'A1']],
    ['=LOG10(A1)+Q1Sales+SKILLTOTAL(Table1[B2],_A1,Metric1.B2)', ['A1']],
    ['=SKILLTOTAL([Book2.xlsx]Sheet1!A1,Table1[[#All],[A1]],B1)', ['B1']],
    ['=SKILLTOTAL("A1 ""B1""",2026,TRUE)', []],
    ['=IF(A1>1,SKILLTOTAL(XFD1048576,"x","y"),B2)', ['A1', 'XFD1048576', 'B2']],
  ])('%s', (formula, references) => {
    expect(textsIn(formula)).toEqual(references);
  });
});

describe('a formula whose cells have moved', () => {
  it('refers to where they are, as it did before', () => {
    expect(moveReferences('=SKILLMETRICS(B4,$B$5,B$6:$C7)', ['Report!B5', 'Report!B6', 'Report!B7:C8'], 'Report')).toBe(
      '=SKILLMETRICS(B5,$B$6,B$7:$C8)',
    );
  });

  it('stays as it was written where nothing has moved', () => {
    const formula = '=skillmetrics(b4,Data!$A$1, A:A)';
    expect(moveReferences(formula, ['Report!B4', 'Data!A1', 'Report!A:A'], 'Report')).toBe(formula);
  });

  it('follows a sheet that was renamed, and cells that were cut to another one', () => {
    expect(moveReferences('=SKILLTOTAL(Data!A1,B1)', ["'New data'!A1", 'Report!B1'], 'Report')).toBe(
      "=SKILLTOTAL('New data'!A1,B1)",
    );
    expect(moveReferences('=SKILLTOTAL(A1,B1)', ['Other!A1', 'Report!B1'], 'Report')).toBe('=SKILLTOTAL(Other!A1,B1)');
  });

  it('keeps the dollar signs of whole rows and columns', () => {
    expect(moveReferences('=SKILLTOTAL($A:B,$1:2)', ['R!B:C', 'R!3:4'], 'R')).toBe('=SKILLTOTAL($B:C,$3:4)');
  });
});
