import { describe, expect, it } from 'vitest';
import { isMark, markFormula } from '../../../../src/office/actions/provisional/mark-format';

const area = { sheet: 'Sheet1', row: 10, column: 27, rows: 92, columns: 2 };

describe('the formula of a mark', () => {
  it('compares the time of each row', () => {
    expect(markFormula({ area, layout: 'columns', since: 46320.5 })).toMatch(
      /^=AND\(ISNUMBER\(\$AB11\),\$AB11>=46320\.5,/,
    );
  });

  it('compares the time of each column, if series are rows', () => {
    expect(markFormula({ area, layout: 'rows', since: 46320 })).toMatch(/^=AND\(ISNUMBER\(AB\$11\),AB\$11>=46320,/);
  });

  it("is told from people's own", () => {
    expect(isMark(markFormula({ area, layout: 'columns', since: 1 }))).toBe(true);
    expect(isMark('=AND(ISNUMBER($A2),$A2>=46320)')).toBe(false);
  });
});
