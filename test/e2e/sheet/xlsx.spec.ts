/** A report that is saved as .xlsx, opened in another program: LibreOffice shows the same. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { frameOf } from '../../support/e2e/inspect';
import { convert } from '../../support/e2e/libre-office';
import { type OdsSheet, readFods } from '../../support/e2e/open-document';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';
import { readXls, type XlsNumber } from '../../support/e2e/xls';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

const saved = async ({ page }: Workbook, button: 'Save as' | 'Save values') => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: button, exact: true }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
};

const inExcel = (workbook: Workbook, change: (context: Excel.RequestContext) => Promise<void>): Promise<void> =>
  frameOf(workbook).evaluate(`Excel.run(${change.toString()})`);

/** An analyst's report: days with a chart from the pane, totals, a second sheet of hours and weeks, and a look of their own. */
const makeReport = async (context: Parameters<typeof openWorkbook>[0]): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', 'Trivia & "Friends"');
  await workbook.select('A3');
  const skill = workbook.pane.getByRole('combobox', { name: 'Skill', exact: true });
  await skill.fill(skillId);
  await skill.press('Escape');
  await workbook.pane.getByLabel('Insert as').selectOption('chart');
  await workbook.pane.getByRole('button', { name: /^Insert into/ }).click();
  await expect.poll(() => workbook.spillOf('A3')).toBe('A3:B31');
  await expect.poll(() => workbook.page.evaluate(() => window.preview?.charts().length)).toBe(1);

  const total = (metric: string): string => `SKILLTOTAL("${skillId}","${metric}","2026-08-01","2026-09-01")`;
  await inExcel(workbook, async (inBook) => {
    inBook.workbook.worksheets.add('Q3');
    await inBook.sync();
  });
  const cells = {
    D1: `=${total('totalSessions')}`,
    D2: `=IFERROR(${total('nonsense')},"none")`,
    E1: '=AVERAGE(B4:B31)',
    E2: `=${total('nonsense')}`,
    F1: '0.1',
    F2: '=F1+0.2',
    G1: '=D1/3',
    G2: 'TRUE',
    H2: "'=1+1",
    H1: '46235.75',
    'Q3!A1': `=SKILLMETRICS("${skillId}",{"totalSessions","uniqueCustomers"},"2026-08-03","2026-08-31","P1W")`,
    'Q3!E1': `=SKILLMETRICS("${skillId}","totalSessions","2026-08-03","2026-08-04","PT1H")`,
    'Q3!A8': '=SUM(B2:B5)',
  };
  for (const [address, text] of Object.entries(cells)) await workbook.type(address, text);
  await workbook.idle();
  await expect.poll(() => workbook.spillOf('Q3!E1')).toBe('E1:F25');
  await expect.poll(() => workbook.spillOf('Q3!A1')).toBe('A1:C5');

  await inExcel(workbook, async (inBook) => {
    const first = inBook.workbook.worksheets.getItem('Sheet1');
    const title = first.getRange('A1');
    title.format.font.bold = true;
    title.format.font.size = 18;
    title.format.font.color = '#FFFFFF';
    title.format.fill.color = '#107C41';
    first.getRange('A2').format.horizontalAlignment = 'Center';
    first.getRange('G1').numberFormat = [['0.00']];
    first.getRange('H1').numberFormat = [['yyyy-mm-dd hh:mm']];
    first.getRange('D1:E1').format.columnWidth = 144;
    const second = inBook.workbook.worksheets.getItem('Q3');
    const chart = second.charts.add('ColumnClustered', second.getRange('A1:C5'), 'Columns');
    chart.title.text = 'Weeks <of August>';
    chart.setPosition('H2', 'M16');
    inBook.workbook.names.add('sessions', second.getRange('B2:B5'));
    await inBook.sync();
  });
  await workbook.idle();
  return workbook;
};

/** What the preview shows of a sheet's cells that are not blank. */
const seenCells = (page: Page, sheet: string) =>
  page.evaluate((name) => {
    const addresses = Array.from('ABCDEFGH').flatMap((letter) =>
      Array.from({ length: 40 }, (_, at) => `${letter}${at + 1}`),
    );
    return addresses.flatMap((address) => {
      const { value, text = '' } = window.preview?.cell(`${name}!${address}`) ?? {};
      if (value === undefined || value === null || value === '') return [];
      return [{ address, value, text, format: window.preview?.formatOf(`${name}!${address}`) }];
    });
  }, sheet);

const textsIn = (sheet: OdsSheet | undefined) =>
  Object.fromEntries([...(sheet?.cells ?? [])].map(([address, { text }]) => [address, text]));

