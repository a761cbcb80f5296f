/** Where numbers come from: a sheet that lists it, and rows that can still change. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { frameOf, inspect, picture } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(async ({ context }) => {
  for (const page of context.pages().filter((one) => one.url().startsWith(world.preview)))
    expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
});

test.afterAll(() => world.stop());

const open = async (context: BrowserContext): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  return workbook;
};

const press = async (workbook: Workbook, name: string): Promise<void> => {
  const button = workbook.pane.getByRole('button', { name, exact: true });
  if (!(await button.isVisible())) await workbook.pane.getByRole('button', { name: /^Account/ }).click();
  await button.click();
};
const notice = (workbook: Workbook, text: string | RegExp) => workbook.pane.getByText(text);

/** The conditional formats of the first sheet, as Excel's API tells. */
const marksNow = (workbook: Workbook) =>
  frameOf(workbook).evaluate(() =>
    Excel.run(async (context) => {
      const formats = context.workbook.worksheets.getItem('Sheet1').getRange().conditionalFormats.load('items/id');
      await context.sync();
      const all = formats.items.map(({ id }) => {
        const format = formats.getItem(id);
        return { rule: format.custom.rule.load('formula'), range: format.getRangeOrNullObject().load('address') };
      });
      await context.sync();
      return all.map(({ rule, range }) => ({ formula: rule.formula, at: range.address }));
    }),
  );

/** A mark may go between the two looks at it: then they are taken again. */
const marks = async (workbook: Workbook) => {
  try {
    return await marksNow(workbook);
  } catch {
    return marksNow(workbook);
  }
};

test('sources are listed on a sheet of their own, and again in its place', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-08-08")`);
  await workbook.type('D1', `=SUM(SKILLTOTAL("${skillId}","totalSessions","2026-08-01","2026-08-08"),1)`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
  await press(workbook, 'List sources');
  await expect(notice(workbook, 'Listed the sources of 2 formulas.')).toBeVisible();
  const texts = async (row: number) =>
    Promise.all(Array.from('ABCDEFGHI').map(async (column) => (await workbook.cell(`Sources!${column}${row}`)).text));
  expect(await texts(4)).toEqual([
    ...['Place', 'Function', 'Asks for', 'Fetched at', 'Time zone', 'Provisional from', 'Requests', 'State', 'Formula'],
  ]);
  expect(await texts(5)).toEqual([
    'Sheet1!A1',
    'SKILLMETRICS',
    expect.stringContaining('metric: totalSessions; startTime: 2026-08-01'),
    expect.stringMatching(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/),
    'UTC',
    'none: all values are final',
    expect.stringMatching(/^\d+$/),
    'Formula',
    `SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-08-08")`,
  ]);
  await picture(workbook.page, 'sheet-sources');
  await inspect(workbook, 'account-actions');

  // What people add beside it stays, and the list is no formula of its own.
  await workbook.type('Sources!L5', 'checked');
  await press(workbook, 'List sources');
  await expect(notice(workbook, 'Listed the sources of 2 formulas.')).toBeVisible();
  expect((await workbook.cell('Sources!L5')).text).toBe('checked');
  expect((await texts(6))[1]).toBe('inside a formula');

  // A formula without an answer says why, and a list of none doesn't go on naming those that were.
  await workbook.type('Sheet1!A1', '');
  await workbook.type('Sheet1!D1', `=SKILLTOTAL("${skillId}","nonsense","2026-08-01","2026-09-01")`);
  await expect.poll(async () => (await workbook.cell('Sheet1!D1')).value).toBe('#VALUE!');
  await press(workbook, 'List sources');
  await expect(notice(workbook, 'Listed the sources of 1 formula.')).toBeVisible();
  expect((await texts(5)).slice(3, 8)).toEqual([
    '',
    '',
    '',
    '',
    expect.stringMatching(/^No answer: There is no metric/),
  ]);
  await workbook.type('Sheet1!D1', '');
  await press(workbook, 'List sources');
  await expect(notice(workbook, /so there are no sources to list/)).toBeVisible();
  expect((await texts(5)).join('')).toBe('');
  expect((await workbook.cell('Sources!L5')).text).toBe('checked');
});

test('provisional rows are marked, follow their formula, and the marks come off again', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","-14d","now")`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B16');
  await press(workbook, 'Mark provisional rows');
  await expect(notice(workbook, 'Marked the provisional rows of 1 formula.')).toBeVisible();
  expect(await marks(workbook)).toEqual([
    { formula: expect.stringMatching(/^=AND\(ISNUMBER\(\$A2\),\$A2>=\d+/), at: 'Sheet1!A2:B16' },
  ]);
  await picture(workbook.page, 'sheet-provisional');

  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","-7d","now")`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B9');
  await expect.poll(async () => (await marks(workbook)).map(({ at }) => at)).toEqual(['Sheet1!A2:B9']);
  await press(workbook, 'Remove marks');
  await expect(notice(workbook, 'Removed the marks from 1 formula.')).toBeVisible();
  expect(await marks(workbook)).toEqual([]);
});

test('the ribbon and the context menu act on the selection, the sheet, and the workbook', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","-7d","now")`);
  await workbook.type('D1', `=SKILLMETRICS("${skillId}","uniqueCustomers","-7d","now")`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B9');
  await expect.poll(() => workbook.spillOf('D1')).toBe('D1:E9');
  const choose = async (item: string): Promise<void> => {
    await workbook.page.getByRole('button', { name: 'Sources', exact: true }).click();
    await workbook.page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  await choose('Mark provisional rows of this sheet');
  await expect.poll(async () => (await marks(workbook)).length).toBe(2);

  await workbook.select('A3');
  await workbook.page.locator('.o-grid-overlay').click({ button: 'right', position: { x: 40, y: 55 } });
  await workbook.page.locator('.o-menu').getByText('Skill metrics', { exact: true }).hover();
  await picture(workbook.page, 'sheet-context-menu');
  await workbook.page.locator('.o-menu').getByText('Remove marks', { exact: true }).click();
  await expect.poll(async () => (await marks(workbook)).map(({ at }) => at)).toEqual(['Sheet1!D2:E9']);

  await choose('List sources on a sheet');
  await expect(notice(workbook, 'Listed the sources of 2 formulas.')).toBeVisible();
});
