/** Formulas become values that stay, bit for bit, and formulas again. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { frameOf, inspect, picture, resize } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(async ({ context }) => {
  Object.assign(world.sandbox.settings, { latencyMs: 0, fault: 'none', faultSkills: [] });
  for (const page of context.pages().filter((one) => one.url().startsWith(world.preview)))
    expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
});

test.afterAll(() => world.stop());

const table = (rest = ''): string => `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-08-08"${rest})`;
const total = `SKILLTOTAL("${skillId}","totalSessions","2026-08-01","2026-09-01")`;

const open = async (context: BrowserContext): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  return workbook;
};

/** Presses an item of the ribbon's menu. */
const choose = async (workbook: Workbook, item: string): Promise<void> => {
  await workbook.page.getByRole('button', { name: 'Freeze', exact: true }).click();
  await workbook.page.getByRole('menuitem', { name: item }).click();
};
const notice = (workbook: Workbook, text: string | RegExp) => workbook.pane.getByText(text);
const undo = (workbook: Workbook) => workbook.page.getByRole('button', { name: 'Undo' }).click();

/** What the cells of a range hold and how they look, as Excel's API tells. */
const seen = (workbook: Workbook, address: string) =>
  frameOf(workbook).evaluate(
    (at) =>
      Excel.run(async (context) => {
        const range = context.workbook.worksheets.getItem('Sheet1').getRange(at);
        range.load('values,text,valueTypes,numberFormat');
        range.format.load('columnWidth');
        range.format.fill.load('color');
        await context.sync();
        const { values, text, valueTypes, numberFormat, format } = range;
        return { values, text, valueTypes, numberFormat, width: format.columnWidth, fill: format.fill.color };
      }),
    address,
  );
const formulaOf = async (workbook: Workbook, address: string) => (await workbook.cell(address)).formula;

/** Changes the first sheet as a person would, through Excel's API. */
const inSheet = (
  workbook: Workbook,
  change: 'format' | 'protect' | 'unprotect' | 'make a table' | 'hide row 3' | 'show row 3' | 'merge',
): Promise<void> =>
  frameOf(workbook).evaluate(
    (what) =>
      Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getItem('Sheet1');
        if (what === 'protect') sheet.protection.protect();
        if (what === 'unprotect') sheet.protection.unprotect();
        if (what === 'hide row 3') sheet.getRange('3:3').rowHidden = true;
        if (what === 'show row 3') sheet.getRange('3:3').rowHidden = false;
        if (what === 'merge') sheet.getRange('A7:B7').merge();
        if (what === 'make a table') sheet.tables.add('A1:B4', true);
        if (what === 'format') {
          sheet.getRange('B3').format.fill.color = '#FFEE00';
          sheet.getRange('B4').numberFormat = [['0.00']];
          sheet.getRange('B:B').format.columnWidth = 99;
        }
        await context.sync();
      }),
    change,
  );

test('a table freezes and thaws bit for bit, in one step of undo each', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', table());
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
  await inSheet(workbook, 'format');
  const before = await seen(workbook, 'A1:C9');
  const requests = world.sandbox.requests.entries.length;

  await workbook.select('B5');
  await choose(workbook, 'Freeze selection');
  await expect(notice(workbook, 'Froze 1 formula.')).toBeVisible();
  expect(await formulaOf(workbook, 'A1')).toBeUndefined();
  expect(await workbook.spillOf('A1')).toBeUndefined();
  expect(await seen(workbook, 'A1:C9')).toEqual(before);
  // There is no formula left that the pane could update.
  await expect(workbook.pane.getByRole('heading', { name: 'New formula' })).toBeVisible();
  await picture(workbook.page, 'sheet-frozen');
  await inspect(workbook, 'frozen');

  await undo(workbook);
  expect(await formulaOf(workbook, 'A1')).toBe(table());
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
  expect(await seen(workbook, 'A1:C9')).toEqual(before);
  // The names went with it: there is nothing to thaw.
  await choose(workbook, 'Thaw workbook');
  await expect(notice(workbook, /This workbook has no frozen values/)).toBeVisible();

  await choose(workbook, 'Freeze selection');
  await expect(notice(workbook, 'Froze 1 formula.')).toBeVisible();
  await choose(workbook, 'Thaw selection');
  await expect(notice(workbook, 'Thawed 1 formula.')).toBeVisible();
  expect(await formulaOf(workbook, 'A1')).toBe(table());
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
  await expect.poll(() => seen(workbook, 'A1:C9')).toEqual(before);
  await undo(workbook);
  expect(await formulaOf(workbook, 'A1')).toBeUndefined();
  expect(await seen(workbook, 'A1:C9')).toEqual(before);
  await choose(workbook, 'Thaw this sheet');
  await expect.poll(() => formulaOf(workbook, 'A1')).toBe(table());
  expect(world.sandbox.requests.entries.length).toBe(requests);
});

