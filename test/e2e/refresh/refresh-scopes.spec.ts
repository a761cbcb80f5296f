/** Refreshing a part of the workbook, with numbers in sight, a way to cancel, and a summary; and what costs Amazon nothing. */
import { type BrowserContext, expect, test } from '@playwright/test';
import { skills } from '../../../src/dev/sandbox/data/skill-list';
import { inspect, picture } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

const otherSkill = skills.find(({ name }) => name === 'Word Ladder')?.id ?? '';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(async ({ context }) => {
  Object.assign(world.sandbox.settings, { fault: 'none', faultSkills: [], latencyMs: 0, cutOff: undefined });
  for (const page of context.pages().filter((one) => one.url().startsWith(world.preview))) {
    expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
    expect(await page.evaluate(() => window.preview?.calculationsOfAll())).toBe(0);
  }
});

test.afterAll(() => world.stop());

const total = (id: string): string => `=SKILLTOTAL("${id}","totalEnablements","yesterday","today")`;
const days = `=SKILLMETRICS("${skillId}","totalSessions","-3d")`;
const valueOf = async (workbook: Workbook, address: string) => (await workbook.cell(address)).value;
const isNumber: unknown = expect.any(Number);
const report = (workbook: Workbook) => workbook.pane.getByRole('region', { name: 'Refresh' });
const summary = (workbook: Workbook) => report(workbook).getByRole('status');
const choose = async (workbook: Workbook, item: string): Promise<void> => {
  await workbook.page.getByRole('button', { name: 'Refresh options' }).click();
  await workbook.page.getByRole('menuitem', { name: item, exact: true }).click();
};
/** The skills that Amazon was asked for while somebody did something. */
const askedBy = async (act: () => Promise<void>): Promise<readonly string[]> => {
  const before = world.sandbox.requests.entries.length;
  await act();
  const asked = world.sandbox.requests.entries.slice(before).filter(({ path }) => path.endsWith('/metrics'));
  return [...new Set(asked.map(({ path }) => (path.includes(otherSkill) ? 'other' : 'first')))].sort();
};

/** Totals of two skills in A1 and A2, and a table in C1 that fills C1:D5. */
const openWithNumbers = async (context: BrowserContext): Promise<Workbook> => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', total(skillId));
  await workbook.type('A2', total(otherSkill));
  await workbook.type('C1', days);
  for (const address of ['A1', 'A2', 'D2']) await expect.poll(() => valueOf(workbook, address)).toEqual(isNumber);
  return workbook;
};

test('a part of the workbook asks for its own formulas only, and shows its numbers meanwhile', async ({ context }) => {
  const workbook = await openWithNumbers(context);
  world.sandbox.settings.latencyMs = 700;
  const play = (select: string, item: string, formulas: RegExp) =>
    askedBy(async () => {
      await workbook.select(select);
      await choose(workbook, item);
      await expect(report(workbook)).toContainText('Refreshing.');
      for (const address of ['A1', 'A2', 'D2', 'D3']) expect(await valueOf(workbook, address)).toEqual(isNumber);
      await expect(summary(workbook)).toHaveText(formulas);
      for (const address of ['A1', 'A2', 'D2', 'D3'])
        await expect.poll(() => valueOf(workbook, address)).toEqual(isNumber);
    });
  expect(await play('A2', 'This cell', /^1 formula · 1 request · \d\d:\d\d$/)).toEqual(['other']);
  // A cell that a formula fills stands for it.
  expect(await play('D3', 'This cell', /^1 formula · \d requests? · /)).toEqual(['first']);
  expect(await play('A2:D2', 'Selection', /^2 formulas · \d requests · /)).toEqual(['first', 'other']);
  expect(await play('A1', 'Sheet', /^3 formulas · /)).toEqual(['first', 'other']);
  expect(await play('A1', 'Workbook', /^3 formulas · /)).toEqual(['first', 'other']);
  expect(await play('A1', 'Workbook, all days again', /^3 formulas · /)).toEqual(['first', 'other']);
  await workbook.page.getByRole('button', { name: 'Refresh options' }).click();
  await picture(workbook.page, 'sheet-refresh-menu');
  await workbook.page.keyboard.press('Escape');

  await workbook.select('F9');
  await choose(workbook, 'This cell');
  await expect(workbook.pane.getByText('There is no Skill Metrics formula in this cell.')).toBeVisible();
});

