/** The list of all formulas of a workbook: found wherever they are, gone to, refreshed, copied, and edited many at once. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { frameOf, inspect, resize } from '../../support/e2e/inspect';
import { ferryTimes, openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

test.afterEach(async ({ context }) => {
  for (const page of context.pages()) expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
});

const button = (workbook: Workbook, name: string | RegExp) => workbook.pane.getByRole('button', { name });
const field = (workbook: Workbook, name: string) => workbook.pane.getByRole('textbox', { name, exact: true });
const grid = (workbook: Workbook) => workbook.pane.getByRole('grid', { name: 'Formulas' });
const row = (workbook: Workbook, place: string) => grid(workbook).getByRole('row').filter({ hasText: place });
const formulaIn = async (workbook: Workbook, cell: string) => (await workbook.cell(cell)).formula;

const open = async (context: BrowserContext): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  return workbook;
};

const list = async (workbook: Workbook): Promise<void> => {
  await button(workbook, 'Formulas in this workbook').click();
  await expect(workbook.pane.getByRole('heading', { level: 1 })).toHaveText('Formulas in this workbook');
};

const total = (start: string): string => `SKILLTOTAL("${skillId}","totalSessions","${start}","2026-09-01")`;

/** A workbook with formulas in all the places where formulas can be. */
const fill = async (workbook: Workbook): Promise<void> => {
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-09-01")`);
  await workbook.type('D1', `=SUM( ${total('2026-08-01')} , 1)`);
  await workbook.type('D2', 'Daily Trivia');
  await workbook.type('D3', '2026-08-03');
  await workbook.type('D4', `=SKILLTOTAL(D2,"totalSessions",D3,"2026-09-01","live")`);
  await frameOf(workbook).evaluate(
    ([ours = '', inTable = '']) =>
      Excel.run(async (context) => {
        const { names, worksheets } = context.workbook;
        names.add('Sessions', `=LAMBDA(d,${ours})`);
        const first = worksheets.getActiveWorksheet();
        first.getRange('D5').formulas = [['=Sessions("2026-08-05")']];
        const [hidden, deep, tables] = [worksheets.add('Hidden'), worksheets.add('Deep'), worksheets.add('Tables')];
        hidden.getRange('B2').formulas = [[`=${inTable}`]];
        deep.getRange('B2').formulas = [[`=IFERROR(${inTable},0)`]];
        tables.getRange('A1:B2').formulas = [
          ['Month', 'Sessions'],
          ['August', `=${inTable}`],
        ];
        tables.tables.add('A1:B2', true);
        hidden.visibility = 'Hidden';
        deep.visibility = 'VeryHidden';
        await context.sync();
      }),
    [total('2026-08-05').replace('"2026-08-05"', 'd'), total('2026-08-02')],
  );
};

test('lists formulas wherever they are, in words, with what became of them', async ({ context }) => {
  const workbook = await open(context);
  await list(workbook);
  await expect(workbook.pane.getByText('This workbook has no formulas of the add-in yet.')).toBeVisible();
  await inspect(workbook, 'formulas-none');
  await button(workbook, 'Back to the form').click();
  await expect(button(workbook, 'Formulas in this workbook')).toBeFocused();

  await fill(workbook);
  await list(workbook);
  await expect(workbook.pane.getByText('8 formulas')).toBeVisible();
  await expect(row(workbook, 'Sheet1!A1')).toContainText(/Daily total sessions of Daily Trivia.*Done|DoneDaily/);
  await expect(row(workbook, 'Sheet1!A1')).toContainText(/32 rows · fetched \d\d:\d\d/);
  await expect(row(workbook, 'Sheet1!D1')).toContainText('In a larger formula: One value of total sessions');
  await expect(row(workbook, 'Sheet1!D4')).toContainText('Daily Trivia, live, all locales. Aug 3 through Aug 31, 2026');
  await expect(row(workbook, 'Sheet1!D5')).toContainText('Calls the add-in through a defined name');
  await expect(row(workbook, 'Hidden!B2')).toContainText('hidden sheet');
  await expect(row(workbook, 'Deep!B2')).toContainText('very hidden sheet');
  await expect(row(workbook, 'Tables!B2')).toContainText('Done');
  await inspect(workbook, 'formulas');

  // What a formula becomes shows without reading the list again.
  const fault = 'amzn1.ask.skill.fa017000-0000-4000-8000-000000000404';
  await workbook.type('D6', `=SKILLTOTAL("${fault}","totalSessions","-7d")`);
  await expect(row(workbook, 'Sheet1!D6')).toContainText(/Failed/);
  await expect(row(workbook, 'Sheet1!D6')).toContainText(/Amazon/);
  await workbook.pane.getByRole('combobox', { name: 'Sort by' }).selectOption('State');
  await expect(grid(workbook).getByRole('row').first()).toContainText('Sheet1!D6');
  await workbook.pane.getByRole('combobox', { name: 'Group by' }).selectOption('Sheet');
  await expect(row(workbook, 'Sheet1 (5)')).toBeVisible();
  await inspect(workbook, 'formulas-grouped');
  await resize(workbook, 320);
  await inspect(workbook, 'formulas-320');

  await workbook.pane.getByRole('searchbox', { name: 'Search formulas' }).fill('tables');
  await expect(workbook.pane.getByText('1 formula', { exact: true })).toBeVisible();
  await workbook.pane.getByRole('searchbox', { name: 'Search formulas' }).fill('nothing at all');
  await expect(workbook.pane.getByText('No formula matches.')).toBeVisible();
});

