/** Workbooks as files in the preview: saved as .xlsx, opened from it, and refused with a remedy where that is impossible. */
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { strFromU8, strToU8, type Unzipped, unzipSync, zipSync } from 'fflate';
import { type FixturePreview, startFixturePreview } from '../../support/e2e/preview';

let preview: FixturePreview;

test.beforeAll(async () => {
  preview = await startFixturePreview();
});

test.afterAll(() => preview.stop());

const ready = (page: Page): Promise<void> =>
  expect(page.frameLocator('iframe').locator('#state')).toHaveText('Excel OfficeOnline ready');

test.beforeEach(async ({ page }) => {
  await page.goto(`${preview.origin}/?workbook=blank`);
  await ready(page);
});

test.afterEach(async ({ context }) => {
  for (const page of context.pages()) expect(await page.evaluate(() => window.preview?.errors)).toEqual([]);
});

const setCells = (page: Page, cells: Readonly<Record<string, string>>): Promise<void> =>
  page.evaluate((entries) => {
    for (const [address, text] of entries) window.preview?.setCell(address, text);
    return window.preview?.whenIdle();
  }, Object.entries(cells));

const valuesOf = (page: Page, addresses: readonly string[]) =>
  page.evaluate((all) => all.map((address) => window.preview?.cell(address).value), addresses);

const formulaOf = (page: Page, address: string) =>
  page.evaluate((at) => window.preview?.cell(at).formula?.replaceAll(' ', ''), address);

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

const saveAs = async (page: Page): Promise<{ readonly name: string; readonly bytes: Uint8Array }> => {
  const download = page.waitForEvent('download');
  await press(page, 'Save as');
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
};

const choose = async (page: Page, name: string, bytes: Uint8Array): Promise<void> => {
  const chooser = page.waitForEvent('filechooser');
  await press(page, 'Open');
  await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) });
};

/** What an action opens in a tab of its own. */
const inNewTab = async (page: Page, act: () => Promise<void>): Promise<Page> => {
  const opened = page.context().waitForEvent('page');
  await act();
  const tab = await opened;
  await ready(tab);
  await tab.evaluate(() => window.preview?.whenIdle());
  return tab;
};

const partOf = (files: Unzipped, name: string): string => strFromU8(files[name] ?? new Uint8Array());
const sheetPath = 'xl/worksheets/sheet0.xml';
const cellIn = (sheet: string, address: string): string =>
  new RegExp(`<c r="${address}"[^>]*?(?:/>|>[\\s\\S]*?</c>)`).exec(sheet)?.[0].replace(/>\s+</g, '><') ?? 'none';

test('a workbook is saved as a file that holds its formulas, as Excel names them, and their last values', async ({
  page,
}) => {
  await setCells(page, {
    A1: '=ROWSOF(3)',
    D1: '=SUM(B2:B4)',
    D2: '=IFERROR(FAIL("notAvailable","Not now."),"8/1/2026")',
    D3: '=FAIL("notAvailable","Not now.")',
    D4: '=1=1',
    D5: 'a text',
    F1: '=DAYOF(46235)',
  });
  const { name, bytes } = await saveAs(page);
  expect(name).toBe('Book.xlsx');
  const files = unzipSync(bytes);
  const sheet = partOf(files, sheetPath);
  expect(cellIn(sheet, 'A1')).toMatch(/cm="1" t="str"><f t="array" ref="A1:B4">_xldudf_ROWSOF\(3\)<\/f><v>n<\/v><\/c>/);
  expect(cellIn(sheet, 'B1')).toBe('<c r="B1" t="str"><v>double</v></c>');
  expect(cellIn(sheet, 'B4')).toBe('<c r="B4"><v>4</v></c>');
  expect(cellIn(sheet, 'D1')).toContain('>SUM(B2:B4)</f><v>6</v>');
  // A text that looks like a date stays as it was typed.
  expect(cellIn(sheet, 'D2')).toContain(
    '>IFERROR(_xldudf_FAIL("notAvailable","Not now."),"8/1/2026")</f><v>8/1/2026</v>',
  );
  expect(cellIn(sheet, 'D3')).toMatch(/t="e".*<v>#N\/A<\/v>/);
  expect(cellIn(sheet, 'D4')).toMatch(/t="b".*<v>1<\/v>/);
  expect(partOf(files, '[Content_Types].xml')).toContain('Extension="json"');
  // A value's number format is its cell's in the file.
  expect(cellIn(sheet, 'F1')).toMatch(/^<c r="F1" s="\d+"/);
  expect(partOf(files, 'xl/styles.xml')).toContain('formatCode="yyyy-mm-dd"');
  expect(sheet).not.toContain('<row r="30"');
});

test('the preview opens its own file as it was: values without a call, names, formats and LAMBDAs', async ({
  page,
}) => {
  await page
    .frames()
    .find((one) => one.url().startsWith(preview.addIn.origin))
    ?.evaluate(() =>
      Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getActiveWorksheet();
        context.workbook.names.add('Twice', '=LAMBDA(x,2*CALLSOF(x))');
        context.workbook.names.add('start', sheet.getRange('D1'));
        context.workbook.settings.add('key', 'set');
        sheet.getRange('D1').numberFormat = [['yyyy-mm-dd']];
        await context.sync();
      }),
    );
  const cells = { A1: '=ROWSOF(3)', D1: '46235', D2: '=start+1', E1: '=CALLSOF("a")+1', E2: '=Twice("b")' };
  await setCells(page, cells);
  const seen = ['A1', 'B4', 'D1', 'D2', 'E1', 'E2'];
  const before = await valuesOf(page, seen);
  const { bytes } = await saveAs(page);
  const tab = await inNewTab(page, () => choose(page, 'July.xlsx', bytes));
  await expect(tab).toHaveTitle('July – Preview');
  expect(await valuesOf(tab, seen)).toEqual(before);
  expect(await tab.evaluate(() => window.preview?.cell('D1').text)).toBe('2026-08-01');
  expect(await formulaOf(tab, 'E2')).toBe('=Twice("b")');
  // Nobody was called: the add-in, which counts from 1 in each page, is called now for the first time.
  await setCells(tab, { F1: '=CALLSOF("a")' });
  expect(await valuesOf(tab, ['F1'])).toEqual([1]);

  // It is kept over a reload, and the first tab has what it had.
  await tab.reload();
  await ready(tab);
  expect(await valuesOf(tab, seen)).toEqual(before);
  expect(await valuesOf(page, seen)).toEqual(before);
});

