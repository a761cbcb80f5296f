/** The largest intents and locales, in a real browser against the sandbox. */
import { expect, test } from '@playwright/test';
import { inspect, resize } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

const valueOf = async (workbook: Workbook, address: string) => (await workbook.cell(address)).value;

test("SKILLTOP's numbers are SKILLTOTAL's, and with all others add up to the total", async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const range = '"2026-08-01","2026-09-01"';
  await workbook.type('A1', `=SKILLTOP("${skillId}","totalUtterances","intents",${range},3)`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:C5');
  expect(await valueOf(workbook, 'A1')).toBe('Intent');
  expect(await valueOf(workbook, 'A5')).toBe('All others');
  expect(await valueOf(workbook, 'A2')).toBe('AnswerIntent');

  await workbook.type('E2', `=SKILLTOTAL("${skillId}","totalUtterances",${range},,,A2:A4)`);
  await workbook.type('E5', `=SKILLTOTAL("${skillId}","totalUtterances",${range})`);
  await workbook.type('E6', '=SUM(B2:B5)');
  await workbook.type('E7', '=SUM(C2:C5)');
  await expect.poll(() => workbook.spillOf('E2')).toBe('E2:E4');
  for (const row of [2, 3, 4]) expect(await valueOf(workbook, `B${row}`)).toBe(await valueOf(workbook, `E${row}`));
  const total = Number(await valueOf(workbook, 'E5'));
  expect(total).toBeGreaterThan(0);
  expect(await valueOf(workbook, 'E6')).toBe(total);
  expect(Number(await valueOf(workbook, 'E7'))).toBeCloseTo(1, 9);

  await workbook.type('G1', `=SKILLTOP("${skillId}","uniqueCustomers","locales","2026-08-03","2026-08-10")`);
  await expect.poll(() => workbook.spillOf('G1')).toMatch(/^G1:H\d+$/);
  await workbook.type('G20', `=SKILLTOP("${skillId}","totalSessions","weeks","2026-08-03")`);
  await expect.poll(async () => (await workbook.cell('G20')).message ?? '').toMatch(/intents or locales/);
});

test('intents of one locale and locales of one intent are those of its total, in a cell and from the pane', async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const { pane } = workbook;
  const range = '"2026-08-03","2026-08-10"';
  await workbook.type('A1', `=SKILLTOP("${skillId}","totalUtterances","intents",${range},3,,,"locale=de-DE")`);
  await expect.poll(() => workbook.spillOf('A1')).toMatch(/^A1:C\d$/);
  expect(await valueOf(workbook, 'B1')).toBe('Total utterances – de-DE');
  await workbook.type('E1', `=SKILLTOTAL("${skillId}","totalUtterances",${range},,,,"de-DE")`);
  await workbook.type('E2', '=SUM(B2:B9)');
  await expect.poll(() => valueOf(workbook, 'E1')).toEqual(expect.any(Number));
  await expect.poll(() => valueOf(workbook, 'E2')).toBe(await valueOf(workbook, 'E1'));

  await workbook.type('G1', `=SKILLTOP("${skillId}","totalUtterances","intents",${range},3,,,"intent=AnswerIntent")`);
  await expect.poll(async () => (await workbook.cell('G1')).message ?? '').toMatch(/Remove intent from them/);

  // The pane knows the formula again, and offers the filter of the other split.
  await workbook.select('A1');
  await expect(pane.getByRole('combobox', { name: 'Locale', exact: true })).toHaveValue('de-DE');
  await inspect(workbook, 'top-filter');
  await resize(workbook, 320);
  await inspect(workbook, 'top-filter-320');
  await resize(workbook, 340);
  await pane.getByLabel('Compare', { exact: true }).selectOption('Locales');
  const intent = pane.getByRole('combobox', { name: 'Intent', exact: true });
  await intent.fill('AnswerIntent');
  await intent.press('Escape');
  await pane.getByRole('button', { name: 'Update A1' }).click();
  await expect.poll(async () => (await workbook.cell('A1')).formula).toContain('"intent=AnswerIntent"');
  await expect.poll(() => valueOf(workbook, 'B1')).toBe('Total utterances – AnswerIntent');
});

test('the pane shows what the top intents cost, inserts them, and recognizes them', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const { pane } = workbook;
  await pane.getByLabel('Get', { exact: true }).selectOption('Top intents or locales');
  const skill = pane.getByRole('combobox', { name: 'Skill', exact: true });
  await skill.fill(skillId);
  await skill.press('Escape');
  await pane.getByLabel('Compare', { exact: true }).selectOption('Locales');
  await pane.getByLabel('Rows', { exact: true }).fill('2');
  await workbook.chooseDays('2026-08-03', '2026-08-09');
  const summary = pane.getByRole('region', { name: 'What will be asked' });
  await expect(summary).toContainText('The 2 locales with the most total sessions of Daily Trivia');
  await expect(summary).toContainText(/up to 3 rows · up to \d+ requests/);
  await inspect(workbook, 'top-locales');
  await workbook.select('A1');
  await pane.getByRole('button', { name: /^Insert/ }).click();
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:C4');
  await workbook.select('A2');
  await expect(pane.getByLabel('Get', { exact: true }).locator('option:checked')).toHaveText('Top intents or locales');
  await expect(pane.getByRole('button', { name: 'Update A1' })).toHaveAttribute('aria-disabled', 'true');
});