test('freezes chosen formulas, and leaves the others', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-08-04")`);
  await workbook.type('D1', `=${total('2026-08-01')}`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B4');
  await expect.poll(async () => (await workbook.cell('D1')).value).toEqual(expect.any(Number));
  await list(workbook);
  await row(workbook, 'Sheet1!A1').click();
  await button(workbook, 'Freeze').click();
  await expect(workbook.pane.getByText('Froze 1 formula.')).toBeVisible();
  expect(await formulaIn(workbook, 'A1')).toBeUndefined();
  expect(await formulaIn(workbook, 'D1')).toBe(`=${total('2026-08-01')}`);
  // What is a value now is no longer in the list.
  await expect(row(workbook, 'Sheet1!A1')).toBeHidden();
  await expect(row(workbook, 'Sheet1!D1')).toBeVisible();
  await inspect(workbook, 'formulas-frozen');
});

test('goes to formulas, edits one in the form, refreshes, copies and charts', async ({ context }) => {
  const workbook = await open(context);
  await fill(workbook);
  await list(workbook);
  await row(workbook, 'Tables!B2').dblclick();
  await expect.poll(() => workbook.page.locator('.o-sheet.active').textContent()).toContain('Tables');
  await row(workbook, 'Hidden!B2').click();
  await button(workbook, 'Go to').click();
  await expect(workbook.pane.getByRole('alert')).toContainText('Hidden is a hidden sheet. Unhide it in Excel');
  await inspect(workbook, 'formulas-refused');

  const before = world.sandbox.requests.entries.length;
  await row(workbook, 'Sheet1!A1').click();
  await button(workbook, 'Refresh').click();
  await expect(workbook.pane.getByText('Refreshing 1 formula.')).toBeVisible();
  await expect.poll(() => world.sandbox.requests.entries.length).toBeGreaterThan(before);

  await button(workbook, 'Duplicate').click();
  await expect(workbook.pane.getByText(/^Copied Sheet1!A1 to Sheet1!F1\./)).toBeVisible();
  await expect.poll(() => workbook.spillOf('F1')).toBe('F1:G32');
  expect(await formulaIn(workbook, 'F1')).toBe(await formulaIn(workbook, 'A1'));
  await expect(row(workbook, 'Sheet1!F1')).toContainText('32 rows');

  await row(workbook, 'Sheet1!A1').click();
  await button(workbook, 'Chart').click();
  await expect.poll(() => workbook.page.locator('.o-figure').count()).toBe(1);
  await button(workbook, 'Edit').click();
  await expect(workbook.pane.getByRole('heading', { level: 1 })).toHaveText('Edit A1');
});

test('edits many at once, inside of larger formulas, in one step of undo', async ({ context }) => {
  const workbook = await open(context);
  await fill(workbook);
  await list(workbook);
  const before = await Promise.all(
    ['A1', 'D1', 'D4', 'D5', 'Tables!B2', 'Deep!B2'].map((cell) => formulaIn(workbook, cell)),
  );
  await grid(workbook).focus();
  await workbook.page.keyboard.press('Control+a');
  await expect(workbook.pane.getByText('8 of 8 chosen')).toBeVisible();
  await button(workbook, 'Edit').click();
  await expect(workbook.pane.getByText(/^2 formulas can’t be edited here/)).toBeVisible();
  await expect(field(workbook, 'Start')).toHaveAttribute('placeholder', 'Multiple');
  await expect(field(workbook, 'End')).toHaveValue('2026-08-31');
  await inspect(workbook, 'formulas-edit');
  await field(workbook, 'Start').fill('2026-07-01');
  await workbook.pane.getByRole('combobox', { name: 'Stage' }).selectOption('Development');
  await expect(workbook.pane.getByText(/^Sheet1!A1: Daily total sessions.*in development.*Jul 1/)).toBeVisible();
  await button(workbook, 'Update 6 formulas').click();
  await expect(workbook.pane.getByText('Changed 6 formulas.')).toBeVisible();
  await inspect(workbook, 'formulas-edited');

  expect(await formulaIn(workbook, 'A1')).toBe(
    `=SKILLMETRICS("${skillId}","totalSessions",DATE(2026,7,1),"2026-09-01",,"development")`,
  );
  expect((await formulaIn(workbook, 'D1'))?.replace(/\s/g, '')).toBe(
    `=SUM(SKILLTOTAL("${skillId}","totalSessions",DATE(2026,7,1),"2026-09-01","development"),1)`,
  );
  // References that were not changed stay.
  expect(await formulaIn(workbook, 'D4')).toBe(
    '=SKILLTOTAL(D2,"totalSessions",DATE(2026,7,1),"2026-09-01","development")',
  );
  expect(await formulaIn(workbook, 'D5')).toBe('=Sessions("2026-08-05")');
  expect(await formulaIn(workbook, 'Deep!B2')).toContain('DATE(2026,7,1)');
  expect(await formulaIn(workbook, 'Tables!B2')).toContain('"development"');
  await expect(row(workbook, 'Sheet1!D4')).toContainText('in development');

  await workbook.page.getByRole('button', { name: 'Undo' }).click();
  const after = await Promise.all(
    ['A1', 'D1', 'D4', 'D5', 'Tables!B2', 'Deep!B2'].map((cell) => formulaIn(workbook, cell)),
  );
  expect(after).toEqual(before);
  await expect(row(workbook, 'Sheet1!D4')).toContainText('live');
});

