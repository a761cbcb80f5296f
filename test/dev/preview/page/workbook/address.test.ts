import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  absoluteAddress,
  columnIndex,
  columnLetters,
  formatAddress,
  intersection,
  parseAddress,
} from '../../../../../src/dev/preview/page/workbook/address';

const size = { rows: 1000, columns: 100 };
const parse = (text: string) => parseAddress(text, size);

describe('addresses', () => {
  it.each([
    ['A1', { top: 0, left: 0, bottom: 0, right: 0 }],
    ['$B$3:D7', { top: 2, left: 1, bottom: 6, right: 3 }],
    ['d7:b3', { top: 2, left: 1, bottom: 6, right: 3 }],
    ['B:C', { top: 0, left: 1, bottom: 999, right: 2 }],
    ['2:4', { top: 1, left: 0, bottom: 3, right: 99 }],
  ])('reads %s', (text, zone) => expect(parse(text)).toEqual({ zone }));

  it('reads the sheet before it', () => {
    expect(parse("'It''s mine'!A1")?.sheet).toBe("It's mine");
    expect(parse('Sheet1!A1')?.sheet).toBe('Sheet1');
  });

  it.each(['', 'A', 'A0', 'A1:', 'total', 'A1001', 'ZZ1', 'A1:B2:C3'])('refuses %j', (text) =>
    expect(parse(text)).toBeUndefined(),
  );

  it('writes what it reads', () => {
    const row = fc.nat(size.rows - 1);
    const column = fc.nat(size.columns - 1);
    fc.assert(
      fc.property(row, row, column, column, fc.string({ minLength: 1 }), (row1, row2, column1, column2, sheet) => {
        const zone = {
          top: Math.min(row1, row2),
          bottom: Math.max(row1, row2),
          left: Math.min(column1, column2),
          right: Math.max(column1, column2),
        };
        expect(parse(formatAddress(sheet, zone, size))).toEqual({ sheet, zone });
      }),
    );
  });

  it.each([
    ['Data', 'Data!$A$1:$B$2'],
    ['My sheet', "'My sheet'!$A$1:$B$2"],
    ['Q3', "'Q3'!$A$1:$B$2"],
    ['rc', "'rc'!$A$1:$B$2"],
    ["Ada's", "'Ada''s'!$A$1:$B$2"],
  ])('quotes the name of the sheet %s where a formula would take it for something else', (sheet, address) => {
    expect(absoluteAddress(sheet, { top: 0, bottom: 1, left: 0, right: 1 })).toBe(address);
  });

  it('counts columns as Excel does', () => {
    expect([columnLetters(25), columnLetters(26), columnLetters(16_383)]).toEqual(['Z', 'AA', 'XFD']);
    fc.assert(fc.property(fc.nat(16_383), (column) => columnIndex(columnLetters(column)) === column));
  });

  it('knows what two ranges share', () => {
    const zone = (text: string) => parse(text)?.zone ?? { top: 0, left: 0, bottom: 0, right: 0 };
    expect(intersection(zone('A1:C3'), zone('B2:D4'))).toEqual(zone('B2:C3'));
    expect(intersection(zone('A1:B2'), zone('C3:D4'))).toBeUndefined();
  });
});
