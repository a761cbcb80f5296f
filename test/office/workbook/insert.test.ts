import { beforeEach, describe, expect, it } from 'vitest';
import type { NumberFormats } from '../../../src/core/tables/number-formats';
import { runExcel } from '../../../src/office/excel/run';
import { type InsertContent, insertContent } from '../../../src/office/workbook/insert';
import type { SpillFormat } from '../../../src/office/workbook/spills/format-numbers';
import type { Spills } from '../../../src/office/workbook/spills/spills';
import { FakeExcel, FakeSheet } from '../../support/office/fake-excel';

const ours = '=SKILLMETRICS(A1,"totalSessions","-7d")';
const formats: NumberFormats = (row, column) =>
  row === 0 ? undefined : { of: 'time', code: column === 0 ? 'yyyy-mm-dd' : '#,##0' };
const dates: SpillFormat = { dates: 'column', headerRows: 1 };

let first: FakeSheet;
let second: FakeSheet;
let excel: FakeExcel;
let wishes: Parameters<Spills['wish']>[];

beforeEach(() => {
  first = new FakeSheet('Report');
  second = new FakeSheet('Data');
  excel = new FakeExcel([first, second]);
  excel.install();
  wishes = [];
});

const spills: Pick<Spills, 'wish'> = { wish: (...wish) => void wishes.push(wish) };
const insert = (content: InsertContent, at?: string): Promise<string> => insertContent(runExcel, spills, content, at);
const insertFormula = (more: { chart?: boolean } = {}, at?: string): Promise<string> =>
  insert({ kind: 'formula', formula: ours, ...more }, at);
const insertValues = (
  cells: readonly (readonly (string | number)[])[],
  format: Partial<SpillFormat> = {},
  at?: string,
): Promise<string> => insert({ kind: 'values', cells, format: { ...dates, ...format }, formats }, at);

describe('inserting a formula', () => {
  it('writes it into the active cell and returns its address', async () => {
    excel.active = { sheet: second, row: 3, column: 1, rows: 1, columns: 1 };
    expect(await insertFormula()).toBe('Data!B4');
    expect(second.cells.get('3,1')?.formula).toBe(ours);
  });

  it('writes it into the given cell', async () => {
    expect(await insertFormula({}, 'Data!C7')).toBe('Data!C7');
    expect(second.cells.get('6,2')?.formula).toBe(ours);
    expect(first.cells.size).toBe(0);
  });

  it('wishes its headers and a chart once its cells are there', async () => {
    await insertFormula();
    await insertFormula({ chart: true }, 'Data!C7');
    expect(wishes).toEqual([
      ['Report!A1', { headers: true, chart: false }],
      ['Data!C7', { headers: true, chart: true }],
    ]);
  });

  it('leaves the headers of a formula that it updates as they are', async () => {
    await insertFormula({}, 'Data!C7');
    await insertFormula({ chart: true }, 'Data!C7');
    expect(wishes.at(-1)).toEqual(['Data!C7', { headers: false, chart: true }]);
  });

  it.each([
    ['AccessDenied', 'forbidden', 'protected'],
    ['SomethingNew', 'internal', 'SomethingNew'],
  ])('fails clearly where Excel refuses: %s', async (code, failure, words) => {
    excel.refuses = { code };
    await expect(insertFormula()).rejects.toMatchObject({
      failure: { code: failure, message: expect.stringContaining(words) as string },
    });
  });
});

describe('inserting values', () => {
  const cells = [
    ['Date (UTC)', 'totalSessions'],
    [46235, 10],
    [46236, 20],
  ];

  it('writes them with dates as dates, as a table of Excel’s', async () => {
    excel.active = { sheet: first, row: 1, column: 1, rows: 1, columns: 1 };
    expect(await insertValues(cells)).toBe('Report!B2:C4');
    expect(first.cells.get('3,2')?.value).toBe(20);
    expect(Object.fromEntries(first.formats)).toEqual({
      '2,1': 'yyyy-mm-dd',
      '3,1': 'yyyy-mm-dd',
      '2,2': '#,##0',
      '3,2': '#,##0',
    });
    expect(first.tables).toEqual(['B2:C4']);
  });

  it('keeps the formats that people gave the cells', async () => {
    first.formats.set('1,0', '0.00');
    await insertValues(cells);
    expect(first.formats.get('1,0')).toBe('0.00');
  });

  it('leaves the row that identifies the skill above the table', async () => {
    const identified = [['amzn1.ask.skill.1', 'custom live P1D'], ...cells];
    await insertValues(identified, { headerRows: 2 }, 'Data!A1');
    expect(second.tables).toEqual(['A2:B4']);
  });

  it('makes no table of what has no header row', async () => {
    await insertValues(cells.slice(1), { headerRows: 0 });
    await insertValues(cells, { dates: 'row' }, 'Data!A1');
    expect([...first.tables, ...second.tables]).toEqual([]);
  });

  it('writes much in parts that Excel on the web takes', async () => {
    const rows = Array.from({ length: 25_000 }, (_, row) => [row, row]);
    await insertValues(rows, { headerRows: 0 });
    expect(excel.writes).toEqual([10_000, 10_000, 5_000]);
    expect(first.cells.get('24999,1')?.value).toBe(24_999);
  });
});
