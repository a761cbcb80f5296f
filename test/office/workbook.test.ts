import { beforeEach, describe, expect, it } from 'vitest';
import { runExcel } from '../../src/office/excel-run';
import { markDirty } from '../../src/office/mark-dirty';
import { createWorkbook, type Workbook } from '../../src/office/workbook';
import { FakeExcel, FakeSheet } from './fake-excel';

const ours = '=SKILLMETRICS(A1,"totalSessions","-7d")';

let first: FakeSheet;
let second: FakeSheet;
let excel: FakeExcel;
let workbook: Workbook;
let forgotten: number;

beforeEach(() => {
  first = new FakeSheet('Report');
  second = new FakeSheet("Ada's sheet");
  excel = new FakeExcel([first, second]);
  excel.install();
  forgotten = 0;
  workbook = createWorkbook(runExcel, () => (forgotten += 1));
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
    excel = new FakeExcel([new FakeSheet('Empty').put(0, 0, { formula: 'Title' })]);
    excel.install();
    expect(await workbook.refresh('workbook')).toBe(0);
    expect(excel.calculations).toBe(0);
  });

  it('reads sheets in parts that Excel on the web can give', async () => {
    first.put(70_000, 2, { formula: ours });
    expect(await workbook.refresh('workbook')).toBe(5);
    expect(excel.dirty.filter((cell) => cell.startsWith('Report!C'))).toEqual(['Report!C70001']);
    expect(Math.max(...excel.reads)).toBeLessThanOrEqual(50_000);
  });

  it('of what failed leaves the others alone', async () => {
    expect(await runExcel((context) => markDirty(context, 'workbook', 'failed'))).toBe(1);
    expect(excel.dirty).toEqual(['Report!B5']);
    expect(forgotten).toBe(0);
  });
});