test('a file that another program has changed shows what that program wrote', async ({ page }) => {
  await setCells(page, { A1: '=ROWSOF(3)', D1: '=SUM(B2:B4)', D2: '7', E1: '=CALLSOF("a")' });
  const { bytes } = await saveAs(page);
  const files = unzipSync(bytes);
  const sheet = partOf(files, sheetPath).replace(/(<c r="D2"[^>]*>\s*<v>)7/, '$18');
  const tab = await inNewTab(page, () =>
    choose(page, 'changed.xlsx', zipSync({ ...files, [sheetPath]: strToU8(sheet) })),
  );
  expect(await valuesOf(tab, ['A1', 'B4', 'D1', 'D2', 'E1'])).toEqual(['n', 4, 6, 8, 1]);
  expect(await formulaOf(tab, 'A1')).toBe('=ROWSOF(3)');
  expect(await tab.evaluate(() => window.preview?.spillOf('A1'))).toBe('A1:B4');
  // They came from the file; an edit calls the function.
  await setCells(tab, { A1: '=ROWSOF(2)', E2: '=CALLSOF("a")' });
  expect(await valuesOf(tab, ['B3', 'B4', 'E2'])).toEqual([2, null, 1]);
});

test('a damaged or foreign file is refused with its name and a remedy, and nothing is lost', async ({ page }) => {
  await setCells(page, { A1: 'mine' });
  const { bytes } = await saveAs(page);
  const files = unzipSync(bytes);
  const refused: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['notes.xlsx', strToU8('Dear diary'), /“notes\.xlsx” isn't an \.xlsx workbook\. In Excel, save it as/],
    ['empty.xlsx', new Uint8Array(), /“empty\.xlsx” isn't an \.xlsx workbook/],
    ['letter.xlsx', zipSync({ 'word/document.xml': strToU8('<w/>') }), /“letter\.xlsx” isn't an \.xlsx workbook/],
    ['old.xlsx', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), /“old\.xlsx” is locked with a password, or an old \.xls file/],
    ['half.xlsx', bytes.slice(0, bytes.length / 2), /“half\.xlsx” is damaged\. Open it in Excel/],
    [
      'broken.xlsx',
      zipSync({ ...files, [sheetPath]: strToU8('<worksheet><sheetData>') }),
      /“broken\.xlsx” is damaged\. Open it in Excel/,
    ],
  ];
  for (const [name, content, words] of refused) {
    await choose(page, name, content);
    await expect(page.getByRole('alert')).toContainText(words);
    expect(page.context().pages()).toHaveLength(1);
    expect(await valuesOf(page, ['A1'])).toEqual(['mine']);
  }
});

test('a workbook that is too large to be kept is not left without a question', async ({ page }) => {
  await page.goto(preview.origin);
  await ready(page);
  await setCells(page, { F1: 'mine' });
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('Full.', 'QuotaExceededError');
    };
  });
  // A browser asks only where somebody has done something.
  await page.locator('.o-grid-overlay').click({ position: { x: 30, y: 10 } });
  const query = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  await (await query).dismiss();
  await expect(page.getByRole('alert')).toContainText('Example.xlsx is too large for the preview to keep.');
  expect(await valuesOf(page, ['F1'])).toEqual(['mine']);
});

test('New and Example open tabs of their own, and leave this one as it is', async ({ page }) => {
  await setCells(page, { A1: 'mine' });
  const blank = await inNewTab(page, () => press(page, 'New'));
  await setCells(blank, { A1: 'another' });
  const example = await inNewTab(blank, () => press(blank, 'Example'));
  await expect(example).toHaveTitle('Example – Preview');
  expect(await valuesOf(example, ['A1'])).toEqual(['Skill metrics']);
  await blank.reload();
  await ready(blank);
  expect(await valuesOf(blank, ['A1'])).toEqual(['another']);
  expect(await valuesOf(page, ['A1'])).toEqual(['mine']);
});
