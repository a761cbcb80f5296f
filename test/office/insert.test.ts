import { beforeEach, describe, expect, it } from 'vitest';
import { runExcel } from '../../src/office/excel-run';
import type { SpillFormat } from '../../src/office/format-spill';
import { insertContent, type Content } from '../../src/office/insert';
import { FakeExcel, FakeSheet } from './fake-excel';
import { createManualClock, type ManualClock } from './manual-clock';

const ours = '=SKILLMETRICS(A1,"totalSessions","-7d")';
const dates: SpillFormat = { dates: 'column', headerRows: 1, dateFormat: 'yyyy-mm-dd' };

let first: FakeSheet;
let second: FakeSheet;
let excel: FakeExcel;
let clock: ManualClock;

beforeEach(() => {
  first = new FakeSheet('Report');
  second = new FakeSheet('Data');
  excel = new FakeExcel([first, second]);
  excel.install();
  clock = createManualClock();
});

const insert = (content: Content, at?: string): Promise<string> => insertContent(runExcel, clock.later, content, at);
const insertFormula = (more: { format?: SpillFormat; chart?: string } = {}, at?: string): Promise<string> =>
  insert({ kind: 'formula', formula: ours, format: dates, ...more }, at);

describe('inserting a formula', () => {
  it('writes it into the active cell and tells where', async () => {
    excel.active = { sheet: second, row: 3, column: 1, rows: 1, columns: 1 };
    expect(await insertFormula()).toBe('Data!B4');
    expect(second.cells.get('3,1')?.formula).toBe(ours);
  });

  it('writes it into the cell that it is told', async () => {
    expect(await insertFormula({}, 'Data!C7')).toBe('Data!C7');
    expect(second.cells.get('6,2')?.formula).toBe(ours);
    expect(first.cells.size).toBe(0);
  });

  it('formats the dates when they have spilled, and the header not', async () => {
    await insertFormula();
    await clock.advance(3_000);
    expect(first.formats.size).toBe(0);
    first.spills.set('0,0', [4, 2]);
    await clock.advance(3_000);
    expect([...first.formats]).toEqual([
      ['1,0', 'yyyy-mm-dd'],
      ['2,0', 'yyyy-mm-dd'],
      ['3,0', 'yyyy-mm-dd'],
    ]);
    expect(clock.pending()).toBe(0);
    expect(first.charts).toEqual([]);
  });

  it('formats the dates of a table on its side', async () => {
    await insertFormula({ format: { ...dates, dates: 'row' } });
    first.spills.set('0,0', [2, 3]);
    await clock.advance(1_000);
    expect([...first.formats.keys()]).toEqual(['0,1', '0,2']);
  });

  it('formats nothing where the formula failed, is blocked, or has no dates', async () => {
    await insertFormula({ format: { ...dates, dates: 'none' } });
    first.spills.set('0,0', [4, 2]);
    await clock.advance(1_000);
    first.spills.clear();
    await insertFormula();
    first.put(0, 0, { formula: ours, value: '#SPILL!', error: true });
    await clock.advance(1_000);
    first.spills.set('0,0', [1, 2]);
    await insertFormula({ chart: 'Sessions' });
    await clock.advance(1_000);
    expect(clock.pending()).toBe(0);
    expect(first.formats.size).toBe(0);
    expect(first.charts).toEqual([]);
  });

  it('puts a chart beside the spill, or below one on its side', async () => {
    await insertFormula({ chart: 'Sessions' });
    await insertFormula({ chart: 'Sessions', format: { ...dates, dates: 'row' } }, 'Data!A1');
    first.spills.set('0,0', [4, 2]);
    second.spills.set('0,0', [2, 4]);
    await clock.advance(3_000);
    expect(first.charts).toEqual([{ source: 'A1:B4', by: 'Columns', title: 'Sessions', at: 'D1' }]);
    expect(second.charts).toEqual([{ source: 'A1:D2', by: 'Rows', title: 'Sessions', at: 'A4' }]);
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
    expect(await insert({ kind: 'values', cells, format: dates })).toBe('Report!B2:C4');
    expect(first.cells.get('3,2')?.value).toBe(20);
    expect([...first.formats.keys()]).toEqual(['2,1', '3,1']);
    expect(first.tables).toEqual(['B2:C4']);
  });

  it('leaves the row that identifies the skill above the table', async () => {
    const identified = [['amzn1.ask.skill.1', 'custom live P1D'], ...cells];
    await insert({ kind: 'values', cells: identified, format: { ...dates, headerRows: 2 } }, 'Data!A1');
    expect(second.tables).toEqual(['A2:B4']);
  });

  it('makes no table of what has no header row', async () => {
    await insert({ kind: 'values', cells: cells.slice(1), format: { ...dates, headerRows: 0 } });
    await insert({ kind: 'values', cells, format: { ...dates, dates: 'row' } }, 'Data!A1');
    expect([...first.tables, ...second.tables]).toEqual([]);
  });

  it('writes much in parts that Excel on the web takes', async () => {
    const rows = Array.from({ length: 25_000 }, (_, row) => [row, row]);
    await insert({ kind: 'values', cells: rows, format: { ...dates, headerRows: 0 } });
    expect(excel.writes).toEqual([10_000, 10_000, 5_000]);
    expect(first.cells.get('24999,1')?.value).toBe(24_999);
  });
});
