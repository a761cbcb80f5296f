/** What lies behind a value, in a real browser against the sandbox. */
import { expect, test } from '@playwright/test';
import { inspect, resize } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

/** Undefined while there is no such sheet. */
const valueOf = async (workbook: Workbook, address: string) =>
  (await workbook.cell(address).catch(() => undefined))?.value;
const numberAt = async (workbook: Workbook, address: string): Promise<number> =>
  Number(await valueOf(workbook, address));

const why = (workbook: Workbook) => workbook.pane.getByRole('button', { name: 'Why did this change?' });

/** The rows of a table on a sheet, from its first row until a blank one. */
const rowsFrom = async (workbook: Workbook, sheet: string, first: number): Promise<(readonly unknown[])[]> => {
  const rows: (readonly unknown[])[] = [];
  for (let row = first; ; row += 1) {
    const cells = await Promise.all(
      ['A', 'B', 'C', 'D'].map((column) => valueOf(workbook, `${sheet}!${column}${row}`)),
    );
    if (cells[0] === '' || cells[0] === null || cells[0] === undefined) return rows;
    rows.push(cells);
  }
};

const sum = (rows: readonly (readonly unknown[])[], column: number): number =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

test('the locales and intents that account for a change add up to it', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const options = '"compare=previous; tz=Europe/Berlin"';
  await workbook.type('B3', `=SKILLMETRICS("${skillId}","totalUtterances","2026-08-03","2026-08-10",,,,,,,${options})`);
  await expect.poll(() => workbook.spillOf('B3')).toBe('B3:F10');
  const change = await numberAt(workbook, 'E6');
  await workbook.select('E6');
  await why(workbook).click();
  const sheet = "'2026-08-05 change'";
  await expect.poll(() => valueOf(workbook, `${sheet}!A4`)).toBe('By locale');
  expect(await valueOf(workbook, `${sheet}!A1`)).toContain('Total utterances: 2026-08-05 until 2026-08-06');
  expect(await valueOf(workbook, `${sheet}!A2`)).toBe('Back to Sheet1!E6');
  const locales = await rowsFrom(workbook, sheet, 6);
  expect(locales.at(-1)).toEqual([
    'Total',
    await numberAt(workbook, 'Sheet1!C6'),
    await numberAt(workbook, 'Sheet1!D6'),
    change,
  ]);
  expect(sum(locales.slice(0, -1), 3)).toBe(change);
  const from = 6 + locales.length + 1;
  expect(await valueOf(workbook, `${sheet}!A${from}`)).toBe('By intent');
  const intents = await rowsFrom(workbook, sheet, from + 2);
  expect(intents.at(-1)?.[3]).toBe(change);
  expect(sum(intents.slice(0, -1), 3)).toBe(change);
});

test('the pane tells what it takes before it asks, and it takes no more', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type(
    'A1',
    `=SKILLMETRICS("${skillId}","totalSessions","2026-05-04","2026-05-11",,,,,,,"compare=week")`,
  );
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:E8');
  await workbook.select('D4');
  const section = workbook.pane.getByRole('region', { name: 'Selected value' });
  await expect(section).toContainText(
    /Takes up to 1 request over time, \d+ requests by locale, and 1 request for each intent\./,
  );
  const told = section.getByText(/^Takes up to \d+ requests\.$/);
  await expect(told).toBeVisible();
  await inspect(workbook, 'drill-cost');
  await resize(workbook, 320);
  await inspect(workbook, 'drill-cost-320');
  await resize(workbook, 340);
  const most = Number(/\d+/.exec((await told.textContent()) ?? '')?.[0]);
  const before = world.sandbox.requests.entries.length;
  await why(workbook).click();
  await expect.poll(() => valueOf(workbook, "'2026-05-06 change'!A4")).toBe('By locale');
  const asked = world.sandbox.requests.entries.slice(before).filter(({ path }) => path.endsWith('/metrics')).length;
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(most);
});

test('what does not add up is refused with the reason', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const total = (metric: string) =>
    `=SKILLTOTAL("${skillId}","${metric}","2026-08-03","2026-08-10",,,,,"compare=previous")`;
  await workbook.type('A1', total('uniqueCustomers'));
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:D1');
  await workbook.select('C1');
  await why(workbook).click();
  await expect(workbook.pane.getByText(/one customer can use several locales/)).toBeVisible();

  await workbook.type('A3', total('totalSessions'));
  await expect.poll(() => workbook.spillOf('A3')).toBe('A3:D3');
  const change = await numberAt(workbook, 'C3');
  await workbook.select('C3');
  await why(workbook).click();
  const sheet = "'2026-08-03 change'";
  await expect.poll(() => valueOf(workbook, `${sheet}!A4`)).toBe('By locale');
  const locales = await rowsFrom(workbook, sheet, 6);
  expect(sum(locales.slice(0, -1), 3)).toBe(change);
  expect(await valueOf(workbook, `${sheet}!A${6 + locales.length + 1}`)).toMatch(
    /one session can hold several intents/,
  );
});

for (const [button, sheet, spill] of [
  ['Over time', '2026-08-05 hours', /^A4:B28$/],
  ['By locale', '2026-08-05 locales', /^A4:C\d+$/],
  ['By intent', '2026-08-05 intents', /^A4:C\d+$/],
] as const)
  test(`what a day holds adds up to it: ${button}`, async ({ context }) => {
    const workbook = await openWorkbook(context, world, '?workbook=blank');
    await workbook.signIn();
    await workbook.type(
      'A1',
      `=SKILLMETRICS("${skillId}","totalUtterances","2026-08-03","2026-08-10",,,,,,,"tz=America/New_York")`,
    );
    await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
    const value = await numberAt(workbook, 'B4');
    await workbook.select('B4');
    await workbook.pane.getByRole('button', { name: button }).click();
    await expect.poll(() => valueOf(workbook, `'${sheet}'!A2`)).toBe('Back to Sheet1!B4');
    await expect.poll(() => workbook.spillOf('A4')).toMatch(spill);
    const end = Number(/\d+$/.exec((await workbook.spillOf('A4')) ?? '')?.[0]);
    let sum = 0;
    for (let row = 5; row <= end; row += 1) sum += await numberAt(workbook, `B${row}`);
    expect(sum).toBe(value);
  });
