import { beforeEach, describe, expect, it } from 'vitest';
import { createExcelAccess, type ExcelAccess } from '../../../src/office/excel/run';
import { type InsertContent, insertContent } from '../../../src/office/workbook/insert';
import { watchEdits } from '../../../src/office/workbook/selection';
import type { SpillFormat } from '../../../src/office/workbook/spills/format-numbers';
import { FakeExcel, FakeSheet } from '../../support/office/fake-excel';
import { createManualClock, type ManualClock, settle } from '../../support/office/manual-clock';
import { workbookOf } from '../../support/office/workbook-of';

/** Excel's answer to every request while somebody types in a cell. */
const typing = { code: 'InvalidOperationInCellEditMode' };
const ours = '=SKILLMETRICS(A1,"totalSessions","-7d")';
const formats = (): undefined => undefined;
const dates: SpillFormat = { dates: 'column', headerRows: 1 };

let sheet: FakeSheet;
let excel: FakeExcel;
let clock: ManualClock;
let access: ExcelAccess;

beforeEach(() => {
  sheet = new FakeSheet('Report');
  excel = new FakeExcel([sheet]);
  excel.install();
  clock = createManualClock();
  access = createExcelAccess(clock.setTimer);
});

const insert = (content: InsertContent): Promise<string> =>
  insertContent(access.run, { wish: () => undefined }, content);

describe('while somebody types in a cell', () => {
  it('a formula waits, and is written once when they are done, however long that takes', async () => {
    excel.refuses = typing;
    let written: string | undefined;
    void insert({ kind: 'formula', formula: ours }).then((address) => (written = address));
    await clock.advance(3_600_000);
    expect([written, sheet.cells.size]).toEqual([undefined, 0]);
    excel.refuses = undefined;
    await clock.advance(500);
    expect([written, sheet.cells.get('0,0')?.formula]).toEqual(['Report!A1', ours]);
  });

  it('says that it waits, and that it goes on', async () => {
    const told: boolean[] = [];
    access.editing.subscribe(() => told.push(access.editing.isWaitedFor()));
    excel.refuses = typing;
    void insert({ kind: 'formula', formula: ours });
    void access.run((context) => context.sync());
    await clock.advance(2_000);
    expect(told).toEqual([true]);
    excel.refuses = undefined;
    await clock.advance(500);
    expect(told).toEqual([true, false]);
  });

  it('values go on in the cells in which they began, though another is active by then', async () => {
    const cells = [['Date (UTC)', 'totalSessions'], ...Array.from({ length: 24_999 }, (_, row) => [row, row])];
    const inserting = insert({ kind: 'values', cells, format: dates, formats });
    while (excel.writes.length === 0) await settle();
    excel.refuses = typing;
    excel.active = { ...excel.active, row: 7, column: 3 };
    await clock.advance(60_000);
    excel.refuses = undefined;
    await clock.advance(5_000);
    expect(await inserting).toBe('Report!A1:B25000');
    expect(sheet.cells.get('24999,1')?.value).toBe(24_998);
    expect([...sheet.cells.keys()].some((cell) => cell.endsWith(',3'))).toBe(false);
    expect(sheet.tables).toEqual(['A1:B25000']);
  });

  it('a refresh waits', async () => {
    sheet.put(0, 0, { formula: ours, value: 1 });
    excel.refuses = typing;
    let refreshed: unknown;
    const { workbook } = workbookOf(access.run, clock);
    void workbook.refresh().then((status) => (refreshed = status));
    await clock.advance(60_000);
    expect(refreshed).toBeUndefined();
    excel.refuses = undefined;
    await clock.advance(5_000);
    expect(refreshed).toMatchObject({ kind: 'running', total: 1 });
    // No cell asks anything here, so that it is calculated once more.
    expect(excel.calculated).toEqual(['Report!A1', 'Report!A1']);
  });

  it('who listens to edits hears of them from then on, and of none once they have left', async () => {
    excel.refuses = typing;
    let heard = 0;
    const stop = watchEdits(access.run, () => (heard += 1));
    await clock.advance(1_000);
    excel.refuses = undefined;
    await clock.advance(1_000);
    const tell = (): Promise<unknown> => Promise.all([...excel.onChanged].map((hear) => hear()));
    await tell();
    stop();
    await tell();
    expect(heard).toBe(1);
  });
});

/** Somebody begins to type at one request, whichever it is, and ends a while later. */
const typeAt = async (request: number, content: InsertContent): Promise<number> => {
  let requests = 0;
  excel.onSync(() => {
    requests += 1;
    if (requests === request) excel.refuses = typing;
  });
  const inserting = insert(content);
  await clock.advance(10_000);
  excel.refuses = undefined;
  await clock.advance(10_000);
  await inserting;
  expect(clock.pending()).toBe(0);
  return requests;
};

it.each([1, 2, 3, 4, 5, 6, 7])('nothing is done twice where typing begins at request %i', async (request) => {
  await typeAt(request, { kind: 'formula', formula: ours });
  expect(excel.entered).toEqual(['Report!A1']);
  const cells = [['Date (UTC)', 'totalSessions'], ...Array.from({ length: 3 }, (_, row) => [row, row])];
  await typeAt(request, { kind: 'values', cells, format: dates, formats });
  expect(sheet.tables).toEqual(['A1:B4']);
});

it('fails at once when Excel refuses for another reason', async () => {
  excel.refuses = { code: 'AccessDenied' };
  await expect(access.run((context) => context.sync())).rejects.toMatchObject({ failure: { code: 'forbidden' } });
  expect(clock.pending()).toBe(0);
});
