import { beforeEach, describe, expect, it } from 'vitest';
import { defaultOptions } from '../../../../src/core/formula/options';
import type { TableOptions } from '../../../../src/core/formula/parse-formula';
import type { Query } from '../../../../src/core/query/query';
import { tableLook } from '../../../../src/core/tables/table-style';
import { formatted } from '../../../../src/office/cells/excel-cells';
import { createExcelAccess } from '../../../../src/office/excel/run';
import { createSpills, type Spills } from '../../../../src/office/workbook/spills/spills';
import { FakeExcel, FakeSheet } from '../../../support/office/fake-excel';
import { createManualClock, type ManualClock } from '../../../support/office/manual-clock';
import { query } from '../../../support/office/queries-of';

const ours = '=SKILLMETRICS(A1,"totalSessions","-7d")';

let sheet: FakeSheet;
let excel: FakeExcel;
let clock: ManualClock;
let spills: Spills;

beforeEach(() => {
  sheet = new FakeSheet('Report');
  excel = new FakeExcel([sheet]);
  excel.install();
  clock = createManualClock();
  spills = createSpills(createExcelAccess(clock.setTimer).run, clock.setTimer);
});

interface Size {
  readonly days: number;
  readonly metrics?: Query['metrics'];
  readonly period?: Query['period'];
  readonly options?: Partial<TableOptions>;
  /** Whether numbers come with their formats. */
  readonly withFormats?: boolean;
  readonly formula?: string;
}

/** A call settles; its result reaches the sheet when the test says so. */
const settle = ({ days, metrics = ['totalSessions'], period = 'P1D', options = {}, ...how }: Size) => {
  const { withFormats = false, formula = ours } = how;
  const columns = metrics.map((metric) => ({ metric }));
  const look = tableLook(query({ metrics, period }), { ...defaultOptions, headers: 1, columns, ...options });
  const number = (value: number) => (withFormats ? formatted(value, '0') : value);
  const inColumns = [
    ['Date (UTC)', ...metrics],
    ...Array.from({ length: days }, (_, day) => [number(46_235 + day), ...metrics.map(() => number(day))]),
  ];
  const [first = []] = inColumns;
  const cells =
    look.layout === 'columns' ? inColumns : first.map((_, column) => inColumns.map((row) => row[column] ?? ''));
  sheet.put(0, 0, { formula, value: 'Date (UTC)' });
  spills.settled({ address: 'Report!A1', cells, look });
  return { arrive: () => sheet.spills.set('0,0', [cells.length, cells[0]?.length ?? 0]) };
};

const settleAndArrive = async (size: Size): Promise<void> => {
  settle(size).arrive();
  await clock.advance(20_000);
};

describe('numbers that come without formats', () => {
  it('get them once they are in their cells', async () => {
    const { arrive } = settle({ days: 2 });
    await clock.advance(1_000);
    expect(sheet.formats.size).toBe(0);
    arrive();
    await clock.advance(5_000);
    expect(Object.fromEntries(sheet.formats)).toEqual({
      '1,0': 'yyyy-mm-dd',
      '2,0': 'yyyy-mm-dd',
      '1,1': '#,##0',
      '2,1': '#,##0',
    });
    expect(clock.pending()).toBe(0);
  });

  it('get them when the spill grows, and others when the period changes', async () => {
    await settleAndArrive({ days: 2 });
    await settleAndArrive({ days: 4 });
    expect(sheet.formats.get('4,0')).toBe('yyyy-mm-dd');
    await settleAndArrive({ days: 4, period: 'PT1H' });
    expect(sheet.formats.get('4,0')).toBe('yyyy-mm-dd hh:mm');
  });

  it('get them in rows', async () => {
    await settleAndArrive({ days: 2, options: { layout: 'rows' } });
    expect(Object.fromEntries(sheet.formats)).toMatchObject({
      '0,1': 'yyyy-mm-dd',
      '0,2': 'yyyy-mm-dd',
      '1,1': '#,##0',
    });
  });

  it('keep what a person has set', async () => {
    sheet.formats.set('1,0', 'dd.mm.yyyy');
    await settleAndArrive({ days: 2 });
    expect([sheet.formats.get('1,0'), sheet.formats.get('2,0')]).toEqual(['dd.mm.yyyy', 'yyyy-mm-dd']);
  });

  it('stay as they are in a formula that makes something else of them', async () => {
    await settleAndArrive({ days: 2, formula: `${ours}*2` });
    expect(sheet.formats.size).toBe(0);
  });

  it('cost nothing where nothing has changed', async () => {
    await settleAndArrive({ days: 2 });
    const runs = excel.runs.length;
    await settleAndArrive({ days: 2 });
    expect(excel.runs).toHaveLength(runs);
  });

  it('wait while a person types', async () => {
    excel.refuses = { code: 'InvalidOperationInCellEditMode' };
    settle({ days: 2 }).arrive();
    await clock.advance(60_000);
    expect(sheet.formats.size).toBe(0);
    excel.refuses = undefined;
    await clock.advance(5_000);
    expect(sheet.formats.size).toBe(4);
  });

  it('stay bare where the sheet is protected or gone, and keep no other from theirs', async () => {
    const look = tableLook(query(), { ...defaultOptions, headers: 1, columns: [{ metric: 'totalSessions' }] });
    spills.settled({
      address: 'Gone!A1',
      cells: [
        ['Date (UTC)', 'x'],
        [1, 2],
      ],
      look,
    });
    await settleAndArrive({ days: 2 });
    expect(sheet.formats.size).toBe(4);
    expect(clock.pending()).toBe(0);
  });
});

