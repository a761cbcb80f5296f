import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressFrom, isReference, joinAddress, splitAddress } from '../../../src/core/formula/cell-address';

describe('an address', () => {
  it.each([
    ['Sheet1!B2', ['Sheet1', 'B2']],
    ['B2:C3', ['', 'B2:C3']],
    ["'My sheet'!B2", ['My sheet', 'B2']],
    ["'Ada''s ! sheet'!B2", ["Ada's ! sheet", 'B2']],
  ])('is split: %s', (address, parts) => expect(splitAddress(address)).toEqual(parts));

  it('is distinguished from anything else', () => {
    expect(['B6', '$A$1:B2', 'A:A', '3:4', 'A1#', 'Sheet2!B6:C9', "'A b'!C1", 'Name'].every(isReference)).toBe(true);
    expect(['', 'B 6', '=B6', '6', 'B6+1', 'A1:', 'TRUE', '"B6"', "'A b!C1"].some(isReference)).toBe(false);
  });

  it.each(['My sheet', "Ada's", 'B2', 'R1C1', 'rc', '2026', 'a-b'])('has quotes around the sheet %s', (sheet) =>
    expect(joinAddress(sheet, 'A1')).toBe(`'${sheet.replaceAll("'", "''")}'!A1`),
  );

  it('of any sheet is one that formulas understand and that splits again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 31 }), (sheet) => {
        expect(splitAddress(joinAddress(sheet, 'B6'))).toEqual([sheet, 'B6']);
        expect(isReference(joinAddress(sheet, 'B6'))).toBe(true);
      }),
    );
  });
});

describe('a reference', () => {
  it.each([
    [{ address: 'B6', sheet: 'Data' }, 'Data', 'B6'],
    [{ address: 'B6', sheet: 'Data' }, undefined, 'B6'],
    [{ address: '$B$6:B9', sheet: 'Raw data' }, 'Report', "'Raw data'!$B$6:B9"],
    [{ address: 'Other!B6', sheet: 'Data' }, 'Report', 'Other!B6'],
    [{ address: 'StartDate', sheet: 'Data' }, 'Report', 'StartDate'],
  ])('from another sheet names its own: %o', (reference, here, written) =>
    expect(addressFrom(reference, here)).toBe(written),
  );
});
