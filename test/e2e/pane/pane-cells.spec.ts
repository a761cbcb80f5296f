/** The pane beside the cells: fields that point at them, formulas that are edited, previewed, put in their place, and watched. */
import { expect, test } from '@playwright/test';
import { inspect, resize } from '../../support/e2e/inspect';
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

const field = (workbook: Workbook, name: string) => workbook.pane.getByRole('textbox', { name, exact: true });
const button = (workbook: Workbook, name: string | RegExp) => workbook.pane.getByRole('button', { name });
const formula = (workbook: Workbook) => workbook.pane.getByLabel('Formula', { exact: true });

const open = async (context: Parameters<typeof openWorkbook>[0], query = ''): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, query);
  await workbook.signIn();
  return workbook;
};

/** Fills in what a new formula needs. */
const fill = async (workbook: Workbook): Promise<void> => {
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).fill(skillId);
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).press('Escape');
};

const chartsOn = (workbook: Workbook) => workbook.page.locator('.o-figure').count();

test.afterEach(async ({ context }) => {
  for (const page of context.pages()) expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
});

test('the selected formula is in the form with its references, and "Update" keeps them', async ({ context }) => {
  const workbook = await open(context);
  await expect.poll(() => workbook.spillOf('A10')).toBe('A10:B102');
  await expect(field(workbook, 'Skill')).toHaveValue('B4');
  await expect(workbook.pane.getByText('= Daily Trivia')).toBeVisible();
  await expect(field(workbook, 'Start')).toHaveValue('B6');
  await expect(workbook.pane.getByText('= 2026-08-01')).toBeVisible();
  await inspect(workbook, 'editing');
  for (const width of [320, 200]) {
    await resize(workbook, width);
    await inspect(workbook, `editing-${width}`);
  }
  await resize(workbook, 340);

  await workbook.type('B6', '2026-10-01');
  await expect(workbook.pane.getByText('= 2026-10-01')).toBeVisible();
  await expect(workbook.pane.getByText(/^31 rows/)).toBeVisible();

  await workbook.pane.getByLabel('Period', { exact: true }).selectOption('PT1H');
  await expect(workbook.pane.getByText('Changes are not in the cell yet.')).toBeVisible();
  await inspect(workbook, 'changed');
  await button(workbook, 'Update A10').click();
  await expect(workbook.pane.getByText('Updated Example!A10.')).toBeVisible();
  await inspect(workbook, 'updated');
  expect((await workbook.cell('A10')).formula).toMatch(/^=SKILLMETRICS\(B4, ?B5, ?B6, ?B7, ?"PT1H"\)$/);
  await expect.poll(() => workbook.spillOf('A10')).toBe('A10:B754');
  await expect.poll(async () => (await workbook.cell('A11')).text).toBe('2026-10-01 00:00');
});

test('a cell inside the spill edits its formula; changes are not lost by selecting', async ({ context }) => {
  const workbook = await open(context);
  await expect.poll(() => workbook.spillOf('A10')).toBe('A10:B102');
  await workbook.type('D40', `=SKILLMETRICS("${skillId}","uniqueCustomers",DATE(2026,10,1),DATE(2026,10,8))`);
  await expect.poll(() => workbook.spillOf('D40')).toBe('D40:E47');
  await workbook.select('E43');
  await expect(button(workbook, 'Update D40')).toBeVisible();
  await expect(workbook.pane.getByRole('combobox', { name: 'Metrics', exact: true })).toHaveValue('Unique customers');
  await workbook.pane.getByLabel('Period', { exact: true }).selectOption('PT1H');
  await workbook.select('B12');
  await expect(workbook.pane.getByText(/holds a formula, too/)).toBeVisible();
  await inspect(workbook, 'another-formula');
  await expect(button(workbook, 'Update D40')).toBeVisible();
  await button(workbook, 'Edit it').click();
  await expect(button(workbook, 'Update A10')).toBeVisible();
  await workbook.select('H5');
  await expect(button(workbook, 'Insert into selected cell')).toBeVisible();
  await workbook.type('H8', '=SUM(SKILLMETRICS(B4,B5,B6,B7))');
  await workbook.select('H8');
  await expect(workbook.pane.getByText(/inside another formula/)).toBeVisible();
  await inspect(workbook, 'nested-formula');
});

