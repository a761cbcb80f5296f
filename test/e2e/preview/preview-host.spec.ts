import type { Frame, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import { type FixturePreview, startFixturePreview } from '../../support/e2e/preview';

/** The preview against a small add-in on the real office.js: what Excel on the web does for an add-in, it does. */

let preview: FixturePreview;

test.beforeAll(async () => {
  preview = await startFixturePreview();
});

test.afterAll(() => preview.stop());

test.beforeEach(async ({ page }) => {
  await page.goto(`${preview.origin}/?workbook=blank`);
  await expect(page.frameLocator('iframe').locator('#state')).toHaveText('Excel OfficeOnline ready');
});

const addIn = (page: Page): Frame => {
  const frame = page.frames().find((one) => one.url().startsWith(preview.addIn.origin));
  if (!frame) throw new Error('The add-in is not open.');
  return frame;
};

/** Runs a function in the host page, which has `window.preview`. */
const setCell = (page: Page, address: string, text: string): Promise<void> =>
  page.evaluate(([at = '', content = '']) => window.preview?.setCell(at, content), [address, text]);

const seen = (page: Page, address: string) => page.evaluate((at) => window.preview?.cell(at), address);

async function shown(page: Page, address: string): Promise<unknown> {
  await page.evaluate(() => window.preview?.whenIdle());
  return (await seen(page, address))?.value;
}

const log = (page: Page): Promise<string[]> => addIn(page).evaluate(() => window.fixture.log());

/** Waits for something the add-in logs. */
const logged = (page: Page) => expect.poll(() => log(page));

const problems = (page: Page) => page.evaluate(() => window.preview?.errors);

test.afterEach(async ({ page }, { title }) => {
  if (!/does not know|as a problem|not answered/.test(title)) expect(await problems(page)).toEqual([]);
});

test('a function spills, and ordinary formulas work on the spill', async ({ page }) => {
  await setCell(page, 'A1', '=ROWSOF(3)');
  await setCell(page, 'D1', '=SUM(B2:B4)');
  expect(await shown(page, 'A1')).toBe('n');
  expect(await page.evaluate(() => window.preview?.spillOf('A1'))).toBe('A1:B4');
  expect(await shown(page, 'B4')).toBe(4);
  expect(await shown(page, 'D1')).toBe(6);
});

test('functions whose metadata the add-in keeps from other origins do not install, which shows as a problem', async ({
  page,
}) => {
  preview.addIn.sharesMetadata = false;
  try {
    await page.reload();
    await expect(page.frameLocator('iframe').locator('#state')).toHaveText('Excel OfficeOnline ready');
  } finally {
    preview.addIn.sharesMetadata = true;
  }
  await setCell(page, 'A1', '=ROWSOF(3)');
  expect(await shown(page, 'A1')).toBe('#NAME?');
  expect(await problems(page)).toEqual([
    expect.stringContaining(`${preview.addIn.origin}/functions.json could not be fetched from ${preview.origin}`),
  ]);
});

test('a changed precedent asks again, and a shorter answer takes the old rows away', async ({ page }) => {
  await setCell(page, 'D1', '4');
  await setCell(page, 'A1', '=ROWSOF(D1)');
  expect(await shown(page, 'A5')).toBe(3);
  await setCell(page, 'D1', '2');
  expect(await shown(page, 'A3')).toBe(1);
  expect(await shown(page, 'A5')).toBeNull();
});

test('a value in the way blocks the spill', async ({ page }) => {
  await setCell(page, 'A3', 'in the way');
  await setCell(page, 'A1', '=ROWSOF(3)');
  expect(await shown(page, 'A1')).toBe('#SPILL!');
  await setCell(page, 'A3', '');
  expect(await shown(page, 'A1')).toBe('n');
});

test('a call that waits shows #BUSY! until it is answered', async ({ page }) => {
  await setCell(page, 'A1', '=WAITFOR("one")');
  await expect.poll(() => addIn(page).evaluate(() => window.fixture.waits('one'))).toBe(true);
  expect((await seen(page, 'A1'))?.value).toBe('#BUSY!');
  await addIn(page).evaluate(() => window.fixture.release('one'));
  expect(await shown(page, 'A1')).toBe(1);
});

test('deleting a formula, and changing a precedent, cancels the call', async ({ page }) => {
  await setCell(page, 'A1', '=WAITFOR("deleted")');
  await setCell(page, 'B1', 'old');
  await setCell(page, 'A2', '=WAITFOR(B1)');
  for (const name of ['deleted', 'old'])
    await expect.poll(() => addIn(page).evaluate((one) => window.fixture.waits(one), name)).toBe(true);
  await setCell(page, 'A1', '');
  await setCell(page, 'B1', 'new');
  await logged(page).toEqual(expect.arrayContaining(['canceled deleted', 'canceled old']));
  await addIn(page).evaluate(() => window.fixture.release('old'));
  expect((await seen(page, 'A2'))?.value).toBe('#BUSY!');
});

test('an error shows its message when hovered over', async ({ page }) => {
  await setCell(page, 'B2', '=FAIL("notAvailable","Sign in first.")');
  expect(await shown(page, 'B2')).toBe('#N/A');
  expect((await seen(page, 'B2'))?.message).toBe('Sign in first.');
  const grid = await page.locator('.o-grid-overlay').boundingBox();
  await page.mouse.move((grid?.x ?? 0) + 96 + 40, (grid?.y ?? 0) + 23 + 10);
  await expect(page.getByText('Sign in first.')).toBeVisible();
});

test('parameters arrive as Excel on the web sends them', async ({ page }) => {
  await setCell(page, 'A1', '2026-08-01');
  await setCell(page, 'A2', 'text');
  await setCell(page, 'C1', '=ECHO(A1,A1:B2,TRUE)');
  await setCell(page, 'C2', '=ECHO(B1)');
  await setCell(page, 'C3', '=ECHO(1,,2)');
  await setCell(page, 'C4', '=ECHO(NA())');
  expect(await shown(page, 'C1')).toBe('[46235,[[46235,0],["text",0]],true]');
  expect(await shown(page, 'C2')).toBe('[null,null,null]');
  expect(await shown(page, 'C3')).toBe('[1,null,2]');
  // Neither reaches the function: an error that its metadata does not allow, and a call without what is required.
  expect(await shown(page, 'C4')).toBe('#VALUE!');
  await setCell(page, 'C5', '=ECHO()');
  expect(await shown(page, 'C5')).toBe('#VALUE!');
  expect((await seen(page, 'C5'))?.message).toBeUndefined();
});

test('a function that asks for its address gets it', async ({ page }) => {
  await setCell(page, 'C7', '=WHERE()');
  expect(await shown(page, 'C7')).toBe('Sheet1!C7');
});

test('a recalculation calls what was marked dirty, and nothing else', async ({ page }) => {
  await setCell(page, 'A1', '=CALLSOF("a")');
  await setCell(page, 'A2', '=CALLSOF("b")');
  expect([await shown(page, 'A1'), await shown(page, 'A2')]).toEqual([1, 1]);
  await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      context.workbook.worksheets.getActiveWorksheet().getRange('A1').setDirty();
      context.workbook.application.calculate(Excel.CalculationType.recalculate);
      await context.sync();
    }),
  );
  expect([await shown(page, 'A1'), await shown(page, 'A2')]).toEqual([2, 1]);
});

