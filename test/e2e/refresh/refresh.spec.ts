/** A refresh destroys nothing: cells keep what they show where there is nothing newer, and the pane says why. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BrowserContext, expect, test } from '@playwright/test';
import { skills } from '../../../src/dev/sandbox/data/skill-list';
import { inspect, resize } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

const otherSkill = skills.find(({ name }) => name === 'Word Ladder')?.id ?? '';

let world: World;

test.beforeAll(async () => {
  // Sessions outlive the relay's restart.
  world = await startWorld({ storeUrl: `file:${path.join(mkdtempSync(path.join(tmpdir(), 'store-')), 'relay.db')}` });
});

test.afterEach(async ({ context }) => {
  Object.assign(world.sandbox.settings, { fault: 'none', faultSkills: [], faultOn: 'metrics', seed: 'sandbox' });
  for (const page of context.pages().filter((one) => one.url().startsWith(world.preview))) {
    expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
    // What is open beside this workbook is never calculated.
    expect(await page.evaluate(() => window.preview?.calculationsOfAll())).toBe(0);
  }
});

test.afterAll(() => world.stop());

/** Never settled at Amazon, so that each refresh asks for it, and the same at each hour of the day. */
const total = (id = skillId): string => `SKILLTOTAL("${id}","totalEnablements","yesterday","today")`;

const valueOf = async (workbook: Workbook, address: string) => (await workbook.cell(address)).value;
const isNumber: unknown = expect.any(Number);
const button = (workbook: Workbook, name: string | RegExp) => workbook.pane.getByRole('button', { name });
const refresh = (workbook: Workbook) => workbook.page.getByRole('button', { name: 'Refresh', exact: true }).click();
/** Settles once cells have asked, and have what came of it. */
const afterAsking = async (workbook: Workbook, act: () => Promise<void>): Promise<void> => {
  const asked = workbook.page.waitForResponse(/\/api\/(?:metrics|questions)(?:\?|$)/);
  await act();
  await asked;
  await workbook.idle();
};
/** Refreshes, and settles once the cells show what came of it. */
const refreshed = async (workbook: Workbook): Promise<void> => {
  await afterAsking(workbook, () => refresh(workbook));
  const report = workbook.pane.getByRole('region', { name: 'Refresh', exact: true });
  await expect(report.getByRole('status')).toContainText('formulas');
  await workbook.idle();
};
const notice = (workbook: Workbook) => workbook.pane.getByText('Not refreshed. Cells keep their values.');
const work = (workbook: Workbook) => workbook.pane.getByRole('region', { name: 'Work in progress' });
const openList = (workbook: Workbook) => work(workbook).getByRole('button', { expanded: false }).click();

/** Somebody signed in, with a number of one skill in A1 and of another in A2. */
const openWithNumbers = async (context: BrowserContext): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', `=${total()}`);
  await workbook.type('A2', `=${total(otherSkill)}`);
  for (const address of ['A1', 'A2']) await expect.poll(() => valueOf(workbook, address)).toEqual(isNumber);
  return workbook;
};

const bothOf = async (workbook: Workbook) => [await valueOf(workbook, 'A1'), await valueOf(workbook, 'A2')];