test('cells are picked in the sheet, taken or left, and the formula goes where the person was', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  await workbook.type('B1', '2026-10-01');
  await workbook.type('B2', '2026-10-08');
  await workbook.type('C1', 'totalSessions');
  await workbook.type('C2', 'uniqueCustomers');
  await workbook.select('A5');
  await fill(workbook);
  await workbook.pane.getByLabel('Dates', { exact: true }).selectOption('Custom');
  await button(workbook, 'Pick Start from the sheet').click();
  await expect(field(workbook, 'Start')).toBeFocused();
  await workbook.select('B1');
  await expect(field(workbook, 'Start')).toHaveValue('B1');
  await inspect(workbook, 'picking');
  await field(workbook, 'Start').press('Enter');
  await expect(workbook.pane.getByText('= 2026-10-01')).toBeVisible();

  await button(workbook, 'Pick End from the sheet').click();
  await workbook.select('B2');
  await expect(field(workbook, 'End')).toHaveValue('B2');
  await button(workbook, 'Done').click();
  await button(workbook, 'Pick Metrics from the sheet').click();
  await workbook.select('C1:C2');
  await expect(field(workbook, 'Metrics')).toHaveValue('C1:C2');
  await button(workbook, 'Done').click();
  await expect(workbook.pane.getByText('= totalSessions, uniqueCustomers')).toBeVisible();
  await button(workbook, 'Pick Stage from the sheet').click();
  await workbook.select('B2');
  await field(workbook, 'Stage').press('Escape');
  await expect(button(workbook, 'Pick Stage from the sheet')).toBeFocused();

  await expect(formula(workbook)).toHaveValue(`=SKILLMETRICS("${skillId}",C1:C2,B1,B2)`);
  await button(workbook, 'Insert into selected cell').click();
  await expect.poll(() => workbook.spillOf('A5')).toBe('A5:C12');
});

test('the answer is seen before it is written, and asked only once', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  const asked: string[] = [];
  workbook.page.on('request', (request) => {
    if (request.url().endsWith('/api/questions')) asked.push(request.url());
  });
  await fill(workbook);
  await workbook.chooseDays('2026-08-01', '2026-10-31');
  await button(workbook, 'Preview').click();
  const table = workbook.pane.getByRole('table', { name: 'First 8 of 92 rows' });
  await expect(table).toBeVisible();
  await expect(table.getByRole('rowheader').first()).toHaveText('2026-08-01');
  await expect(workbook.pane.locator('svg:has(line)')).toBeVisible();
  await expect(workbook.pane.getByText(/vs\. the week before/)).toBeVisible();
  await inspect(workbook, 'preview');
  await resize(workbook, 320);
  await inspect(workbook, 'preview-320');
  expect((await workbook.cell('A1')).value).toBeNull();
  await button(workbook, 'Insert into selected cell').click();
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B93');
  // The preview asks once more, for the week before.
  expect(asked).toHaveLength(2);
});

test('an answer that takes its time shows how far it has come, and can be cancelled', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  await fill(workbook);
  // Long enough to be looked at.
  world.sandbox.settings.latencyMs = 60_000;
  const progress = workbook.pane.getByRole('progressbar');
  await button(workbook, 'Preview').click();
  await expect(workbook.pane.getByText(/^0 of \d+ windows/)).toBeVisible();
  await inspect(workbook, 'previewing');
  await button(workbook, 'Cancel').click();
  await expect(progress).toBeHidden();

  await workbook.pane.getByLabel('Insert as').selectOption('values');
  await button(workbook, 'Insert into selected cell').click();
  await expect(progress).toBeVisible();
  await inspect(workbook, 'inserting');
  await button(workbook, 'Cancel').click();
  await expect(progress).toBeHidden();
  await expect(button(workbook, 'Insert into selected cell')).toBeEnabled();
  expect((await workbook.cell('A1')).value).toBeNull();
});

test('a pane that is closed half-way finishes what it began, and shows it when it opens again', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  await fill(workbook);
  await workbook.select('A1');
  // Long enough to close the pane meanwhile.
  world.sandbox.settings.latencyMs = 3_000;
  await workbook.pane.getByLabel('Insert as').selectOption('values');
  await button(workbook, 'Insert into selected cell').click();
  await expect(workbook.pane.getByRole('progressbar')).toBeVisible();
  await workbook.page.getByRole('button', { name: 'Close the task pane' }).click();
  await expect(workbook.page.getByRole('complementary')).toBeHidden();
  expect((await workbook.cell('A1')).value).toBeNull();
  await expect.poll(async () => (await workbook.cell('A1')).value).toBe('Date (UTC)');
  await expect.poll(async () => (await workbook.cell('B2')).value).toEqual(expect.any(Number));
  await workbook.page.getByRole('button', { name: 'Skill Metrics' }).click();
  await expect(workbook.pane.getByText(/^Inserted in Sheet1!A1/)).toBeVisible();
});