const chartsOf = {
  first: {
    kind: 'chart:line',
    title: 'Total sessions',
    hasLegend: false,
    labels: 'Sheet1.A4:Sheet1.A31',
    series: [{ name: 'Sheet1.B3:Sheet1.B3', values: 'Sheet1.B4:Sheet1.B31' }],
  },
  second: {
    kind: 'chart:bar',
    title: 'Weeks <of August>',
    hasLegend: true,
    labels: 'Q3.A2:Q3.A5',
    series: [
      { name: 'Q3.B1:Q3.B1', values: 'Q3.B2:Q3.B5' },
      { name: 'Q3.C1:Q3.C1', values: 'Q3.C2:Q3.C5' },
    ],
  },
};

test('a copy with values shows the same values, formats and charts where there is no add-in', async ({ context }) => {
  const workbook = await makeReport(context);
  const { name, bytes } = await saved(workbook, 'Save values');
  expect(name).toBe('Book (values).xlsx');
  const { fods, xls } = await convert(bytes, 'fods', 'xls');
  const [book, numbers] = [readFods(fods), readXls(xls)];
  expect([...book.sheets.keys()]).toEqual(['Sheet1', 'Q3']);

  for (const sheet of ['Sheet1', 'Q3']) {
    const seen = await seenCells(workbook.page, sheet);
    expect(seen.length).toBeGreaterThan(60);
    // What people see, and behind it every number to its last bit.
    expect(textsIn(book.sheets.get(sheet))).toEqual(
      Object.fromEntries(seen.map(({ address, text }) => [address, text])),
    );
    const expected = seen.flatMap(({ address, value, format = '' }): [string, XlsNumber][] =>
      typeof value === 'number' ? [[address, { value, format }]] : [],
    );
    expect(Object.fromEntries(numbers.get(sheet) ?? [])).toEqual(Object.fromEntries(expected));
  }

  const first = book.sheets.get('Sheet1');
  const columnOf = (sheet: string, letter: string, from: number, to: number): unknown[] =>
    Array.from({ length: to - from + 1 }, (_, at) => numbers.get(sheet)?.get(`${letter}${from + at}`)?.value);
  expect(first?.charts).toMatchObject([chartsOf.first]);
  expect(first?.charts[0]?.points.map(([value]) => value)).toEqual(columnOf('Sheet1', 'B', 4, 31));
  const [weeks] = book.sheets.get('Q3')?.charts ?? [];
  expect(weeks).toMatchObject(chartsOf.second);
  expect(weeks?.points).toHaveLength(4);
  expect(weeks?.points.map(([, customers]) => customers)).toEqual(columnOf('Q3', 'C', 2, 5));

  expect(first?.cells.get('A1')?.style).toMatchObject({
    'fo:font-weight': 'bold',
    'fo:font-size': '18pt',
    'fo:color': '#ffffff',
    'fo:background-color': '#107c41',
  });
  // Twice as wide as an untouched column: inches depend on the fonts that a machine has.
  expect((first?.widths[3] ?? 0) / (first?.widths[5] ?? 1)).toBeCloseTo(2, 1);
  expect(book.names.get('sessions')).toBe('$Q3.$B$2:.$B$5');
  // What any program computes is still computed.
  expect(first?.cells.get('E1')?.formula).toBe('of:=AVERAGE([.B4:.B31])');
  expect(fods.toString()).not.toMatch(/xldudf/i);
  expect(await workbook.unknown()).toEqual([]);
});

test('a saved workbook keeps its formulas and what they fill, beside the charts of it', async ({ context }) => {
  const workbook = await makeReport(context);
  const { bytes } = await saved(workbook, 'Save as');
  const { fods } = await convert(bytes, 'fods');
  const { sheets } = readFods(fods);
  const first = sheets.get('Sheet1');
  expect(first?.cells.get('A3')).toMatchObject({
    formula: `of:=_xldudf_skillmetrics("${skillId}";"totalSessions";"last 28 days")`,
    fills: [29, 2],
  });
  expect(sheets.get('Q3')?.cells.get('E1')).toMatchObject({ fills: [25, 2] });
  expect(first?.cells.get('F2')).toMatchObject({ formula: 'of:=[.F1]+0.2', fills: undefined, text: '0.3' });
  expect(sheets.get('Q3')?.cells.get('A8')).toMatchObject({ formula: 'of:=SUM([.B2:.B5])', fills: undefined });
  expect(first?.charts).toMatchObject([chartsOf.first]);
  expect(sheets.get('Q3')?.charts).toMatchObject([chartsOf.second]);
});