test('what a formula refers to may move meanwhile, and what people change stays', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', skillId);
  await workbook.type('B1', '2026-08-01');
  await workbook.type('A3', '=SKILLMETRICS(A1,"totalSessions",$B$1,"2026-08-04")');
  await workbook.type('D1', `=SUM(${total},1)`);
  await expect.poll(() => workbook.spillOf('A3')).toBe('A3:B6');
  await expect.poll(async () => (await workbook.cell('D1')).value).toEqual(expect.any(Number));
  const sum = (await workbook.cell('D1')).value;
  await choose(workbook, 'Freeze workbook');
  await expect(notice(workbook, 'Froze 2 formulas.')).toBeVisible();
  expect((await workbook.cell('D1')).value).toBe(sum);

  await workbook.type('B4', '1');
  await workbook.select('A3');
  await choose(workbook, 'Thaw selection');
  await expect(notice(workbook, /Cells in row 4 have changed since it was frozen/)).toBeVisible();
  await inspect(workbook, 'thaw-refused');
  await resize(workbook, 320);
  await inspect(workbook, 'thaw-refused-320');
  await resize(workbook, 340);
  expect((await workbook.cell('B4')).value).toBe(1);
  await undo(workbook);

  await workbook.page.evaluate(() => window.preview?.insertRows('A1', 2));
  await choose(workbook, 'Thaw workbook');
  await expect(notice(workbook, 'Thawed 2 formulas.')).toBeVisible();
  expect(await formulaOf(workbook, 'A5')).toBe('=SKILLMETRICS(A3,"totalSessions",$B$3,"2026-08-04")');
  expect(await formulaOf(workbook, 'D3')).toBe(`=SUM(${total},1)`);
  await expect.poll(() => workbook.spillOf('A5')).toBe('A5:B8');
});

test('what cannot be frozen is left as it is with the reason, while others are frozen', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', `=SKILLTOTAL("${skillId}","nonsense","2026-08-01","2026-09-01")`);
  await workbook.type('A2', `=IFERROR(SKILLTOTAL("${skillId}","nonsense","2026-08-01","2026-09-01"),"none")`);
  await workbook.type('A3', `=${total}`);
  await workbook.type('C2', 'in the way');
  await workbook.type('C1', table());
  await expect.poll(async () => (await workbook.cell('A3')).value).toEqual(expect.any(Number));
  await expect.poll(async () => (await workbook.cell('C1')).value).toBe('#SPILL!');
  await choose(workbook, 'Freeze this sheet');
  await expect(notice(workbook, 'Froze 1 formula.')).toBeVisible();
  await expect(notice(workbook, '3 formulas were not frozen:')).toBeVisible();
  await expect(notice(workbook, /no room for its numbers/)).toBeVisible();
  expect(await formulaOf(workbook, 'A2')).toContain('IFERROR');
  expect(await formulaOf(workbook, 'A3')).toBeUndefined();
  await inspect(workbook, 'freeze-refused');

  await inSheet(workbook, 'protect');
  await choose(workbook, 'Thaw this sheet');
  await expect(notice(workbook, /The sheet is protected\. Unprotect it, then thaw again\./)).toBeVisible();
  await inSheet(workbook, 'unprotect');
  await choose(workbook, 'Thaw this sheet');
  await expect.poll(() => formulaOf(workbook, 'A3')).toBe(`=${total}`);
});

