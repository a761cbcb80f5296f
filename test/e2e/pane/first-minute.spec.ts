/** What a newcomer sees: sample numbers that say so, and true answers as soon as somebody is signed in. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { picture } from '../../support/e2e/inspect';
import { openWorkbook, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(({ context }) => {
  Object.assign(world.sandbox.settings, { fault: 'none', faultOn: 'metrics' });
  return context.close();
});

test.afterAll(() => world.stop());

const sampleHeader = 'Sample numbers';
const textOf = async (workbook: Workbook, address: string): Promise<string> => (await workbook.cell(address)).text;

const open = async (context: BrowserContext, query = ''): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, query);
  await workbook.idle();
  return workbook;
};

const expectSamples = async (workbook: Workbook): Promise<void> => {
  await expect.poll(() => textOf(workbook, 'B10')).toBe(sampleHeader);
  expect(await workbook.spillOf('A10')).toBe('A10:B102');
  expect(await textOf(workbook, 'A2')).toMatch(/^These are sample numbers\. .*Sign in/);
  expect(await textOf(workbook, 'A8')).toBe('Total (sample)');
};

/** Nothing of the samples is left. */
const expectNoSamples = async (workbook: Workbook): Promise<void> => {
  for (const address of ['A2', 'A8', 'A10', 'B10']) expect(await textOf(workbook, address)).not.toMatch(/sample/i);
};

test('before sign-in the workbook shows sample numbers that say so, and after it the true ones', async ({
  context,
}) => {
  const workbook = await open(context);
  await expectSamples(workbook);
  expect((await workbook.cell('A10')).formula).toBe('=SKILLMETRICS(B4,B5,B6,B7)');
  await picture(workbook.page, 'first-minute');
  const sum = (await workbook.cell('B8')).value;

  // A refresh that cannot succeed changes nothing.
  await workbook.page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(workbook.pane.getByText('Not refreshed. Cells keep their values.')).toBeVisible();
  await expectSamples(workbook);

  await workbook.signIn();
  await workbook.answered();
  expect(await workbook.spillOf('A10')).toBe('A10:B102');
  await expectNoSamples(workbook);
  expect((await workbook.cell('B8')).value).not.toBe(sum);
  await picture(workbook.page, 'first-minute-signed-in');

  // Once there was an answer, samples never come back.
  await workbook.signOut();
  await workbook.type('B7', '2026-10-01');
  await expect.poll(async () => (await workbook.cell('A10')).message ?? '').toMatch(/sign in/i);
  await workbook.type('B7', '2026-11-01');
  await workbook.idle();
  expect((await workbook.cell('A10')).value).toBe('#N/A');
  expect(await textOf(workbook, 'A2')).toBe('If A10 shows an error, point to it to see what to do.');
  await expectNoSamples(workbook);
  expect(await workbook.unknown()).toEqual([]);
});

test('no sample stands in for a query other than its own', async ({ context }) => {
  const workbook = await open(context);
  await expectSamples(workbook);
  await workbook.type('B5', 'uniqueCustomers');
  await expect.poll(async () => (await workbook.cell('A10')).value).toBe('#N/A');
  await workbook.type('B5', 'totalSessions');
  await expectSamples(workbook);
});

test('no sample hides an error from somebody who is signed in', async ({ context }) => {
  const workbook = await open(context);
  await expectSamples(workbook);
  Object.assign(world.sandbox.settings, { fault: 'status-403', faultOn: 'metrics' });
  await workbook.signIn();
  await expect.poll(async () => (await workbook.cell('A10')).message ?? '').toMatch(/allow|access/);
  await expectNoSamples(workbook);

  // Nor where the workbook is opened anew.
  const another = await context.newPage();
  await another.goto(`${world.preview}/?workbook=prepared`);
  await another.waitForFunction(() => window.preview !== undefined);
  await expect.poll(() => another.evaluate(() => window.preview?.cell('A10').message)).toMatch(/allow|access/);
  expect(await another.evaluate(() => window.preview?.cell('B10').text)).toBe('');
});

test('a reload keeps the workbook, its answers and what the add-in has set, and asks nobody again', async ({
  context,
}) => {
  const workbook = await open(context);
  await workbook.signIn();
  await workbook.answered();
  await workbook.type('F1', 'kept');
  await workbook.idle();
  const sum = (await workbook.cell('B8')).value;
  const asked: string[] = [];
  workbook.page.on('request', (request) => {
    if (/\/api\/(?:metrics|questions)/.test(request.url())) asked.push(request.url());
  });
  await workbook.page.reload();
  await expect(workbook.pane.getByText('= Daily Trivia')).toBeVisible();
  expect([await textOf(workbook, 'F1'), (await workbook.cell('B8')).value]).toEqual(['kept', sum]);
  expect(await workbook.page.evaluate(() => window.preview?.seenByOthers())).toContain('ADD-IN ERROR');
  expect(asked).toEqual([]);
  await expectNoSamples(workbook);
});

test("samples don't outlive a reload as answers: who has signed in meanwhile sees the true ones", async ({
  context,
}) => {
  const workbook = await open(context);
  await expectSamples(workbook);
  await workbook.page.reload();
  await workbook.page.waitForFunction(() => window.preview !== undefined);
  await expectSamples(workbook);
  const elsewhere = await openWorkbook(context, world, '?workbook=blank');
  await elsewhere.signIn();
  await workbook.page.reload();
  await workbook.page.waitForFunction(() => window.preview !== undefined);
  await workbook.answered();
  await expectNoSamples(workbook);
});
