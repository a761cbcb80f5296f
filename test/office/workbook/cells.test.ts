import { beforeEach, describe, expect, it } from 'vitest';
import { runExcel } from '../../../src/office/excel/run';
import { type Cells, createCells } from '../../../src/office/workbook/cells';
import type { Selection } from '../../../src/office/workbook/selection';
import { type FakeDocument, fakeDocument } from '../../support/office/fake-document';
import { FakeExcel, FakeSheet } from '../../support/office/fake-excel';

const ours = '=SKILLMETRICS(A1,"totalSessions","-7d")';

let report: FakeSheet;
let data: FakeSheet;
let excel: FakeExcel;
let document: FakeDocument;
let cells: Cells;

beforeEach(() => {
  report = new FakeSheet('Report');
  data = new FakeSheet("Ada's data");
  excel = new FakeExcel([report, data]);
  excel.install();
  document = fakeDocument();
  cells = createCells({
    run: runExcel,
    spills: { wish: () => undefined },
    document: () => document,
  });
});

const select = (sheet: FakeSheet, row: number, column: number, rows = 1, columns = 1): void => {
  excel.active = { sheet, row, column, rows, columns };
  document.select();
};
/** Lets what was asked of Excel arrive. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe('the selection', () => {
  it('is told at once, and whenever it changes, until nobody listens', async () => {
    const told: string[] = [];
    const stop = cells.watchSelection(({ address }) => told.push(address));
    await settle();
    select(report, 3, 1, 2, 2);
    await settle();
    expect(told).toEqual(['Report!A1', 'Report!B4:C5']);
    stop();
    select(report, 0, 0);
    await settle();
    expect(told).toHaveLength(2);
    expect(document.listeners).toBe(0);
  });

  it('is told once where it changes faster than Excel answers', async () => {
    const told: string[] = [];
    cells.watchSelection(({ address }) => told.push(address));
    select(report, 1, 0);
    select(report, 2, 0);
    await settle();
    expect(told).toEqual(['Report!A3']);
  });

  it('comes with the formula of ours that fills the cell', async () => {
    const told: Selection[] = [];
    report.put(0, 0, { formula: ours }).put(9, 0, { formula: '=SUM(A1:A3)' });
    report.spills.set('0,0', [8, 2]);
    cells.watchSelection((selection) => told.push(selection));
    await settle();
    select(report, 4, 1);
    await settle();
    select(report, 9, 0);
    await settle();
    const formula = { address: 'Report!A1', formula: ours };
    expect(told).toEqual([
      { address: 'Report!A1', sheet: 'Report', formula },
      { address: 'Report!B5', sheet: 'Report', formula },
      { address: 'Report!A10', sheet: 'Report' },
    ]);
  });

  it('is told when an edit gives the cell another formula or none, and not when another cell is edited', async () => {
    const told: (string | undefined)[] = [];
    const edit = async (formula: string): Promise<void> => {
      report.put(0, 0, { formula });
      for (const hear of excel.onChanged) await hear();
      await settle();
    };
    report.put(0, 0, { formula: ours });
    cells.watchSelection(({ formula }) => told.push(formula?.formula));
    await settle();
    await edit(ours);
    const other = ours.replace('(', '( ');
    await edit(other);
    await edit('12');
    expect(told).toEqual([ours, other, undefined]);
  });

  it('is not told while no single range of cells is selected', async () => {
    const told: string[] = [];
    cells.watchSelection(({ address }) => told.push(address));
    await settle();
    excel.refuses = { code: 'InvalidSelection' };
    document.select();
    await settle();
    expect(told).toEqual(['Report!A1']);
  });
});

describe('edits', () => {
  it('are told until nobody listens', async () => {
    let edits = 0;
    const stop = cells.watchEdits(() => (edits += 1));
    await settle();
    for (const hear of excel.onChanged) await hear();
    expect(edits).toBe(1);
    stop();
    await settle();
    expect(excel.onChanged.size).toBe(0);
  });
});

describe('reading cells', () => {
  beforeEach(() => {
    report.put(5, 1, { formula: 46235, value: 46235 });
    data.put(0, 0, { formula: 'en-US', value: 'en-US' }).put(2, 0, { formula: 'de-DE', value: 'de-DE' });
  });

  it('gives what they hold and show', async () => {
    const read = await cells.read({ address: 'B6', sheet: 'Report' });
    expect(read).toEqual({ values: [[46235]], texts: [['46235']] });
  });

  it('goes to the sheet that the reference names', async () => {
    const { values } = await cells.read({ address: "'Ada''s data'!A1:A9", sheet: 'Report' });
    expect(values).toEqual([['en-US'], [''], ['de-DE']]);
  });

  it('reads a spill', async () => {
    data.spills.set('0,0', [3, 1]);
    const { values } = await cells.read({ address: 'A1#', sheet: "Ada's data" });
    expect(values).toHaveLength(3);
  });

  it('gives a blank for empty cells', async () => {
    expect(await cells.read({ address: 'C3', sheet: 'Report' })).toEqual({ values: [['']], texts: [['']] });
  });

  it('fails where there are no such cells, or too many', async () => {
    await expect(cells.read({ address: 'nowhere', sheet: 'Report' })).rejects.toThrow();
    await expect(cells.read({ address: 'B6', sheet: 'Gone' })).rejects.toThrow();
    report.put(100_000, 1, { formula: 1, value: 1 });
    await expect(cells.read({ address: 'B1:B1000000', sheet: 'Report' })).rejects.toThrow();
    report.put(0, 0, { formula: 1, value: 1 }).put(100, 20, { formula: 1, value: 1 });
    await expect(cells.read({ address: 'A1:U101', sheet: 'Report' })).rejects.toThrow();
  });
});

describe('the place of an answer', () => {
  const size = { rows: 10, columns: 2 };

  it('is the active cell where there is room', async () => {
    select(report, 2, 1);
    report.put(0, 0, { formula: 'Title' }).put(12, 1, { formula: 'Below' });
    expect(await cells.placementFor(size)).toEqual({ address: 'Report!B3' });
  });

  it('is blocked by what stands there, the active cell among it, and free at the right of everything', async () => {
    select(report, 2, 1);
    report.put(2, 1, { formula: 'Here' }).put(11, 2, { formula: 'There' }).put(0, 5, { formula: 'Far' });
    expect(await cells.placementFor(size)).toEqual({
      address: 'Report!B3',
      blockedBy: { kind: 'cells', address: 'Report!B3:C12' },
      free: 'Report!H3',
    });
  });

  it('is nowhere on a protected sheet', async () => {
    report.isProtected = true;
    expect(await cells.placementFor(size)).toMatchObject({ blockedBy: { kind: 'protected' } });
  });

  it('is not in a table, unless one cell is enough', async () => {
    select(report, 2, 1);
    report.put(2, 0, { formula: 'Name' }).tables.push('A3:B9');
    expect(await cells.placementFor(size)).toMatchObject({ blockedBy: { kind: 'merged' }, free: 'Report!C3' });
    expect(await cells.placementFor({ rows: 1, columns: 1 })).toEqual({ address: 'Report!B3' });
  });

  it('is free below everything where there is no room at the right', async () => {
    select(report, 2, 1);
    report.put(2, 1, { formula: 'Here' }).put(30, 25, { formula: 'Far' });
    expect(await cells.placementFor(size)).toMatchObject({ free: 'Report!B33' });
  });

  it('is blocked by the edge of the sheet', async () => {
    report.size = { rows: 12, columns: 26 };
    select(report, 5, 0);
    expect(await cells.placementFor(size)).toEqual({ address: 'Report!A6', blockedBy: { kind: 'edge' } });
  });

  it('of an edited formula may be where that has spilled, and no further than what follows', async () => {
    data.put(0, 0, { formula: ours });
    data.spills.set('0,0', [8, 2]);
    expect(await cells.placementFor(size, "'Ada''s data'!A1")).toEqual({ address: "Ada's data!A1" });
    data.put(9, 0, { formula: '=SUM(B2:B8)' });
    expect(await cells.placementFor(size, "'Ada''s data'!A1")).toMatchObject({
      blockedBy: { kind: 'cells', address: "'Ada''s data'!A10" },
      free: "Ada's data!D1",
    });
    data.cells.delete('9,0');
    data.put(3, 2, { formula: 'Beside' });
    const wider = await cells.placementFor({ rows: 8, columns: 3 }, "'Ada''s data'!A1");
    expect(wider).toMatchObject({ blockedBy: { address: "'Ada''s data'!C4" } });
  });
});

describe('going to a cell', () => {
  it('shows its sheet and selects it', async () => {
    await cells.select("'Ada''s data'!B2:C3");
    expect(excel.active).toMatchObject({ sheet: data, row: 1, column: 1, rows: 2, columns: 2 });
  });
});

describe('cells that held a formula of ours', () => {
  it('are told where they do no longer', async () => {
    report.put(0, 0, { formula: ours }).put(1, 0, { formula: '=SUM(A1)' });
    const all = ['Report!A1', 'Report!A2', 'Report!A3', 'Gone!A1'];
    expect(await cells.findRemovedFormulas(all)).toEqual(['Report!A2', 'Report!A3', 'Gone!A1']);
  });

  it('hold one all the same where it is behind a name of the workbook or of the sheet', async () => {
    excel.names.push({ name: 'Weekly', formula: '=LAMBDA(skill,SKILLTOTAL(skill,"totalSessions","-7d"))' });
    data.names.push({ name: 'Here', formula: '=ALEXASKILLS()' });
    report.put(0, 0, { formula: '=IFERROR(Weekly(B1),"none")' });
    data.put(0, 0, { formula: '=ROWS(Here)' });
    expect(await cells.findRemovedFormulas(['Report!A1', "'Ada''s data'!A1"])).toEqual([]);
  });
});