test('a range calculates what is dirty in it alone, and who calculates all open workbooks is counted', async ({
  page,
}) => {
  await setCell(page, 'A1', '=CALLSOF("a")');
  await setCell(page, 'A2', '=CALLSOF("b")');
  expect([await shown(page, 'A1'), await shown(page, 'A2')]).toEqual([1, 1]);
  await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      sheet.getRange('A1:A2').setDirty();
      sheet.getRange('A1').calculate();
      await context.sync();
    }),
  );
  expect([await shown(page, 'A1'), await shown(page, 'A2')]).toEqual([2, 1]);
  expect(await page.evaluate(() => window.preview?.calculationsOfAll())).toBe(0);
  await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      context.workbook.application.calculate(Excel.CalculationType.recalculate);
      await context.sync();
    }),
  );
  expect([await shown(page, 'A1'), await shown(page, 'A2')]).toEqual([2, 2]);
  expect(await page.evaluate(() => window.preview?.calculationsOfAll())).toBe(1);
});

test('names stand for formulas and LAMBDAs, and formulas stay as they were typed', async ({ page }) => {
  const names = await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      const { names } = context.workbook;
      names.add('Twice', '=LAMBDA(x,2*CALLSOF(x))');
      names.load('items/name,items/formula');
      await context.sync();
      return names.items.map(({ name, formula }) => [name, formula as unknown]);
    }),
  );
  expect(names).toEqual([['Twice', '=LAMBDA(x,2*CALLSOF(x))']]);
  await setCell(page, 'A1', '=1+twice("name")');
  expect(await shown(page, 'A1')).toBe(3);
  expect((await seen(page, 'A1'))?.formula).toBe('=1+twice("name")');
});

