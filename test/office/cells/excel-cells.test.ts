import { beforeEach, describe, expect, it } from 'vitest';
import type { NumberFormats } from '../../../src/core/tables/number-formats';
import { assertWithinExcelLimit, excelCells, maxResultBytes } from '../../../src/office/cells/excel-cells';
import { notAvailable, standInForExcel } from '../../support/office/excel-errors';

beforeEach(() => standInForExcel('OfficeOnline', true));

describe('the size of a result', () => {
  it('is measured in bytes, not in letters', () => {
    const cells = [['o'.repeat(3e6)]];
    expect(assertWithinExcelLimit(cells)).toEqual(cells);
    expect(() => assertWithinExcelLimit([['ö'.repeat(3e6)]])).toThrow(
      'too_large: The answer has 1 rows and 1 columns, 6.0 MB; Excel accepts up to 5 MB from a function.',
    );
  });
});

const formats: NumberFormats = (row, column) => {
  if (row === 0) return undefined;
  return column === 0 ? { of: 'time', code: 'yyyy-mm-dd' } : { of: 'value', code: '#,##0' };
};

/** A header and so many rows of a date and a value. */
const table = (rows: number): (string | number)[][] => [
  ['Date (UTC)', 'totalSessions'],
  ...Array.from({ length: rows }, (_, row) => [46_235 + row, 11_058]),
];

const date = (basicValue: number) => ({ type: 'Double', basicValue, numberFormat: 'yyyy-mm-dd' });

describe('numbers of a result', () => {
  it('come with their formats, texts as they are', () => {
    expect(assertWithinExcelLimit([...table(1), [46_236, '']], formats)).toEqual([
      ['Date (UTC)', 'totalSessions'],
      [date(46_235), { type: 'Double', basicValue: 11_058, numberFormat: '#,##0' }],
      [date(46_236), ''],
    ]);
  });

  it('are plain for an Excel that takes no formats', () => {
    standInForExcel('PC', false);
    expect(assertWithinExcelLimit(table(2), formats)).toEqual(table(2));
  });

  it.each([
    [30_000, 'all', 'object', 'object'],
    [50_000, 'of dates alone', 'object', 'number'],
    [90_000, 'none', 'number', 'number'],
  ])('of %i rows have formats: %s, and are never too much for Excel', (rows, _, ofDate, ofValue) => {
    const cells = assertWithinExcelLimit(table(rows), formats);
    expect(cells.at(-1)?.map((cell) => typeof cell)).toEqual([ofDate, ofValue]);
    expect(JSON.stringify(cells).length).toBeLessThanOrEqual(maxResultBytes);
  });
});

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
