import { describe, expect, it } from 'vitest';
import { excelCells } from '../../../src/office/cells/cell-values';
import { notAvailable, standInForExcel } from '../../support/office/excel-errors';

const reason = 'Amazon gave no value for this.';

describe('cells as Excel takes them', () => {
  it('hold a real #N/A with its reason where Excel shows errors among values', () => {
    standInForExcel('OfficeOnline');
    expect(
      excelCells([
        ['Date (UTC)', 'totalSessions'],
        [46_235, { unavailable: reason }],
      ]),
    ).toEqual([
      ['Date (UTC)', 'totalSessions'],
      [46_235, notAvailable(reason)],
    ]);
  });

  it('hold its text where one error would take the place of all values', () => {
    standInForExcel('PC');
    expect(excelCells([[46_235, { unavailable: reason }]])).toEqual([[46_235, '#N/A']]);
  });

  it('are an error with its reason where there is but one, in any Excel', () => {
    standInForExcel('PC');
    expect(() => excelCells([[{ unavailable: reason }]])).toThrow(`not_found: ${reason}`);
  });
});