test('a saved workbook shows what it was saved with, and calls nothing on opening', async ({ page }) => {
  await setCell(page, 'A1', '=CALLSOF("a")+1');
  expect(await shown(page, 'A1')).toBe(2);
  await page.evaluate(() => window.preview?.save());
  for (const query of ['', '&addin=late']) {
    await page.goto(`${preview.origin}/?workbook=saved${query}`);
    await expect(page.frameLocator('iframe').locator('#state')).toHaveText('Excel OfficeOnline ready');
    expect(await shown(page, 'A1')).toBe(query === '' ? 2 : '#NAME?');
    expect(await page.evaluate(() => window.preview?.errors)).toEqual([]);
  }
  await setCell(page, 'A1', '=CALLSOF("a")+1');
  expect(await shown(page, 'A1')).toBe(2);
});

test('undo and redo go through what people type and programs write, and not through what formulas come to', async ({
  page,
}) => {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await expect(button('Undo')).toBeDisabled();
  await setCell(page, 'A1', '=CALLSOF("a")');
  expect(await shown(page, 'A1')).toBe(1);
  await setCell(page, 'A1', '=ROWSOF(2)');
  expect(await shown(page, 'B3')).toBe(2);
  await page.evaluate(() => window.preview?.select('D1'));
  await button('Stamp').click();
  await expect.poll(() => seen(page, 'D1')).toMatchObject({ value: 'stamped' });
  await expect(button('Redo')).toBeDisabled();

  await button('Undo').click();
  expect(await shown(page, 'D1')).toBeNull();
  await logged(page).toContain('changed D1');
  await button('Undo').click();
  // A formula that comes back is calculated, as if it were typed.
  expect(await shown(page, 'A1')).toBe(2);
  expect(await shown(page, 'B3')).toBeNull();
  await button('Undo').click();
  expect(await shown(page, 'A1')).toBeNull();
  await expect(button('Undo')).toBeDisabled();

  await button('Redo').click();
  await button('Redo').click();
  expect(await shown(page, 'B3')).toBe(2);
  await setCell(page, 'F1', 'new');
  await expect(button('Redo')).toBeDisabled();
});

test('Ctrl+Z and Ctrl+Y undo and redo, in the grid and in the ribbon', async ({ page }) => {
  await page.locator('.o-grid-overlay').click({ position: { x: 30, y: 10 } });
  await page.keyboard.type('one');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+z');
  expect(await shown(page, 'A1')).toBeNull();
  await page.keyboard.press('Control+y');
  expect(await shown(page, 'A1')).toBe('one');
  // Where nothing has been undone there is nothing to redo: A2, which is selected, stays empty.
  await page.keyboard.press('Control+y');
  expect(await shown(page, 'A2')).toBeNull();
  await page.getByRole('button', { name: 'Save as' }).focus();
  await page.keyboard.press('Control+z');
  expect(await shown(page, 'A1')).toBeNull();
  await page.keyboard.press('Control+Shift+Z');
  expect(await shown(page, 'A1')).toBe('one');
});

test('all that a program writes is one step of undo', async ({ page }) => {
  await setCell(page, 'A1', 'typed');
  await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      for (let row = 1; row <= 300; row += 1) sheet.getRange(`B${row}`).formulas = [[`=${row}+1`]];
      const written = sheet.getRange('B300').load('values');
      sheet.getRange('C1:C2').values = [['one'], ['more']];
      await context.sync();
      return written.values;
    }),
  );
  expect(await shown(page, 'B300')).toBe(301);
  await page.locator('.o-grid-overlay').click({ position: { x: 30, y: 10 } });
  await page.keyboard.press('Control+z');
  for (const cell of ['B1', 'B300', 'C2']) expect(await shown(page, cell)).toBeNull();
  expect(await shown(page, 'A1')).toBe('typed');
  await page.keyboard.press('Control+y');
  expect(await shown(page, 'B300')).toBe(301);
  expect(await shown(page, 'C2')).toBe('more');
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  expect(await shown(page, 'A1')).toBeNull();
});