test('a refresh that cannot succeed touches no cell, and the pane says why', async ({ context }) => {
  const workbook = await openWithNumbers(context);
  const before = await bothOf(workbook);

  await world.stopRelay();
  await refresh(workbook);
  await expect(notice(workbook)).toBeVisible();
  await expect(workbook.pane.getByText(/server can't be reached/)).toBeVisible();
  expect(await bothOf(workbook)).toEqual(before);
  await inspect(workbook, 'refresh-refused');
  await resize(workbook, 320);
  await inspect(workbook, 'refresh-refused-320');
  await resize(workbook, 340);
  await world.startRelay();

  await context.setOffline(true);
  await button(workbook, 'Refresh again').click();
  await expect(workbook.pane.getByText(/You're offline\. Connect to the internet/)).toBeVisible();
  expect(await bothOf(workbook)).toEqual(before);
  await context.setOffline(false);

  // Amazon lets nobody in.
  Object.assign(world.sandbox.settings, { fault: 'status-403', faultOn: 'everything' });
  await button(workbook, 'Refresh again').click();
  await expect(workbook.pane.getByText(/doesn't allow this account/)).toBeVisible();
  expect(await bothOf(workbook)).toEqual(before);
  Object.assign(world.sandbox.settings, { fault: 'none', faultOn: 'metrics' });

  // Amazon has ended the access.
  world.sandbox.settings.seed = 'another account';
  await button(workbook, 'Refresh again').click();
  await expect(button(workbook, 'Sign in with Amazon')).toBeVisible();
  await expect(notice(workbook)).toBeVisible();
  expect(await bothOf(workbook)).toEqual(before);
  world.sandbox.settings.seed = 'sandbox';

  // Nobody is signed in.
  await refresh(workbook);
  await expect(
    workbook.pane.getByText(/You're not signed in\. Sign in with Amazon, then refresh again\./),
  ).toBeVisible();
  expect(await bothOf(workbook)).toEqual(before);

  await workbook.signIn();
  await expect(notice(workbook)).toBeHidden();
  await refreshed(workbook);
  expect(await bothOf(workbook)).toEqual(before);
  await expect(work(workbook)).toBeHidden();

  // Amazon is away, which takes a while to be sure of.
  Object.assign(world.sandbox.settings, { fault: 'status-503', faultOn: 'everything' });
  await refresh(workbook);
  await expect(notice(workbook)).toBeVisible();
  expect(await bothOf(workbook)).toEqual(before);
});

test('a cell whose query fails keeps its last answer, and is listed with since when and why', async ({ context }) => {
  const workbook = await openWithNumbers(context);
  const before = await bothOf(workbook);
  Object.assign(world.sandbox.settings, { fault: 'status-403', faultSkills: [otherSkill] });
  await refresh(workbook);
  await expect(work(workbook)).toContainText('1 not refreshed');
  await expect.poll(() => bothOf(workbook)).toEqual(before);
  await openList(workbook);
  await expect(work(workbook).getByRole('listitem')).toHaveText(
    /^Sheet1!A2Not refreshed since \d\d:\d\d: .+Try again$/,
  );
  await inspect(workbook, 'not-refreshed');
  await resize(workbook, 320);
  await inspect(workbook, 'not-refreshed-320');
  await resize(workbook, 340);

  // Another formula has no last answer, and a mistake is the cell's own.
  await workbook.type('A3', `=SKILLTOTAL("${otherSkill}","totalSessions","yesterday","today")`);
  await expect.poll(() => valueOf(workbook, 'A3')).toBe('#N/A');
  await workbook.type('A1', `=SKILLTOTAL("${skillId}","nonsense","yesterday","today")`);
  await expect.poll(() => valueOf(workbook, 'A1')).toBe('#VALUE!');

  world.sandbox.settings.fault = 'none';
  await button(workbook, 'Try again: Sheet1!A2').click();
  await expect(work(workbook)).not.toContainText('not refreshed');
  await expect.poll(() => valueOf(workbook, 'A2')).toBe(before[1]);
});

test('an error that is tried again gets a true answer or none, even where another cell had one', async ({
  context,
}) => {
  const workbook = await openWithNumbers(context);
  Object.assign(world.sandbox.settings, { fault: 'strings', faultSkills: [otherSkill] });
  for (const address of ['B1', 'B2'])
    await workbook.type(address, `=SKILLTOTAL("${otherSkill}","totalEnablements","-2d","today")`);
  for (const address of ['B1', 'B2']) await expect.poll(() => valueOf(workbook, address)).toBe('#N/A');
  world.sandbox.settings.fault = 'none';
  await openList(workbook);
  await expect(button(workbook, /^Try all again: /)).toBeVisible();
  // One of them alone.
  await workbook.select('B2');
  const message = workbook.pane.getByRole('status').filter({ hasText: 'B2: ' });
  await message.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => valueOf(workbook, 'B2')).toEqual(isNumber);
  world.sandbox.settings.fault = 'strings';
  await afterAsking(workbook, () => button(workbook, 'Try again: Sheet1!B1').click());
  expect(await valueOf(workbook, 'B1')).toBe('#N/A');
  await expect(button(workbook, 'Try again: Sheet1!B1')).toBeVisible();
});

test("no person is served another person's data", async ({ context }) => {
  const workbook = await openWithNumbers(context);
  const before = await bothOf(workbook);
  await button(workbook, /^Account/).click();
  await button(workbook, 'Sign out').click();
  await expect(button(workbook, 'Sign in with Amazon')).toBeVisible();
  await workbook.signIn('Ben');
  expect(await bothOf(workbook)).toEqual(before);
  await refresh(workbook);
  await expect.poll(() => bothOf(workbook)).toEqual(['#N/A', '#N/A']);
  await expect(work(workbook)).toContainText('2 failed');
  await expect(work(workbook)).not.toContainText('not refreshed');
});

test('a skill that Amazon answers with 401 shows its error, while other cells and the sign-in go on', async ({
  context,
}) => {
  const workbook = await openWithNumbers(context);
  const before = await bothOf(workbook);
  await workbook.type('B1', `=${total('amzn1.ask.skill.fa017000-0000-4000-8000-000000000401')}`);
  await expect
    .poll(async () => (await workbook.cell('B1')).message ?? '')
    .toMatch(/no access to the metrics of "Fault: 401, no access"/);
  for (let times = 0; times < 2; times += 1) {
    await refreshed(workbook);
    expect(await valueOf(workbook, 'B1')).toBe('#N/A');
    expect(await bothOf(workbook)).toEqual(before);
    await expect(button(workbook, /^Account/)).toBeVisible();
  }
  await expect(work(workbook)).toContainText('1 failed');
});
