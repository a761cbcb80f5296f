/** A workbook of 1,000 formulas refreshes with the requests of their union, and no cell is lost. */
import { expect, test } from '@playwright/test';
import { skills } from '../../../src/dev/sandbox/data/skill-list';
import { faultOf } from '../../../src/dev/sandbox/faults/faults';
import { openWorkbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});
test.afterAll(() => world.stop());

const own = skills.filter(
  ({ id, api, stages, vendorId }) =>
    api === 'custom' && stages.includes('live') && vendorId === skills[0]?.vendorId && faultOf(id) === undefined,
);
const metrics = ['totalSessions', 'successfulSessions', 'totalUtterances', 'failedUtterances', 'totalEnablements'];

/** 1,000 totals: 10 skills × 5 metrics, each over the same days 20 times, in 20 columns of 50 rows. */
const formulas = (): string[][] =>
  own
    .slice(0, 10)
    .flatMap(({ id }) =>
      metrics.map((metric) =>
        Array.from({ length: 20 }, () => `=SKILLTOTAL("${id}","${metric}","yesterday","today",,"custom")`),
      ),
    );

test('1,000 formulas share their requests, and all are there afterwards', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const pane = workbook.page.frames().find((frame) => frame.url().includes('/taskpane.html'));
  if (pane === undefined) throw new Error('The pane is not there.');
  await pane.evaluate(
    (all) =>
      Excel.run(async (excel) => {
        excel.workbook.worksheets.getActiveWorksheet().getRange('A1:T50').formulas = all;
        await excel.sync();
      }),
    formulas(),
  );
  const values = () =>
    pane.evaluate(() =>
      Excel.run(async (excel) => {
        const range = excel.workbook.worksheets.getActiveWorksheet().getRange('A1:T50').load('values');
        await excel.sync();
        return range.values.flat() as unknown[];
      }),
    );
  const numbers = async (): Promise<number> => (await values()).filter((value) => typeof value === 'number').length;
  await expect.poll(numbers, { timeout: 60_000 }).toBe(1_000);
  const before = await values();

  world.sandbox.requests.clear();
  await workbook.page.getByRole('button', { name: 'Refresh', exact: true }).click();
  const summary = workbook.pane.getByRole('region', { name: 'Refresh' }).getByRole('status');
  // One day of each of the 50 series.
  await expect(summary).toContainText(/^1,000 formulas · 50 requests · \d\d:\d\d/, { timeout: 60_000 });
  expect(world.sandbox.requests.metricsOf()).toHaveLength(50);
  await expect.poll(numbers).toBe(1_000);
  expect(await values()).toEqual(before);
  expect(await workbook.page.evaluate(() => window.preview?.calculationsOfAll())).toBe(0);
  expect(await workbook.unknown()).toEqual([]);
});
