import { expect, test } from '@playwright/test';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

/** Habits of Excel's that the preview plays: somebody types in a cell, and workbooks that are marked to start the add-in. */

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});
test.afterAll(() => world.stop());

const typing = (workbook: Workbook, begins: boolean): Promise<void> =>
  workbook.page.evaluate((now) => window.preview?.type(now), begins);
const seenByOthers = (workbook: Workbook): Promise<string | undefined> =>
  workbook.page.evaluate(() => window.preview?.seenByOthers());

test('a workbook is marked by a formula of the add-in and not by signing in, and the mark can be removed', async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', '=SUM(1,2)');
  await workbook.idle();
  expect(await seenByOthers(workbook)).toBeUndefined();
  await workbook.type('B1', '=ALEXASKILLS()');
  await expect.poll(() => seenByOthers(workbook)).toContain('ADD-IN ERROR');

  await workbook.pane.getByRole('button', { name: /^Account/ }).click();
  await workbook.pane.getByRole('button', { name: "Don't start with this workbook" }).click();
  await expect.poll(() => seenByOthers(workbook)).toBeUndefined();
  expect(await workbook.unknown()).toEqual([]);
});

test('what was begun while somebody typed in a cell is finished afterwards', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).fill(skillId);
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).press('Escape');
  await typing(workbook, true);
  await workbook.pane.getByRole('button', { name: 'Insert into selected cell' }).click();
  await expect(workbook.pane.getByText('A cell is being edited.')).toBeVisible();
  expect((await workbook.cell('A1')).formula).toBeUndefined();
  await typing(workbook, false);
  await expect(workbook.pane.getByText('A cell is being edited.')).toBeHidden();
  await expect.poll(async () => (await workbook.cell('A1')).formula).toContain('=SKILLMETRICS(');
  // The dates are formatted once they have come.
  await typing(workbook, true);
  await workbook.idle();
  await typing(workbook, false);
  await expect.poll(async () => (await workbook.cell('A2')).text).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(await workbook.unknown()).toEqual([]);
});
