import { beforeEach, describe, expect, it } from 'vitest';
import { runExcel } from '../../src/office/excel-run';
import type { SpillFormat } from '../../src/office/format-spill';
import { markDirty } from '../../src/office/mark-dirty';
import { createWorkbook, type Workbook } from '../../src/office/workbook';
import { FakeExcel, FakeSheet } from './fake-excel';
import { createManualClock, type ManualClock } from './manual-clock';

const ours = '=SKILLMETRICS(A1,"totalSessions","-7d")';
const dates: SpillFormat = { dates: 'column', headerRows: 1, dateFormat: 'yyyy-mm-dd' };

let first: FakeSheet;
let second: FakeSheet;
let excel: FakeExcel;
let clock: ManualClock;
let workbook: Workbook;
let forgotten: number;

beforeEach(() => {
  first = new FakeSheet('Report');
  second = new FakeSheet("Ada's sheet");
  excel = new FakeExcel([first, second]);
  excel.install();
  clock = createManualClock();
  forgotten = 0;
  workbook = createWorkbook({ run: runExcel, wait: clock.later, forget: () => (forgotten += 1) });
});

describe('inserting a formula', () => {
  it('writes it into the active cell and tells where', async () => {
    excel.active = { sheet: second, row: 3, column: 1, rows: 1, columns: 1 };
    expect(await workbook.insertFormula(ours, dates)).toEqual({ address: "Ada's sheet!B4" });
    expect(second.cells.get('3,1')?.formula).toBe(ours);
  });

  it('formats the dates when they have spilled, and the header not', async () => {
    await workbook.insertFormula(ours, dates);
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
  });

  it('formats the dates of a table on its side', async () => {
    await workbook.insertFormula(ours, { ...dates, dates: 'row' });
    first.spills.set('0,0', [2, 3]);
    await clock.advance(1_000);
    expect([...first.formats.keys()]).toEqual(['0,1', '0,2']);
  });

  it('formats nothing where the formula failed, is blocked, or has no dates', async () => {
    await workbook.insertFormula(ours, { ...dates, dates: 'none' });
    expect(clock.pending()).toBe(0);
    await workbook.insertFormula(ours, dates);
    first.put(0, 0, { formula: ours, value: '#SPILL!', error: true });
    await clock.advance(1_000);
    expect(clock.pending()).toBe(0);
    expect(first.formats.size).toBe(0);
  });

  it.each([
    ['InvalidOperationInCellEditMode', 'unavailable', 'being edited'],
    ['AccessDenied', 'forbidden', 'protected'],
    ['SomethingNew', 'internal', 'SomethingNew'],
  ])('fails clearly where Excel refuses: %s', async (code, failure, words) => {
    excel.refuses = { code };
    await expect(workbook.insertFormula(ours, dates)).rejects.toMatchObject({
      failure: { code: failure, message: expect.stringContaining(words) as string },
    });
  });
});

describe('refreshing', () => {
  beforeEach(() => {
    first.put(0, 0, { formula: 'Title' }).put(1, 0, { formula: ours }).put(2, 0, { formula: ours });
    first.put(2, 2, { formula: '=SUM(A1:A9)' }).put(4, 1, { formula: ours, value: '#N/A', error: true });
    second.put(0, 3, { formula: `=IFERROR(${ours.slice(1)},0)` }).put(1, 3, { formula: '=1/0', error: true });
  });

  it('marks all our formulas of the workbook and no others, and forgets what is in memory before', async () => {
    expect(await workbook.refresh('workbook')).toBe(4);
    expect(excel.dirty).toEqual(['Report!A2', 'Report!A3', 'Report!B5', "Ada's sheet!D1"]);
    expect(excel.calculations).toBe(1);
    expect(forgotten).toBe(1);
  });

  it('keeps to the sheet that is shown', async () => {
    excel.active = { ...excel.active, sheet: second };
    expect(await workbook.refresh('sheet')).toBe(1);
    expect(excel.dirty).toEqual(["Ada's sheet!D1"]);
  });

  it('keeps to the selection', async () => {
    excel.active = { sheet: first, row: 2, column: 0, rows: 3, columns: 1 };
    expect(await workbook.refresh('selection')).toBe(1);
    expect(excel.dirty).toEqual(['Report!A3']);
  });

  it('calculates nothing in a workbook without our formulas', async () => {
    new FakeExcel([new FakeSheet('Empty')]).install();
    expect(await workbook.refresh('workbook')).toBe(0);
    expect(excel.calculations).toBe(0);
  });

  it('reads sheets in parts that Excel on the web can give', async () => {
    first.put(70_000, 2, { formula: ours });
    expect(await workbook.refresh('workbook')).toBe(5);
    expect(excel.dirty).toContain('Report!C70001');
  });

  it('of what failed leaves the others alone', async () => {
    expect(await runExcel((context) => markDirty(context, 'workbook', 'failed'))).toBe(1);
    expect(excel.dirty).toEqual(['Report!B5']);
    expect(forgotten).toBe(0);
  });
});

describe('the selected address', () => {
  it('is told with its sheet', async () => {
    excel.active = { sheet: first, row: 9, column: 2, rows: 1, columns: 1 };
    expect(await workbook.selectedAddress()).toBe('Report!C10');
  });
});