test("filled cells aren't overwritten: another place is offered, and the pane says where the formula went", async ({
  context,
}) => {
  const workbook = await open(context, '?workbook=blank');
  await workbook.type('B4', 'in the way');
  await workbook.select('A1');
  await fill(workbook);
  await button(workbook, 'Insert into selected cell').click();
  await expect(workbook.pane.getByRole('alert')).toContainText('B4 is not empty.');
  await inspect(workbook, 'no-room');
  expect((await workbook.cell('A1')).value).toBeNull();
  await button(workbook, 'Insert in D1').click();
  await expect(workbook.pane.getByText('Inserted in Sheet1!D1.')).toBeVisible();
  await expect(button(workbook, 'Update D1')).toBeVisible();
  await inspect(workbook, 'inserted');
  await expect.poll(() => workbook.spillOf('D1')).toMatch(/^D1:E\d+$/);
  expect((await workbook.cell('B4')).value).toBe('in the way');
});

test('a formula comes with a chart, or its values as a table', async ({ context }) => {
  const workbook = await open(context, '?workbook=blank');
  await fill(workbook);
  await workbook.chooseDays('2026-08-01', '2026-08-31');
  await workbook.pane.getByLabel('Insert as').selectOption('chart');
  await button(workbook, 'Insert into selected cell').click();
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B32');
  await expect.poll(() => chartsOn(workbook)).toBe(1);

  await workbook.select('H40');
  await workbook.pane.getByLabel('Insert as').selectOption('values');
  await button(workbook, 'Insert into selected cell').click();
  await expect(workbook.pane.getByText('Inserted in Sheet1!H40:I71.')).toBeVisible();
  const first = await workbook.cell('H41');
  expect(first).toMatchObject({ text: '2026-08-01' });
  expect(first.formula).toBeUndefined();
  expect((await workbook.cell('I41')).value).toBe((await workbook.cell('B2')).value);
});

test('running queries can be watched and cancelled; failed cells can be selected, retried, and fixed', async ({
  context,
}) => {
  const workbook = await open(context, '?workbook=blank');
  const fault = (digits: string): string => `amzn1.ask.skill.fa017000-0000-4000-8000-000000000${digits}`;
  await workbook.type('A1', `=SKILLMETRICS("${fault('400')}","totalSessions","-7d")`);
  await expect.poll(async () => (await workbook.cell('A1')).value).toBe('#VALUE!');
  // Long enough to be looked at.
  world.sandbox.settings.latencyMs = 60_000;
  await workbook.type('E1', `=SKILLMETRICS("${fault('500')}","totalSessions","-7d")`);
  const work = workbook.pane.getByRole('region', { name: 'Work in progress' });
  await expect(work).toContainText('1 query running');
  await work.getByRole('button', { expanded: false }).click();
  await expect(work.getByRole('progressbar')).toBeVisible();
  await inspect(workbook, 'running');
  await work.getByRole('button', { name: /^Cancel/ }).click();
  await expect.poll(async () => (await workbook.cell('E1')).message ?? '').toContain('You cancelled');
  await expect(work).toContainText('1 failed · 1 cancelled');
  await inspect(workbook, 'failed');

  await workbook.select('J20');
  await work.getByRole('button', { name: 'Edit: Sheet1!A1' }).click();
  await expect(button(workbook, 'Update A1')).toBeVisible();
  world.sandbox.settings.latencyMs = 0;
  await work.getByRole('button', { name: 'Try again: Sheet1!E1' }).click();
  await expect.poll(async () => (await workbook.cell('E1')).value).toBe('#BUSY!');
  await expect
    .poll(async () => (await workbook.cell('E1')).message ?? '', { timeout: 60_000 })
    .not.toContain('You cancelled');
  await workbook.type('A1', '');
  await workbook.type('E1', '');
  await expect(work).toBeHidden();
});
