/** What the pane does beside a new formula: totals and lists, charts and copies of a formula's values, and why a cell failed. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { frameOf, inspect } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

const button = (workbook: Workbook, name: string | RegExp) => workbook.pane.getByRole('button', { name });
const select = (workbook: Workbook, name: string) => workbook.pane.getByLabel(name, { exact: true });
const heading = (workbook: Workbook) => workbook.pane.getByRole('heading', { level: 1 });

const open = async (context: BrowserContext): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  return workbook;
};

const chooseTrivia = async (workbook: Workbook): Promise<void> => {
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).fill(skillId);
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).press('Escape');
};

test.afterEach(async ({ context }) => {
  for (const page of context.pages()) expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
});

test('the first field has the focus after sign-in, and how to insert is in sight', async ({ context }) => {
  const workbook = await open(context);
  await expect(workbook.pane.getByRole('combobox', { name: 'Skill', exact: true })).toBeFocused();
  await chooseTrivia(workbook);
  await expect(workbook.pane.getByText(/^Daily total sessions of Daily Trivia/)).toBeVisible();
  const inSight = await frameOf(workbook).evaluate(() => {
    const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === 'Insert as');
    const bar = document.querySelector('[aria-label="What will be asked"]')?.parentElement;
    const bottom = label?.control?.getBoundingClientRect().bottom ?? Infinity;
    return bottom <= (bar?.getBoundingClientRect().top ?? 0);
  });
  expect(inSight).toBe(true);
});

test('a total, the lists and the source of an answer are built, inserted, and known again', async ({ context }) => {
  const workbook = await open(context);
  await chooseTrivia(workbook);
  await select(workbook, 'Get').selectOption('One total');
  await workbook.chooseDays('2026-08-01', '2026-10-31');
  await inspect(workbook, 'total');
  await workbook.select('A1');
  await button(workbook, /^Insert/).click();
  const days = world.sandbox.truth({
    skillId,
    metric: 'totalSessions',
    startTime: Date.parse('2026-08-01'),
    endTime: Date.parse('2026-11-01'),
    period: 'P1D',
  });
  const total = days.reduce((sum, { value }) => sum + value, 0);
  await expect.poll(async () => (await workbook.cell('A1')).value).toBe(total);
  expect((await workbook.cell('A1')).formula).toContain('=SKILLTOTAL(');

  await button(workbook, 'New formula').click();
  await select(workbook, 'Get').selectOption('List of intents');
  await workbook.select('C1');
  await inspect(workbook, 'list-of-intents');
  await button(workbook, /^Insert/).click();
  await expect.poll(() => workbook.spillOf('C1')).toBe('C1:C8');

  await button(workbook, 'New formula').click();
  await select(workbook, 'Get').selectOption('List of skills');
  await workbook.select('E1');
  await inspect(workbook, 'list-of-skills');
  await button(workbook, /^Insert/).click();
  await expect.poll(() => workbook.spillOf('E1')).toMatch(/^E1:J\d+$/);

  await button(workbook, 'New formula').click();
  await select(workbook, 'Get').selectOption('Source and freshness');
  await chooseTrivia(workbook);
  await workbook.chooseDays('2026-08-01', '2026-10-31');
  await workbook.select('L1');
  await button(workbook, 'More options').click();
  await inspect(workbook, 'source-and-freshness');
  await expect(button(workbook, 'Preview')).toHaveCount(0);
  await button(workbook, /^Insert/).click();
  await expect.poll(async () => (await workbook.cell('L1')).value).toBe('Start (UTC)');
  expect((await workbook.cell('L1')).formula).toContain('=SKILLMETRICSINFO(');

  for (const [cell, name, call] of [
    ['A1', 'A1', 'One total'],
    ['C4', 'C1', 'List of intents'],
    ['G3', 'E1', 'List of skills'],
    ['M2', 'L1', 'Source and freshness'],
  ] as const) {
    await workbook.select(cell);
    await expect(heading(workbook)).toHaveText(`Edit ${name}`);
    await expect(select(workbook, 'Get').locator('option:checked')).toHaveText(call);
    await expect(button(workbook, `Update ${name}`)).toHaveAttribute('aria-disabled', 'true');
  }
});

test('a formula in a cell gets a chart, and a copy of its values, and stays as it is', async ({ context }) => {
  const workbook = await open(context);
  const formula = `=SKILLMETRICS("${skillId}","totalSessions",DATE(2026,8,1),DATE(2026,9,1))`;
  await workbook.type('A1', formula);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B32');
  await workbook.select('B3');
  await select(workbook, 'Insert as').selectOption('Formula with chart');
  await button(workbook, 'Add chart').click();
  await expect(workbook.pane.getByText('Adding a chart for Sheet1!A1.')).toBeVisible();
  await expect.poll(() => workbook.page.locator('.o-figure').count()).toBe(1);
  await inspect(workbook, 'chart-added');

  await select(workbook, 'Insert as').selectOption('Copy as values');
  await button(workbook, 'Copy as values').click();
  await expect(workbook.pane.getByText('Copied to Sheet1!D1:E32.')).toBeVisible();
  await button(workbook, 'Back to A1').click();
  await expect(heading(workbook)).toHaveText('Edit A1');
  expect((await workbook.cell('E2')).formula).toBeUndefined();
  expect((await workbook.cell('E2')).value).toBe((await workbook.cell('B2')).value);
  expect(await workbook.spillOf('A1')).toBe('A1:B32');
  await expect(workbook.pane.getByText('Copied to Sheet1!D1:E32.')).toBeHidden();
});

test('a selected cell that failed says why, at the top of the pane', async ({ context }) => {
  const workbook = await open(context);
  const fault = 'amzn1.ask.skill.fa017000-0000-4000-8000-000000000404';
  for (const cell of ['A1', 'D1']) await workbook.type(cell, `=SKILLMETRICS("${fault}","totalSessions","-7d")`);
  await workbook.type('G1', `=IFERROR(SKILLTOTAL("${fault}","totalSessions","-7d"),"none")`);
  await expect.poll(async () => (await workbook.cell('G1')).value).toBe('none');
  const work = workbook.pane.getByRole('region', { name: 'Work in progress' });
  await expect(work).toContainText('3 failed');
  for (const cell of ['D1', 'G1']) {
    await workbook.select(cell);
    const message = workbook.pane.getByRole('status').filter({ hasText: `${cell}: ` });
    await expect(message).toBeInViewport();
    await expect(message.getByRole('link', { name: /^Help/ })).toHaveAttribute('href', /help\.html#errors$/);
  }
  await inspect(workbook, 'selected-failure');
  await work.getByRole('button', { expanded: false }).click();
  await inspect(workbook, 'failed-by-cause');
  await workbook.select('J1');
  await expect(workbook.pane.getByRole('status').filter({ hasText: 'G1: ' })).toHaveCount(0);
});
