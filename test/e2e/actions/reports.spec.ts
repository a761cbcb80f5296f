/** Ready-made reports, from the pane to the page that is printed. */
import { readFile } from 'node:fs/promises';
import { type BrowserContext, expect, test } from '@playwright/test';
import { inspect, picture } from '../../support/e2e/inspect';
import { convert } from '../../support/e2e/libre-office';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(async ({ context }) => {
  world.sandbox.settings.fault = 'none';
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

const charts = ({ page }: Workbook) => page.evaluate(() => window.preview?.charts().length);
const textsOf = (workbook: Workbook, sheet: string, addresses: readonly string[]) =>
  Promise.all(addresses.map(async (address) => (await workbook.cell(`${sheet}!${address}`)).text));
/** The figures of the cards, and their changes. */
const cards = ['A10', 'C10', 'E10', 'G10', 'A11', 'C11', 'E11', 'G11'];

test('a report that is made while Amazon is away shows no figures, says so, and fills on a refresh', async ({
  context,
}) => {
  // A skill of which nothing has been fetched before.
  const workbook = await openReports(context, 'Word Ladder');
  world.sandbox.settings.fault = 'status-503';
  await create(workbook, 'Weekly overview');
  const failures = workbook.pane.getByRole('button', { name: '3 failed' });
  await expect(failures).toBeVisible({ timeout: 60_000 });
  await workbook.idle();
  expect(await textsOf(workbook, 'Weekly overview', ['B15', 'A39', 'G39'])).toEqual(['#N/A', '#N/A', '#N/A']);
  expect(await textsOf(workbook, 'Weekly overview', cards)).toEqual(['–', '–', '–', '–', '', '', '', '']);
  await inspect(workbook, 'report-failed');

  world.sandbox.settings.fault = 'none';
  await expect(async () => {
    await workbook.page.getByRole('button', { name: 'Refresh', exact: true }).click();
    await workbook.idle();
    expect(await errorsOn(workbook, 'Weekly overview')).toEqual([]);
  }).toPass({ timeout: 60_000 });
  expect(await textsOf(workbook, 'Weekly overview', cards)).not.toContain('–');
  await expect.poll(() => charts(workbook)).toBe(2);
  await expect(failures).toBeHidden();
});

test('cells that people change to nonsense show no figures, and the report is as before once they are right', async ({
  context,
}) => {
  const workbook = await openReports(context, skillId);
  await create(workbook, 'Weekly overview');
  await expect.poll(() => charts(workbook)).toBe(2);
  await workbook.idle();
  const seen = () => textsOf(workbook, 'Weekly overview', ['A2', 'B4', 'B15', 'E15', 'B40', 'H67', ...cards]);
  const before = await seen();
  expect(before[0]).toMatch(/^Daily Trivia\. Change/);
  for (const [cell, nonsense, message] of [
    ['B4', 'No Such Skill', /None of your skills is named "No Such Skill"/],
    ['B5', 'the other day', /startTime can't be "the other day"/],
    ['B5', 'last month', /over at most 7 days/],
    ['B7', 'Mars/Olympus', /There is no time zone "Mars\/Olympus"/],
  ] as const) {
    const right = (await workbook.cell(cell)).text;
    await workbook.type(cell, nonsense);
    await expect.poll(async () => (await workbook.cell('B15')).message).toMatch(message);
    expect(await textsOf(workbook, 'Weekly overview', cards)).toEqual(['–', '–', '–', '–', '', '', '', '']);
    await workbook.type(cell, right);
    await expect.poll(seen).toEqual(before);
  }
  // Another skill is another report, which doesn't go on under the name of the first.
  await workbook.type('B4', 'Word Ladder');
  await expect
    .poll(async () => (await workbook.cell('A2')).text)
    .toBe('Change the yellow cells, and the report follows.');
  await workbook.idle();
  expect(await errorsOn(workbook, 'Weekly overview')).toEqual([]);
});

test('a second report of a kind has a sheet of its own, and both have their numbers', async ({ context }) => {
  const workbook = await openReports(context, skillId);
  await create(workbook, 'Intents');
  await expect.poll(() => charts(workbook)).toBe(2);
  await workbook.pane.getByRole('button', { name: 'Create Intents' }).click();
  await expect(workbook.pane.getByText('Created the sheet Intents 2.')).toBeVisible();
  await expect.poll(() => charts(workbook)).toBe(2);
  await workbook.idle();
  for (const sheet of ['Intents', 'Intents 2']) expect(await errorsOn(workbook, sheet)).toEqual([]);
  const rows = Array.from({ length: 12 }, (_, index) => `B${24 + index}`);
  expect(await textsOf(workbook, 'Intents 2', rows)).toEqual(await textsOf(workbook, 'Intents', rows));
});

test('the keyboard alone makes a report, from the heading on which the view begins', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const { keyboard } = workbook.page;
  const focused = workbook.pane.locator(':focus');
  await workbook.pane.getByRole('button', { name: 'New report' }).press('Enter');
  await expect(focused).toHaveText('New report');
  await keyboard.press('Shift+Tab');
  await expect(focused).toHaveAccessibleName('Back to the form');
  await keyboard.press('Enter');
  await workbook.pane.getByRole('button', { name: 'New report' }).press('Enter');
  await expect(focused).toHaveText('New report');
  await keyboard.press('Tab');
  await expect(focused).toHaveAccessibleName(/^Help/);
  await keyboard.press('Tab');
  await keyboard.type('Daily Trivia');
  await keyboard.press('Enter');
  await keyboard.press('Tab');
  await expect(focused).toHaveAccessibleName('Create Weekly overview');
  await keyboard.press('Enter');
  await expect(workbook.pane.getByText('Created the sheet Weekly overview.')).toBeVisible();
  await expect(focused).toHaveAccessibleName('Create Weekly overview');
});