test('frozen values survive saving, and thaw in the opened workbook', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', table());
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
  const before = await seen(workbook, 'A1:B8');
  await choose(workbook, 'Freeze this sheet');
  await expect(notice(workbook, 'Froze 1 formula.')).toBeVisible();
  await workbook.page.evaluate(() => window.preview?.save());
  await workbook.page.goto(`${world.preview}/?workbook=saved`);
  await expect(workbook.pane.getByRole('button', { name: /^Account/ })).toBeVisible();
  expect(await seen(workbook, 'A1:B8')).toEqual(before);
  await choose(workbook, 'Thaw workbook');
  await expect(notice(workbook, 'Thawed 1 formula.')).toBeVisible();
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
});

test('errors within a table freeze, and merged cells and tables are told before anything is written', async ({
  context,
}) => {
  const workbook = await open(context);
  // Amazon has no value for a week of 169 hours.
  const weeks = '"2026-10-19","2026-11-09","P1W",,,,,,"tz=America/New_York"';
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","uniqueCustomers",${weeks})`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B4');
  const before = await seen(workbook, 'A1:B9');
  expect(before.valueTypes.flat()).toContain('Error');
  await choose(workbook, 'Freeze workbook');
  await expect(notice(workbook, 'Froze 1 formula.')).toBeVisible();
  expect(await seen(workbook, 'A1:B9')).toEqual(before);

  // People make tables of frozen values.
  await inSheet(workbook, 'make a table');
  await choose(workbook, 'Thaw workbook');
  await expect(notice(workbook, /Its cells are in a table/)).toBeVisible();
  expect(await seen(workbook, 'A1:B9')).toMatchObject({ values: before.values });
});

test("hidden rows and cells that were merged since are named, and people's own formats outlive growing and shrinking", async ({
  context,
}) => {
  const workbook = await open(context);
  await workbook.type('A1', table());
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
  await inSheet(workbook, 'hide row 3');
  await choose(workbook, 'Freeze workbook');
  await expect(notice(workbook, /Some of its cells are hidden or filtered out\. Show all of them/)).toBeVisible();
  expect(await formulaOf(workbook, 'A1')).toBe(table());
  await inSheet(workbook, 'show row 3');

  await inSheet(workbook, 'format');
  const formats = await seen(workbook, 'B3:B4');
  await workbook.type('A1', table().replace('2026-08-08', '2026-08-20'));
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B20');
  await workbook.type('A1', table().replace('2026-08-08', '2026-08-03'));
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B3');
  await workbook.type('A1', table());
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
  expect(await seen(workbook, 'B3:B4')).toEqual(formats);

  await choose(workbook, 'Freeze workbook');
  await expect(notice(workbook, 'Froze 1 formula.')).toBeVisible();
  await inSheet(workbook, 'merge');
  await choose(workbook, 'Thaw workbook');
  // Merging has emptied a cell.
  await expect(notice(workbook, /Cells in row 7 have changed since it was frozen/)).toBeVisible();
  expect(await formulaOf(workbook, 'A1')).toBeUndefined();
});

test('the pane says that a sheet is protected before it inserts, and a header has a card of its origin', async ({
  context,
}) => {
  const workbook = await open(context);
  await workbook.type('D1', table());
  await expect.poll(() => workbook.spillOf('D1')).toBe('D1:E8');
  expect(await workbook.page.evaluate(() => window.preview?.cardOf('D1'))).toEqual({
    'Fetched at': expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:00Z$/),
    'Time zone': 'UTC',
    'Provisional from': 'none: all values are final',
    'Requests to Amazon': expect.stringMatching(/^\d+$/),
  });
  await workbook.type('G1', '=MATCH("Date (UTC)",D1:D8,0)');
  expect((await workbook.cell('G1')).value).toBe(1);

  await inSheet(workbook, 'protect');
  await workbook.select('A20');
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).fill(skillId);
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).press('Escape');
  await workbook.pane.getByRole('button', { name: /^Insert into/ }).click();
  await expect(notice(workbook, 'The sheet is protected. Unprotect it first.')).toBeVisible();
  await inspect(workbook, 'insert-protected');
});
