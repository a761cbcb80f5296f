// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { importSheet } from '../../../../../../../src/dev/preview/page/files/xlsx/import/import-sheet';

const custom = new Set(['METRICS']);
const sheet = (rows: string): string =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
const read = (rows: string, shared: readonly string[] = []) => importSheet('Data', sheet(rows), shared, custom);
const at = { sheetId: 'Data', row: 0, col: 0 };

describe("a sheet of Excel's", () => {
  it('takes what a call had spilled for its result, and leaves no values in its way', () => {
    const { text, calls } = read(
      '<row r="1"><c r="A1" t="str"><f t="array" ref="A1:B2">_xldudf_METRICS(D1)</f><v>Date</v></c><c r="B1" t="s"><v>1</v></c></row>' +
        '<row r="2"><c r="A2" s="4"><v>46235</v></c><c r="B2" t="b"><v>1</v></c><c r="C2"><v>5</v></c></row>',
      ['first', 'Sessions'],
    );
    expect(calls).toEqual([
      {
        key: '',
        at,
        result: [
          [{ value: 'Date' }, { value: 46_235 }],
          [{ value: 'Sessions' }, { value: true }],
        ],
      },
    ]);
    expect(text).toContain('>METRICS(D1)</f>');
    expect(text).toContain('<c r="A2" s="4"/>');
    expect(text).toContain('<c r="B2"/>');
    expect(text).toContain('<c r="C2"><v>5</v></c>');
  });

  it('keeps an error, whose message is lost', () => {
    const { calls } = read('<row r="1"><c r="A1" t="e"><f>_xldudf_METRICS(D1)</f><v>#N/A</v></c></row>');
    expect(calls).toEqual([{ key: '', at, result: { value: '#N/A', message: '' } }]);
  });

  it.each([
    ['a call was under way', 't="e"', '_xldudf_METRICS(D1)', '#GETTING_DATA'],
    ['a call is a part only, of which the file says nothing', '', '_xldudf_METRICS(D1)+1', '7'],
    ['a function is not the add-in’s', '', 'SUM(D1)', '7'],
  ])('returns no result where %s', (_, type, formula, value) => {
    expect(read(`<row r="1"><c r="A1" ${type}><f>${formula}</f><v>${value}</v></c></row>`).calls).toEqual([]);
  });
});