test("the cells' context menu refreshes what was clicked", async ({ context }) => {
  const workbook = await openWithNumbers(context);
  await workbook.select('A2');
  const asked = await askedBy(async () => {
    await workbook.page.locator('.o-grid-overlay').click({ button: 'right', position: { x: 40, y: 35 } });
    await workbook.page.getByText('Refresh skill metrics in').hover();
    await workbook.page.locator('.o-menu').getByText('This cell', { exact: true }).click();
    await expect(summary(workbook)).toContainText('1 formula · 1 request');
  });
  expect(asked).toEqual(['other']);
});

test('a refresh can be cancelled: cells keep their values, and nothing more is asked', async ({ context }) => {
  const workbook = await openWithNumbers(context);
  const all = ['A1', 'A2', 'D2'];
  const before = await Promise.all(all.map((address) => valueOf(workbook, address)));
  world.sandbox.settings.fault = 'hang';
  await choose(workbook, 'Workbook');
  await expect(report(workbook)).toContainText('0 of 3 formulas');
  await inspect(workbook, 'refresh-running');
  await report(workbook).getByRole('button', { name: 'Cancel refresh' }).click();
  await expect(summary(workbook)).toContainText('Cancelled: 0 of 3 formulas refreshed');
  expect(await Promise.all(all.map((address) => valueOf(workbook, address)))).toEqual(before);
  await inspect(workbook, 'refresh-cancelled');
  await report(workbook).getByRole('button', { name: 'Dismiss' }).click();
  await expect(report(workbook)).toBeHidden();
});

