import { expect, test } from '@playwright/test';
import { picture } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

/** Comparisons, ratios and expected values in the sheet, checked with the sheet's own formulas. */

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});
test.afterAll(() => world.stop());

const numberIn = async (workbook: Workbook, address: string): Promise<number> =>
  Number((await workbook.cell(address)).value);
const textOf = async (workbook: Workbook, address: string): Promise<string> => (await workbook.cell(address)).text;

test('an analyst finds the same with a calculator', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const days = `"${skillId}","totalSessions","2026-08-03","2026-08-17","day",,,,`;
  await workbook.type('A1', `=SKILLMETRICS(${days},1,"compare=week")`);
  await workbook.type('G1', `=SKILLMETRICS("${skillId}","totalSessions","2026-07-27","2026-08-10")`);
  const total = `"${skillId}",{"totalUtterances";"successfulUtterances";"successRate"},"2026-08-03","2026-08-17"`;
  await workbook.type('A20', `=SKILLTOTAL(${total},,,,,"compare=previous")`);
  await workbook.type('A25', `=SKILLMETRICS("${skillId}","successRate","2026-08-03","2026-08-17",,,,,,1,"expected=1")`);
  await workbook.idle();
  expect(await workbook.spillOf('A1')).toBe('A1:E15');
  expect(await textOf(workbook, 'E1')).toBe('Change %');
  for (const row of [2, 8, 15]) {
    const [value, before, change, percent, separately] = await Promise.all(
      ['B', 'C', 'D', 'E', 'H'].map((column) => numberIn(workbook, `${column}${row}`)),
    );
    expect(before).toBe(separately);
    expect(change).toBe(Number(value) - Number(before));
    expect(percent).toBeCloseTo(Number(change) / Number(before), 12);
  }
  expect(await textOf(workbook, 'D2')).toMatch(/^[+-][\d,]+$/);
  expect(await textOf(workbook, 'E2')).toMatch(/^[+-]\d+\.\d%$/);

  expect(await workbook.spillOf('A20')).toBe('A20:D22');
  const [all, good, rate] = await Promise.all(['A20', 'A21', 'A22'].map((one) => numberIn(workbook, one)));
  expect(rate).toBeCloseTo(Number(good) / Number(all), 12);
  expect(await textOf(workbook, 'A22')).toMatch(/^\d+\.\d%$/);
  expect(await workbook.spillOf('A25')).toBe('A25:F39');
  await picture(workbook.page, 'sheet-compare');
  expect(await workbook.unknown()).toEqual([]);
});

test('a chart shows values and earlier values, and the pane builds and says it', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const { pane } = workbook;
  await pane.getByRole('combobox', { name: 'Skill', exact: true }).fill(skillId);
  await pane.getByRole('combobox', { name: 'Skill', exact: true }).press('Escape');
  await pane.getByRole('button', { name: /^More options/ }).click();
  await pane.getByLabel('Compare with').selectOption('Week before');
  await expect(pane.getByRole('region', { name: 'What will be asked' })).toContainText(
    'Compared with the week before.',
  );
  await pane.getByLabel('Insert as').selectOption('chart');
  await pane.getByRole('button', { name: /^Insert into/ }).click();
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:E29');
  await expect
    .poll(() => workbook.page.evaluate(() => window.preview?.charts()))
    .toMatchObject([{ series: ['B1:B29', 'C1:C29'], hasLegend: true }]);
  await picture(workbook.page, 'sheet-compare-chart');
  await workbook.select('A1');
  await expect(pane.getByRole('button', { name: 'Update A1' })).toBeVisible();
  await expect(pane.getByLabel('Compare with')).toHaveValue('week');
  expect(await workbook.unknown()).toEqual([]);
});
