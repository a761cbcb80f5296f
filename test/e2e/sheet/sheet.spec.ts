/** What lands in the sheet: numbers that can be read, headers, and charts that follow their formula. */
import { expect, test } from '@playwright/test';
import type { SeenChart } from '../../../src/dev/preview/page/testing/seen-charts';
import { frameOf, picture } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(() => {
  world.sandbox.settings.latencyMs = 0;
});

test.afterAll(() => world.stop());

const button = (workbook: Workbook, name: string | RegExp) => workbook.pane.getByRole('button', { name });
const charts = (workbook: Workbook): Promise<readonly SeenChart[] | undefined> =>
  workbook.page.evaluate(() => window.preview?.charts());
const formatOf = (workbook: Workbook, address: string): Promise<string | undefined> =>
  workbook.page.evaluate((at) => window.preview?.formatOf(at), address);
const styleOf = (workbook: Workbook, address: string) =>
  workbook.page.evaluate((at) => window.preview?.styleOf(at), address);
const textOf = async (workbook: Workbook, address: string): Promise<string> => (await workbook.cell(address)).text;

const isoDate = /^\d{4}-\d{2}-\d{2}$/;

/** Texts of cells below each other. */
const textsOf = (workbook: Workbook, column: string, from: number, to: number): Promise<readonly string[]> =>
  Promise.all(Array.from({ length: to - from + 1 }, (_, at) => textOf(workbook, `${column}${from + at}`)));

const open = async (context: Parameters<typeof openWorkbook>[0], query: string): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, query);
  await workbook.signIn();
  return workbook;
};

const insertWithChart = async (workbook: Workbook, start?: string): Promise<void> => {
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).fill(skillId);
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).press('Escape');
  if (start !== undefined) await workbook.chooseDays(start, 'today');
  await workbook.pane.getByLabel('Insert as').selectOption('chart');
  await button(workbook, /^Insert into/).click();
};

test('a chart shows all days after 28 have become 90, and no cell a plain serial', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  await insertWithChart(workbook);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B29');
  await expect
    .poll(() => charts(workbook))
    .toMatchObject([{ type: 'Line', series: ['B1:B29'], labels: 'Sheet1!A2:A29', hasLegend: false }]);
  expect(await styleOf(workbook, 'B1')).toMatchObject({ bold: true });
  await picture(workbook.page, 'sheet-28-days');

  await workbook.select('A1');
  await expect(button(workbook, 'Update A1')).toBeVisible();
  await workbook.pane.getByLabel('Dates', { exact: true }).selectOption({ label: 'Last 90 days' });
  await button(workbook, 'Update A1').click();
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B91');
  await expect
    .poll(() => charts(workbook))
    .toMatchObject([{ series: ['B1:B91'], labels: 'Sheet1!A2:A91', coversCells: false }]);
  for (const text of await textsOf(workbook, 'A', 2, 91)) expect(text).toMatch(isoDate);
  await picture(workbook.page, 'sheet-90-days');
  expect(await workbook.unknown()).toEqual([]);
});

test('a chart makes room for columns that come, gets a legend, and moves with its rows', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  await workbook.type('D1', 'en-GB');
  await workbook.select('A3');
  await insertWithChart(workbook);
  await expect.poll(async () => (await charts(workbook))?.length).toBe(1);
  const several = (rest: string): string =>
    `=SKILLMETRICS("${skillId}",{"totalSessions","uniqueCustomers"},"-28d","today"${rest})`;
  await workbook.type('A3', several(''));
  await expect.poll(() => workbook.spillOf('A3')).toBe('A3:C31');
  await expect
    .poll(() => charts(workbook))
    .toMatchObject([{ series: ['B3:B31', 'C3:C31'], labels: 'Sheet1!A4:A31', hasLegend: true, coversCells: false }]);
  await expect.poll(() => styleOf(workbook, 'C3')).toMatchObject({ bold: true });
  expect(await textOf(workbook, 'C3')).toBe('Unique customers');
  await picture(workbook.page, 'sheet-two-series');

  await workbook.type('A3', several(',"P1W"'));
  await expect.poll(() => charts(workbook)).toMatchObject([{ type: 'ColumnClustered', hasLegend: true }]);
  await picture(workbook.page, 'sheet-weeks');
});