it('numbers that come with formats leave those of their cells, except one that the add-in has set', async () => {
  await settleAndArrive({ days: 2, withFormats: true });
  expect(sheet.formats.size).toBe(0);
  sheet.formats.set('1,0', 'yyyy-mm-dd');
  await settleAndArrive({ days: 2, withFormats: true, period: 'PT1H' });
  expect(sheet.formats.get('1,0')).toBe('yyyy-mm-dd hh:mm');
});

describe('headers', () => {
  it('are made bold, and columns fitted, where that is wished', async () => {
    spills.wish('Report!A1', { headers: true, chart: false });
    await settleAndArrive({ days: 2, withFormats: true });
    expect([...sheet.bold]).toEqual(['0,0', '0,1']);
    expect(sheet.fitted).toEqual(['A1']);
    expect(sheet.charts).toEqual([]);
  });

  it('stay bold when columns come', async () => {
    spills.wish('Report!A1', { headers: true, chart: false });
    await settleAndArrive({ days: 2, withFormats: true });
    await settleAndArrive({ days: 2, withFormats: true, metrics: ['totalSessions', 'uniqueCustomers'] });
    expect([...sheet.bold]).toEqual(['0,0', '0,1', '0,2']);
    expect(sheet.fitted).toHaveLength(2);
  });

  it('stay as a person has them', async () => {
    await settleAndArrive({ days: 2, withFormats: true });
    await settleAndArrive({ days: 3, withFormats: true });
    expect([sheet.bold.size, sheet.fitted]).toEqual([0, []]);
  });
});

describe('a chart', () => {
  const wish = async (size: Size): Promise<void> => {
    spills.wish('Report!A1', { headers: true, chart: true });
    await settleAndArrive({ withFormats: true, ...size });
  };

  it('shows the series over their dates, beside the cells', async () => {
    await wish({ days: 3 });
    expect(sheet.charts).toMatchObject([
      {
        type: 'Line',
        source: 'B1:B4',
        by: 'Columns',
        labels: ['A2:A4'],
        legend: false,
        axis: 'Days',
        left: 108,
        top: 0,
      },
    ]);
    expect(sheet.charts[0]?.title).toBe('Total sessions');
    expect(sheet.names).toMatchObject([
      { name: sheet.charts[0]?.name, formula: "='Report'!$A$1:$B$4", visible: false },
    ]);
  });

  it('follows the spill, its legend and title what it shows', async () => {
    await wish({ days: 3 });
    await settleAndArrive({ days: 90, withFormats: true });
    expect(sheet.charts).toMatchObject([{ source: 'B1:B91', labels: ['A2:A91'], legend: false }]);
    await settleAndArrive({ days: 90, withFormats: true, metrics: ['totalSessions', 'uniqueCustomers'] });
    expect(sheet.charts).toMatchObject([
      { source: 'B1:C91', labels: ['A2:A91', 'A2:A91'], legend: true, title: 'Total sessions, Unique customers' },
    ]);
  });

  it('follows it after the workbook has been opened again', async () => {
    await wish({ days: 3 });
    spills = createSpills(createExcelAccess(clock.setTimer).run, clock.setTimer);
    await settleAndArrive({ days: 5, withFormats: true });
    expect(sheet.charts).toMatchObject([{ source: 'B1:B6' }]);
  });

  it('gets out of the way of cells', async () => {
    await wish({ days: 3 });
    await settleAndArrive({
      days: 3,
      withFormats: true,
      metrics: ['totalSessions', 'uniqueCustomers', 'totalUtterances'],
    });
    expect(sheet.charts[0]?.left).toBeGreaterThanOrEqual(4 * 48);
  });

  it('has columns for weeks, unless a person has chosen another type', async () => {
    await wish({ days: 3 });
    await settleAndArrive({ days: 3, withFormats: true, period: 'P1W' });
    expect(sheet.charts).toMatchObject([{ type: 'ColumnClustered', axis: 'TextAxis' }]);
    Object.assign(sheet.charts[0] ?? {}, { type: 'Pie', title: 'Mine' });
    await settleAndArrive({ days: 4, withFormats: true });
    expect(sheet.charts).toMatchObject([{ type: 'Pie', title: 'Mine', source: 'B1:B5' }]);
  });

  it('leaves the column of offsets out', async () => {
    await wish({ days: 3, period: 'PT1H', options: { zone: '1' }, metrics: ['totalSessions', 'uniqueCustomers'] });
    expect(sheet.charts).toMatchObject([{ source: 'C1:C4', labels: ['A2:A4'], axis: 'TextAxis' }]);
  });

  it('shows rows as rows, below them', async () => {
    await wish({ days: 3, options: { layout: 'rows' } });
    expect(sheet.charts).toMatchObject([{ source: 'A2:D2', by: 'Rows', labels: ['B1:D1'], left: 0, top: 42 }]);
  });

  it('is drawn once, however often it is wished, and again where it was deleted', async () => {
    await wish({ days: 3 });
    await wish({ days: 4 });
    expect(sheet.charts).toHaveLength(1);
    sheet.charts.length = 0;
    await wish({ days: 5 });
    expect(sheet.charts).toMatchObject([{ source: 'B1:B6' }]);
    expect(sheet.names).toHaveLength(1);
  });

  it('comes to a formula whose cells are there already', async () => {
    await settleAndArrive({ days: 3, withFormats: true });
    spills.wish('Report!A1', { headers: true, chart: true });
    await clock.advance(5_000);
    expect(sheet.charts).toHaveLength(1);
  });
});