test('a protected sheet takes no writes but to unlocked cells, and hidden sheets hold what they held', async ({
  page,
}) => {
  const told = await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      sheet.getRange('B2').format.protection.locked = false;
      sheet.protection.protect();
      await context.sync();
      const write = (address: string): Promise<unknown> =>
        Excel.run((other) => {
          other.workbook.worksheets.getActiveWorksheet().getRange(address).values = [[1]];
          return other.sync();
        }).then(
          () => 'written',
          (error: unknown) => (error instanceof OfficeExtension.Error ? error.code : error),
        );
      const outcomes = [await write('B2'), await write('B3')];
      const some = sheet.getRange('B2:B3').load('format/protection/locked');
      const deep = context.workbook.worksheets.add('Deep');
      deep.visibility = 'VeryHidden';
      deep.getRange('A1').values = [['kept']];
      deep.load('visibility');
      const value = deep.getUsedRange(true).load('values');
      sheet.load('protection/protected');
      await context.sync();
      sheet.protection.unprotect();
      await context.sync();
      const seen: readonly unknown[] = [
        ...outcomes,
        await write('B3'),
        some.format.protection.locked,
        sheet.protection.protected,
        deep.visibility,
        value.values[0]?.[0],
      ];
      return seen;
    }),
  );
  expect(told).toEqual(['written', 'AccessDenied', 'written', null, true, 'VeryHidden', 'kept']);
});

test('formulas stay as they were typed over an undo', async ({ page }) => {
  await setCell(page, 'A1', '=LAMBDA(x,x+1)(1)');
  await setCell(page, 'A1', '=LAMBDA(x,x+2)(1)');
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await seen(page, 'A1')).toMatchObject({ value: 2, formula: '=LAMBDA(x,x+1)(1)' });
});

test('a year of quarter-hours spills', async ({ page }) => {
  const started = Date.now();
  await setCell(page, 'A1', '=ROWSOF(35040)');
  await setCell(page, 'D1', '=SUM(B2:B35041)');
  expect(await shown(page, 'D1')).toBe(35_039 * 35_040);
  expect(await page.evaluate(() => window.preview?.spillOf('A1'))).toBe('A1:B35041');
  test.info().annotations.push({ type: 'milliseconds', description: String(Date.now() - started) });
});

test('programs read, write and format ranges', async ({ page }) => {
  await setCell(page, 'A1', '=ROWSOF(2)');
  await page.evaluate(() => window.preview?.whenIdle());
  const read = await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      const spill = sheet.getRange('A1').getSpillingToRange().load('address,values,rowCount,columnCount,valueTypes');
      const none = sheet.getRange('F1').getSpillingToRangeOrNullObject().load('address');
      const target = sheet.getRange('F2:G3');
      target.values = [
        [1, 'two'],
        [true, ''],
      ];
      target.getColumn(0).numberFormat = [['0.00']];
      sheet.getRange('F5').formulas = [['=F2+1']];
      target.format.autofitColumns();
      const formula = sheet.getRange('F5').load('formulas,values,text');
      target.load('values,text,numberFormat');
      context.workbook.worksheets.load('items/name');
      await context.sync();
      return {
        spill: spill.toJSON(),
        none: none.isNullObject,
        target: target.toJSON(),
        formula: formula.formulas,
        sheets: context.workbook.worksheets.items.map(({ name }) => name),
      };
    }),
  );
  expect(read).toEqual({
    spill: expect.objectContaining({
      address: 'Sheet1!A1:B3',
      rowCount: 3,
      columnCount: 2,
      values: [
        ['n', 'double'],
        [0, 0],
        [1, 2],
      ],
    }),
    none: true,
    target: expect.objectContaining({
      values: [
        [1, 'two'],
        [true, ''],
      ],
      text: [
        ['1.00', 'two'],
        ['TRUE', ''],
      ],
      numberFormat: [
        ['0.00', 'General'],
        ['0.00', 'General'],
      ],
    }),
    formula: [['=F2+1']],
    sheets: ['Sheet1'],
  });
});

