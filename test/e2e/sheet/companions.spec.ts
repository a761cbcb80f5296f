/** The functions beside SKILLMETRICS, in a real browser against the sandbox. */
import { expect, test } from '@playwright/test';
import { picture } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

const sessions = (locale: string | undefined): number =>
  world.sandbox
    .truth({
      skillId,
      metric: 'totalSessions',
      startTime: Date.parse('2026-08-01T00:00:00Z'),
      endTime: Date.parse('2026-11-01T00:00:00Z'),
      period: 'P1D',
      ...(locale === undefined ? {} : { locale }),
    })
    .reduce((sum, { value }) => sum + value, 0);

const valueOf = async (workbook: Workbook, address: string) => (await workbook.cell(address)).value;

test('SKILLTOTAL returns one number, a table of numbers, or says why there is none', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.type('A1', `=SKILLTOTAL("${skillId}","totalSessions","2026-08-01","2026-11-01")`);
  await expect.poll(async () => (await workbook.cell('A1')).message ?? '').toMatch(/sign in/i);
  await workbook.signIn();
  await expect.poll(() => valueOf(workbook, 'A1')).toBe(sessions(undefined));

  await workbook.type('A4', 'totalSessions');
  await workbook.type('A5', 'totalUtterances');
  await workbook.type('B3', 'en-US');
  await workbook.type('C3', 'en-GB');
  await workbook.type('B4', `=SKILLTOTAL("${skillId}",A4:A5,"2026-08-01","2026-11-01",,,,B3:C3)`);
  await expect.poll(() => workbook.spillOf('B4')).toBe('B4:C5');
  expect(await valueOf(workbook, 'B4')).toBe(sessions('en-US'));
  expect(await valueOf(workbook, 'C4')).toBe(sessions('en-GB'));

  await workbook.type('A8', `=SKILLTOTAL("${skillId}","uniqueCustomers","2026-08-01","2026-09-01")`);
  await expect.poll(() => valueOf(workbook, 'A8')).toBe('#VALUE!');
  expect((await workbook.cell('A8')).message).toMatch(/uniqueCustomers over at most 7 days/);
  await picture(workbook.page, 'totals');
});

test('ALEXASKILLS and ALEXAINTENTS list what the account has', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', '=ALEXASKILLS("lighthouse voice studio")');
  await expect.poll(() => valueOf(workbook, 'A1')).toBe('Name');
  const spill = (await workbook.spillOf('A1')) ?? '';
  expect(spill).toMatch(/^A1:F\d{2,}$/);
  const names = await Promise.all(
    Array.from({ length: Number(spill.slice(4)) - 1 }, async (_, row) =>
      String(await valueOf(workbook, `A${row + 2}`)),
    ),
  );
  expect(names).toContain('Daily Trivia');
  expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, 'en')));

  await workbook.type('J1', '=ALEXASKILLS("Nobody")');
  await expect.poll(async () => (await workbook.cell('J1')).message ?? '').toContain('Lighthouse Voice Studio');

  await workbook.type('L1', `=ALEXAINTENTS("${skillId}")`);
  await expect.poll(() => workbook.spillOf('L1')).toBe('L1:L8');
  expect(await valueOf(workbook, 'L1')).toBe('AMAZON.FallbackIntent');
  await workbook.type('M1', `=ALEXAINTENTS("${skillId}","ja-JP")`);
  await expect.poll(() => valueOf(workbook, 'M1')).toBe('#N/A');
  await picture(workbook.page, 'lists');
  expect(await workbook.unknown()).toEqual([]);
});

test('SKILLMETRICSINFO shows where the answer of SKILLMETRICS came from, without a new request', async ({
  context,
}) => {
  const queries: string[] = [];
  context.on('request', (request) => {
    if (request.url().endsWith('/api/questions')) queries.push(request.url());
  });
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-11-01")`);
  await workbook.type('D1', `=SKILLMETRICSINFO("${skillId}","totalSessions","2026-08-01","2026-11-01")`);
  await expect.poll(() => valueOf(workbook, 'D1')).toBe('Start (UTC)');
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B93');
  expect(await valueOf(workbook, 'E1')).toBe(46235);
  const told = new Map<unknown, unknown>();
  for (let row = 1; row <= 12; row += 1)
    told.set(await valueOf(workbook, `D${row}`), await valueOf(workbook, `E${row}`));
  const labels = ['Days of', 'Rows', 'Points', 'Windows of up to 7 days'];
  expect(labels.map((label) => told.get(label))).toEqual(['UTC', 'whole', 92, 14]);
  expect(queries).toHaveLength(1);
});

test("dates follow the 1904 date system of a workbook, and are never guessed while Excel doesn't answer", async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.page.evaluate(() => window.preview?.countDates(undefined));
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-08-04",,,,,,0)`);
  await expect
    .poll(async () => (await workbook.cell('A1')).message ?? '')
    .toContain('whether this workbook counts dates from 1900 or 1904');
  expect(await valueOf(workbook, 'A1')).toBe('#N/A');
  await workbook.page.evaluate(() => window.preview?.countDates(1904));
  await workbook.page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect.poll(() => valueOf(workbook, 'A1')).toBe(46235 - 1462);
});

test('numbers bring their formats, however a formula was entered and however long its answer becomes', async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const textOf = async (address: string): Promise<string> => (await workbook.cell(address)).text;
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-08-01","2026-08-04")`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B4');
  expect([await textOf('A2'), await textOf('A4')]).toEqual(['2026-08-01', '2026-08-03']);
  const value = Number(await valueOf(workbook, 'B2'));
  expect(await textOf('B2')).toBe(value.toLocaleString('en'));

  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions","2026-06-01","2026-08-04")`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B65');
  expect(await textOf('A65')).toBe('2026-08-03');

  await workbook.type('D1', `=SKILLTOTAL("${skillId}","totalSessions","2026-06-01","2026-08-04")`);
  await expect.poll(() => valueOf(workbook, 'D1')).toEqual(expect.any(Number));
  expect(await textOf('D1')).toBe(Number(await valueOf(workbook, 'D1')).toLocaleString('en'));
  await workbook.type('F1', `=SKILLMETRICSINFO("${skillId}","totalSessions","2026-06-01","2026-08-04")`);
  await expect.poll(() => textOf('G1')).toBe('2026-06-01 00:00');
  await workbook.type('I1', '=ALEXASKILLS("lighthouse voice studio")');
  await expect.poll(() => textOf('N2')).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/);
  // Other functions take them as the numbers that they are.
  await workbook.type('D3', '=SUM(B2:B65)-D1');
  await expect.poll(() => valueOf(workbook, 'D3')).toBe(0);
  await workbook.type('D4', '=XLOOKUP(DATE(2026,8,3),A2:A65,B2:B65)');
  await expect.poll(() => valueOf(workbook, 'D4')).toBe(await valueOf(workbook, 'B65'));
  await picture(workbook.page, 'formats');
});