test('the summary shows what kept its value and what has changed, and leads there', async ({ context }) => {
  // Amazon has had half of yesterday so far.
  world.sandbox.settings.cutOff = Math.floor(Date.now() / 86_400_000) * 86_400_000 - 43_200_000;
  const workbook = await openWithNumbers(context);
  await choose(workbook, 'Workbook, all days again');
  await expect(summary(workbook)).toContainText('3 formulas');
  await workbook.idle();
  const before = Number(await valueOf(workbook, 'A1'));
  const other = await valueOf(workbook, 'A2');
  Object.assign(world.sandbox.settings, { cutOff: undefined, fault: 'status-403', faultSkills: [otherSkill] });
  await choose(workbook, 'Workbook');
  await expect(summary(workbook)).toContainText(/3 formulas · \d+ requests · 1 kept its old value · \d\d:\d\d/);
  expect(await valueOf(workbook, 'A2')).toBe(other);
  await expect.poll(async () => Number(await valueOf(workbook, 'A1'))).toBeGreaterThan(before);
  await inspect(workbook, 'refresh-summary');
  await report(workbook)
    .getByRole('button', { name: /changed by more than 1 %/ })
    .click();
  await expect(report(workbook).getByRole('listitem').filter({ hasText: 'Sheet1!A1' })).toContainText(/→ .+ \(\+/);
  await inspect(workbook, 'refresh-changes');
  await report(workbook).getByRole('button', { name: 'Sheet1!C1' }).click();
  await expect(workbook.pane.getByText('Edit C1')).toBeVisible();
});

test('editing, TODAY(), and undo cost Amazon nothing', async ({ context }) => {
  const workbook = await openWithNumbers(context);
  await workbook.type('F1', `=SKILLTOTAL("${skillId}","totalEnablements",TODAY()-2,TODAY())`);
  await expect.poll(() => valueOf(workbook, 'F1')).toEqual(isNumber);
  await choose(workbook, 'This cell');
  await expect(summary(workbook)).toContainText('1 formula');
  const asked = await askedBy(async () => {
    await workbook.type('H1', '=TODAY()');
    await workbook.type('A2', '');
    await workbook.page.getByRole('button', { name: 'Undo' }).click();
    await workbook.type('A9', total(skillId));
    await expect.poll(() => valueOf(workbook, 'A9')).toEqual(isNumber);
    await expect.poll(() => valueOf(workbook, 'A2')).toEqual(isNumber);
    await workbook.idle();
  });
  expect(asked).toEqual([]);
});

test('inserting rows, F9, and Ctrl+Alt+F9 cost Amazon nothing, and values stay', async ({ context }) => {
  const workbook = await openWithNumbers(context);
  const { page } = workbook;
  await workbook.type('F1', `=SKILLTOTAL("${skillId}","totalEnablements",TODAY()-2,TODAY())`);
  await expect.poll(() => valueOf(workbook, 'F1')).toEqual(isNumber);
  const shown = (addresses: readonly string[]) => Promise.all(addresses.map((address) => valueOf(workbook, address)));
  const values = await shown(['A1', 'A2', 'D2', 'F1']);
  /** How often Excel has called the add-in's functions. */
  const calls = () => page.evaluate(() => window.preview?.functionCalls() ?? 0);
  const callsOf = async (act: () => Promise<void>): Promise<number> => {
    const before = await calls();
    await act();
    await workbook.idle();
    return (await calls()) - before;
  };
  const requests = world.sandbox.requests.entries.length;

  await page.locator('.o-grid-overlay').click({ position: { x: 30, y: 10 } });
  expect(await callsOf(() => page.keyboard.press('F9'))).toBe(0);
  expect(await shown(['A1', 'A2', 'D2', 'F1'])).toEqual(values);

  expect(await callsOf(() => page.keyboard.press('Control+Alt+F9'))).toBe(4);
  expect(await shown(['A1', 'A2', 'D2', 'F1'])).toEqual(values);

  const insertRow = async (): Promise<void> => {
    await page.locator('.o-grid-overlay').click({ button: 'right', position: { x: 30, y: 10 } });
    await page.getByText('Insert row', { exact: true }).click();
  };
  // Excel calls the functions of all cells that move.
  expect(await callsOf(insertRow)).toBe(4);
  expect(await shown(['A2', 'A3', 'D3', 'F2'])).toEqual(values);
  expect(world.sandbox.requests.entries.slice(requests)).toEqual([]);
});

test('people with one account who open a workbook one after another ask Amazon once', async ({ context, browser }) => {
  const contexts = [context, await browser.newContext({ ignoreHTTPSErrors: true })];
  const workbooks: Workbook[] = [];
  for (const one of contexts) {
    const workbook = await openWithNumbers(one);
    await workbook.pane.getByRole('button', { name: /^Account/ }).click();
    await workbook.pane.getByRole('checkbox', { name: 'Refresh when this workbook opens' }).check();
    await workbook.idle();
    await workbook.page.evaluate(() => window.preview?.save());
    workbooks.push(workbook);
  }
  const reopen = async (workbook: Workbook): Promise<void> => {
    await workbook.page.goto(`${world.preview}/?workbook=saved`);
    await expect(summary(workbook)).toContainText('3 formulas · ');
  };
  const [first, second] = workbooks;
  if (first === undefined || second === undefined) throw new Error('Nobody is there.');
  // Somebody has just refreshed.
  await first.page.getByRole('button', { name: 'Refresh', exact: true }).click();
  await expect(summary(first)).toContainText('3 formulas · ');
  const asked = await askedBy(async () => {
    await reopen(second);
    await reopen(first);
  });
  expect(asked).toEqual([]);
  await expect(summary(second)).toContainText('3 formulas · 0 requests');
  for (const workbook of workbooks)
    for (const address of ['A1', 'A2', 'D2']) expect(await valueOf(workbook, address)).toEqual(isNumber);
  // What somebody asks for by hand is new.
  expect(
    await askedBy(async () => {
      await choose(second, 'Workbook');
      await expect(summary(second)).not.toContainText(' 0 requests');
      await expect(summary(second)).toContainText('3 formulas · ');
    }),
  ).toEqual(['first', 'other']);
  await contexts[1]?.close();
});

test('a workbook refreshes when it opens where it says so, and shows what it was saved with meanwhile', async ({
  context,
}) => {
  const workbook = await openWithNumbers(context);
  await workbook.pane.getByRole('button', { name: /^Account/ }).click();
  await workbook.pane.getByRole('checkbox', { name: 'Refresh when this workbook opens' }).check();
  await workbook.pane.getByRole('combobox', { name: 'Refresh while it is open' }).selectOption('Every 15 minutes');
  await inspect(workbook, 'refresh-settings');
  // The relay forgets what it has fetched for an account that signs out. Otherwise it would be new enough.
  await workbook.pane.getByRole('button', { name: 'Sign out' }).click();
  await workbook.signIn();
  await workbook.idle();
  await workbook.page.evaluate(() => window.preview?.save());
  world.sandbox.settings.latencyMs = 2_000;
  await workbook.page.goto(`${world.preview}/?workbook=saved`);
  await expect(report(workbook)).toContainText('Refreshing.');
  for (const address of ['A1', 'A2', 'D2']) await expect.poll(() => valueOf(workbook, address)).toEqual(isNumber);
  await expect(report(workbook)).toContainText('Refreshing.');
  await expect(summary(workbook)).toContainText('3 formulas · ');
  for (const address of ['A1', 'A2', 'D2']) await expect.poll(() => valueOf(workbook, address)).toEqual(isNumber);
  await workbook.pane.getByRole('button', { name: /^Account/ }).click();
  await expect(workbook.pane.getByRole('checkbox', { name: 'Refresh when this workbook opens' })).toBeChecked();
});
