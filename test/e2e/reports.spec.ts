/** Ready-made reports, from the pane to the page that is printed. */
import { readFile } from 'node:fs/promises';
import { type BrowserContext, expect, test } from '@playwright/test';
import { inspect, picture } from '../support/e2e/inspect';
import { convert } from '../support/e2e/libre-office';
import { openWorkbook, skillId, type Workbook } from '../support/e2e/workbook';
import { startWorld, type World } from '../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(async ({ context }) => {
  for (const page of context.pages().filter((one) => one.url().startsWith(world.preview)))
    expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
});

test.afterAll(() => world.stop());

const openReports = async (context: BrowserContext, skill: string): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.pane.getByRole('button', { name: 'New report' }).click();
  const picker = workbook.pane.getByRole('combobox', { name: 'Skill', exact: true });
  await picker.fill(skill);
  await picker.press('Enter');
  return workbook;
};

const create = async ({ pane }: Workbook, title: string): Promise<void> => {
  await pane.getByRole('button', { name: `Create ${title}`, exact: true }).click();
  await expect(pane.getByText(`Created the sheet ${title}.`)).toBeVisible();
};

/** Errors that a sheet shows, with their cells. */
const errorsOn = ({ page }: Workbook, sheet: string) =>
  page.evaluate((name) => {
    const cells = Array.from('ABCDEFGHIJK').flatMap((letter) =>
      Array.from({ length: 75 }, (_, at) => `${letter}${at + 1}`),
    );
    return cells.flatMap((address) => {
      const { text = '', message } = window.preview?.cell(`${name}!${address}`) ?? {};
      return text.startsWith('#') ? [`${address}: ${text} ${message ?? ''}`] : [];
    });
  }, sheet);

/** Pages that another program prints of the workbook. */
const pagesOf = async ({ page }: Workbook): Promise<number> => {
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save values', exact: true }).click();
  const { pdf } = await convert(await readFile(await (await download).path()), 'pdf');
  return [...pdf.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length;
};

const shown = async (workbook: Workbook, sheet: string, name: string): Promise<void> => {
  await workbook.idle();
  await workbook.page.setViewportSize({ width: 1300, height: 1900 });
  await picture(workbook.page, `report-${name}`);
  expect(await errorsOn(workbook, sheet)).toEqual([]);
  // The first sheet is empty.
  expect(await pagesOf(workbook)).toBe(1);
};

for (const [title, name, charts] of [
  ['Weekly overview', 'weekly', 2],
  ['Launch report', 'launch', 2],
  ['Locale matrix', 'locales', 1],
  ['Intents', 'intents', 2],
  ['Live and development', 'stages', 2],
  ['Portfolio of skills', 'portfolio', 1],
] as const)
  test(`${title}: every cell has a number, every chart is there, and it prints on one page`, async ({ context }) => {
    const workbook = await openReports(context, skillId);
    if (name === 'weekly') await inspect(workbook, 'reports');
    await create(workbook, title);
    await expect
      .poll(() => workbook.page.evaluate(() => window.preview?.charts().length), { timeout: 60_000 })
      .toBe(charts);
    await shown(workbook, title, name);
  });

for (const [skill, title, name] of [
  ['One-Minute Markets', 'Flash briefing plays', 'flash'],
  ['Ocean Sounds Radio', 'Music queues', 'music'],
] as const)
  test(`${title}: every cell has a number, every chart is there, and it prints on one page`, async ({ context }) => {
    const workbook = await openReports(context, skill);
    await create(workbook, title);
    await expect.poll(() => workbook.page.evaluate(() => window.preview?.charts().length), { timeout: 60_000 }).toBe(2);
    await shown(workbook, title, name);
  });