test('a chart follows its formula after the workbook has been opened again', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  await insertWithChart(workbook);
  await expect.poll(() => charts(workbook)).toMatchObject([{ series: ['B1:B29'], labels: 'Sheet1!A2:A29' }]);
  await workbook.page.evaluate(() => window.preview?.save());
  await workbook.page.goto(`${world.preview}/?workbook=saved`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B29');
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","-14d","today")`);
  await expect.poll(() => charts(workbook)).toMatchObject([{ series: ['B1:B15'], title: 'Total sessions' }]);
});

test('a chart is beside its formula, whichever sheet is active meanwhile', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  const excel = frameOf(workbook);
  // Long enough to go to another sheet.
  world.sandbox.settings.latencyMs = 2_000;
  await workbook.select('C5');
  await insertWithChart(workbook);
  await expect.poll(async () => (await workbook.cell('C5')).value).toBe('#BUSY!');
  await excel.evaluate(() =>
    Excel.run(async (inExcel) => {
      inExcel.workbook.worksheets.add('Other').activate();
      await inExcel.sync();
    }),
  );
  await expect.poll(() => workbook.spillOf('Sheet1!C5')).toBe('C5:D33');
  await expect.poll(() => styleOf(workbook, 'Sheet1!D5')).toMatchObject({ bold: true });
  expect(await charts(workbook)).toEqual([]);
  await excel.evaluate(() =>
    Excel.run(async (inExcel) => {
      inExcel.workbook.worksheets.getItem('Sheet1').activate();
      await inExcel.sync();
    }),
  );
  await expect.poll(() => charts(workbook)).toMatchObject([{ series: ['D5:D33'], coversCells: false }]);
});

test('series in rows are charted as rows, below them', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  await button(workbook, /^More options/).click();
  await workbook.pane.getByLabel('Layout').selectOption('rows');
  await insertWithChart(workbook, '-14d');
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:O2');
  await expect
    .poll(() => charts(workbook))
    .toMatchObject([{ series: ['A2:O2'], labels: 'Sheet1!B1:O1', coversCells: false }]);
  expect(await styleOf(workbook, 'A2')).toMatchObject({ bold: true });
  await picture(workbook.page, 'sheet-rows');
});

test('an Excel without data types shows dates and numbers of every spill, and keeps what people set', async ({
  context,
}) => {
  const workbook = await open(context, '?workbook=blank&formats=none');
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-08-08")`);
  await expect.poll(() => textOf(workbook, 'A8')).toBe('2026-08-07');
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-10-01")`);
  await expect.poll(() => textOf(workbook, 'A62')).toBe('2026-09-30');
  expect(await formatOf(workbook, 'B62')).toBe('#,##0');
  for (const text of await textsOf(workbook, 'A', 2, 62)) expect(text).toMatch(isoDate);

  await frameOf(workbook).evaluate(async () => {
    await Excel.run(async (context) => {
      context.workbook.worksheets.getActiveWorksheet().getRange('B2').numberFormat = [['0.00']];
      await context.sync();
    });
  });
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-08-03","PT1H")`);
  await expect.poll(() => textOf(workbook, 'A49')).toBe('2026-08-02 23:00');
  expect(await formatOf(workbook, 'B2')).toBe('0.00');
  await workbook.type('D1', '=ALEXASKILLS()');
  await expect.poll(() => textOf(workbook, 'I2')).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/);
  await workbook.type('L1', `=SKILLTOTAL("${skillId}","totalSessions","2026-08-01","2026-11-01")`);
  await expect.poll(() => textOf(workbook, 'L1')).toMatch(/^\d{1,3}(,\d{3})+$/);
  expect(await workbook.unknown()).toEqual([]);
});