test('changes nothing where a sheet is protected, a formula would fail, or Excel stops midway', async ({ context }) => {
  const workbook = await open(context);
  await workbook.type('A1', `=${total('2026-08-01')}`);
  await workbook.type('C1', `=SKILLTOTAL("${ferryTimes}","totalSessions","2026-08-02","2026-09-01")`);
  const formulas = () => Promise.all(['A1', 'C1'].map((cell) => formulaIn(workbook, cell)));
  const before = await formulas();
  const protect = (on: boolean) =>
    frameOf(workbook).evaluate(
      (protects) =>
        Excel.run((sheet) => {
          const { protection } = sheet.workbook.worksheets.getActiveWorksheet();
          if (protects) protection.protect();
          else protection.unprotect();
          return sheet.sync();
        }),
      on,
    );
  await list(workbook);
  await grid(workbook).focus();
  await workbook.page.keyboard.press('Control+a');
  await button(workbook, 'Edit').click();
  await expect(workbook.pane.getByRole('combobox', { name: 'Skill' })).toHaveAttribute('placeholder', 'Multiple');
  await field(workbook, 'Start').fill('2026-07-01');
  await protect(true);
  await button(workbook, 'Update 2 formulas').click();
  await expect(workbook.pane.getByRole('alert')).toContainText('Sheet1 is protected. Nothing was changed.');
  expect(await formulas()).toEqual(before);
  await protect(false);

  await field(workbook, 'Start').fill('2026-12-01');
  await button(workbook, 'Update 2 formulas').click();
  await expect(workbook.pane.getByRole('alert')).toContainText('2 formulas would no longer work. Nothing was changed.');
  expect(await formulas()).toEqual(before);

  // The first formula is written by then.
  await field(workbook, 'Start').fill('2026-07-01');
  await workbook.page.evaluate(() => window.preview?.failWrites('Sheet1!C1'));
  await button(workbook, 'Update 2 formulas').click();
  await expect(workbook.pane.getByRole('alert')).toContainText('All formulas are as they were.');
  expect(await formulas()).toEqual(before);
});

test('2,000 formulas are listed, searched, and edited at once', async ({ context }) => {
  test.slow();
  const workbook = await open(context);
  await frameOf(workbook).evaluate(
    ([id = '']) =>
      Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getActiveWorksheet();
        // An IF that is false never calls: the list is what is tried here, not Amazon.
        const formulas = Array.from({ length: 2_000 }, (_, at) => [
          `=IF(FALSE,SKILLTOTAL("${id}","totalSessions","2026-0${(at % 9) + 1}-01","2026-10-01"),${at})`,
        ]);
        sheet.getRange('A1:A2000').formulas = formulas;
        await context.sync();
      }),
    [skillId],
  );
  await list(workbook);
  await expect(workbook.pane.getByText('2,000 formulas')).toBeVisible();
  await grid(workbook).focus();
  await workbook.page.keyboard.press('End');
  await expect(row(workbook, 'Sheet1!A2000')).toBeInViewport();
  expect(await grid(workbook).getByRole('row').count()).toBeLessThan(30);
  await workbook.pane.getByRole('searchbox', { name: 'Search formulas' }).fill('Mar 1');
  await expect(workbook.pane.getByText('222 formulas')).toBeVisible();
  await workbook.pane.getByRole('searchbox', { name: 'Search formulas' }).fill('');
  await grid(workbook).focus();
  await workbook.page.keyboard.press('Control+a');
  await button(workbook, 'Edit').click();
  await field(workbook, 'End').fill('2026-10-15');
  await button(workbook, 'Update 2,000 formulas').click();
  await expect(workbook.pane.getByText('Changed 2,000 formulas.')).toBeVisible({ timeout: 60_000 });
  for (const cell of ['A1', 'A1001', 'A2000']) expect(await formulaIn(workbook, cell)).toContain('DATE(2026,10,16)');
  await workbook.page.getByRole('button', { name: 'Undo' }).click();
  for (const cell of ['A1', 'A1001', 'A2000']) expect(await formulaIn(workbook, cell)).toContain('"2026-10-01"');
});