test('large writes arrive whole', async ({ page }) => {
  const used = await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.add('Large');
      sheet.activate();
      sheet.getRange('A1:B2000').values = Array.from({ length: 2000 }, (_, row) => [row, row * 2]);
      const used = sheet.getUsedRange().load('address');
      await context.sync();
      return used.address;
    }),
  );
  expect(used).toBe('Large!A1:B2000');
  expect(await shown(page, 'Large!B2000')).toBe(3998);
});

test('charts, tables, names and settings', async ({ page }) => {
  await setCell(page, 'A1', '=ROWSOF(5)');
  await page.evaluate(() => window.preview?.whenIdle());
  const made = await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      const chart = sheet.charts.add(Excel.ChartType.line, sheet.getRange('A1:B6'));
      chart.title.text = 'Rows';
      chart.setPosition('D1', 'H12');
      const table = sheet.tables.add('J1:K3', true);
      context.workbook.names.add('answer', sheet.getRange('A1'));
      context.workbook.settings.add('key', { deep: 1 });
      chart.load('name,width');
      table.load('id');
      const named = context.workbook.names.getItem('answer').getRange().load('address');
      const setting = context.workbook.settings.getItemOrNullObject('key').load('value');
      await context.sync();
      return {
        width: chart.width > 0,
        table: table.id !== '',
        named: named.address,
        setting: setting.value as unknown,
      };
    }),
  );
  expect(made).toEqual({ width: true, table: true, named: 'Sheet1!A1', setting: { deep: 1 } });
});

test("charts have Excel's habits: plain numbers don't become labels, and no chart follows a spill", async ({
  page,
}) => {
  const charts = () => page.evaluate(() => window.preview?.charts());
  await setCell(page, 'A1', '=ROWSOF(5)');
  await page.evaluate(() => window.preview?.whenIdle());
  const make = () =>
    addIn(page).evaluate(() =>
      Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getActiveWorksheet();
        const chart = sheet.charts.add('Line', sheet.getRange('A1:B6'), 'Columns');
        chart.name = 'mine';
        chart.left = 300;
        await context.sync();
      }),
    );
  await make();
  expect(await charts()).toMatchObject([{ type: 'Line', series: ['A1:A6', 'B1:B6'], coversCells: false }]);
  await setCell(page, 'A1', '=ROWSOF(9)');
  await page.evaluate(() => window.preview?.whenIdle());
  expect(await charts()).toMatchObject([{ series: ['A1:A6', 'B1:B6'] }]);
  await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      const sheet = context.workbook.worksheets.getActiveWorksheet();
      const chart = sheet.charts.getItem('mine');
      chart.setData(sheet.getRange('A1:B2'), 'Rows');
      chart.series.getItemAt(0).setXAxisValues(sheet.getRange('A1:B1'));
      chart.chartType = 'ColumnClustered';
      chart.legend.visible = false;
      chart.left = 0;
      await context.sync();
    }),
  );
  expect(await charts()).toMatchObject([
    { type: 'ColumnClustered', labels: 'Sheet1!A1:B1', hasLegend: false, coversCells: true },
  ]);
});

test('what the preview does not know rejects, and is shown', async ({ page }) => {
  const error = await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      context.workbook.worksheets.getActiveWorksheet().shapes.load('items/name');
      await context.sync();
    }).catch((error: unknown) => window.fixture.error(error)),
  );
  expect(error).toEqual({ code: 'ApiNotFound', message: 'The preview does not know Worksheet.Shapes.' });
  expect(await problems(page)).toEqual(['The preview does not know Worksheet.Shapes.']);
  await expect(page.getByRole('alert')).toContainText('Worksheet.Shapes');
});

test('a ribbon button runs its command', async ({ page }) => {
  await page.evaluate(() => window.preview?.select('B3'));
  await page.getByRole('button', { name: 'Stamp' }).click();
  await expect.poll(() => seen(page, 'B3')).toMatchObject({ value: 'stamped' });
});

test('the context menu of a cell has the buttons of the add-in', async ({ page }) => {
  await page.locator('.o-grid-overlay').click({ button: 'right', position: { x: 30, y: 10 } });
  await page.getByText('Stamp this cell').click();
  await expect.poll(() => seen(page, 'A1')).toMatchObject({ value: 'stamped' });
});

test('a result that Excel on the web would drop stays at #BUSY!, and is shown as a problem', async ({ page }) => {
  await setCell(page, 'D1', '=LONGTEXT(5000001)');
  await expect(page.getByRole('alert')).toContainText('5.0 MB at once');
  expect((await seen(page, 'D1'))?.value).toBe('#BUSY!');
});

test('events report edits, selections and sheets', async ({ page }) => {
  await setCell(page, 'C3', 'x');
  await page.evaluate(() => window.preview?.select('D4:E5'));
  await logged(page).toEqual(expect.arrayContaining(['changed C3', 'selected D4:E5', 'selection']));
  await addIn(page).evaluate(() =>
    Excel.run(async (context) => {
      context.workbook.worksheets.add('Two').activate();
      await context.sync();
    }),
  );
  await logged(page).toContain('activated');
});

test('the pane closes, opens by the ribbon and by the add-in, and lives on meanwhile', async ({ page }) => {
  await setCell(page, 'A1', '=CALLSOF("pane")');
  expect(await shown(page, 'A1')).toBe(1);
  await page.getByRole('button', { name: 'Close the task pane' }).click();
  await expect(page.getByRole('complementary')).toBeHidden();
  await setCell(page, 'A2', '=CALLSOF("pane")');
  expect(await shown(page, 'A2')).toBe(2);
  await page.getByRole('button', { name: 'Open pane' }).click();
  await expect(page.getByRole('complementary')).toBeVisible();
  await addIn(page).evaluate(() => Office.addin.hide());
  await expect(page.getByRole('complementary')).toBeHidden();
  await addIn(page).evaluate(() => Office.addin.showAsTaskpane());
  await expect(page.getByRole('complementary')).toBeVisible();
  const modes = ['visibility Hidden', 'visibility Taskpane'];
  await expect
    .poll(async () => (await log(page)).filter((line) => line.startsWith('visibility')))
    .toEqual([...modes, ...modes]);
});

test('the add-in keeps what it stores', async ({ page }) => {
  await addIn(page).evaluate(() => OfficeRuntime.storage.setItem('key', 'kept'));
  await page.reload();
  await expect(page.frameLocator('iframe').locator('#state')).toHaveText('Excel OfficeOnline ready');
  expect(await addIn(page).evaluate(() => OfficeRuntime.storage.getItem('key'))).toBe('kept');
});

test('document settings, start-up and identity answer as in Excel', async ({ page }) => {
  const answers = await addIn(page).evaluate(async () => {
    await Office.addin.setStartupBehavior(Office.StartupBehavior.none);
    const startup = await Office.addin.getStartupBehavior();
    Office.context.document.settings.set('a', { b: 1 });
    const saved = await new Promise((resolve) => {
      Office.context.document.settings.saveAsync(({ status }) => resolve(status));
    });
    const token = await Office.auth.getAccessToken().catch((error: unknown) => (error as { code: number }).code);
    return { startup, saved, token };
  });
  expect(answers).toEqual({ startup: 'None', saved: 'succeeded', token: 13_001 });
});

test('typing offers the function, its help and the values of its parameters', async ({ page }) => {
  await page.locator('.o-grid-overlay').click({ position: { x: 30, y: 10 } });
  await page.keyboard.type('=FAI', { delay: 20 });
  await expect(page.locator('.o-autocomplete-dropdown')).toContainText('FAIL');
  await page.keyboard.type('L(', { delay: 20 });
  await expect(page.locator('.o-formula-assistant-container')).toContainText('Fails with a code and a message.');
  await expect(page.locator('.o-autocomplete-dropdown')).toContainText('notAvailable');
  await page.keyboard.type('"invalidValue","typed")', { delay: 20 });
  await page.keyboard.press('Enter');
  expect(await shown(page, 'A1')).toBe('#VALUE!');
  expect((await seen(page, 'A1'))?.message).toBe('typed');
});

test('a page that has not answered gets a hint at its certificate', async ({ page }) => {
  await page.route(`${preview.addIn.origin}/page.html`, (route) => route.abort());
  await page.clock.install();
  await page.goto(`${preview.origin}/?workbook=blank`);
  await expect(page.getByRole('button', { name: 'Stamp' })).toBeVisible();
  await page.waitForFunction(() => window.preview !== undefined);
  await page.clock.fastForward(10_000);
  await expect(page.getByRole('link', { name: `Open ${preview.addIn.origin} once` })).toBeVisible();
});
