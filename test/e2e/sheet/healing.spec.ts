/** Cells without an answer fill once there is hope of one, whatever they show and whatever Excel leaves undone. */
import { expect, test } from '@playwright/test';
import { frameOf, inspect } from '../../support/e2e/inspect';
import { openWorkbook, skillId, type Workbook } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterEach(async ({ context }) => {
  Object.assign(world.sandbox.settings, { fault: 'none', latencyMs: 0 });
  for (const page of context.pages().filter((one) => one.url().startsWith(world.preview))) {
    expect(await page.evaluate(() => window.preview?.errors ?? [])).toEqual([]);
    expect(await page.evaluate(() => window.preview?.calculationsOfAll())).toBe(0);
  }
});

test.afterAll(() => world.stop());

const total = (id = `"${skillId}"`): string => `SKILLTOTAL(${id},"totalEnablements","yesterday","today")`;
const valueOf = async (workbook: Workbook, address: string) => (await workbook.cell(address)).value;
const valuesOf = (workbook: Workbook, addresses: readonly string[]) =>
  Promise.all(addresses.map((address) => valueOf(workbook, address)));
const isNumber: unknown = expect.any(Number);
const button = (workbook: Workbook, name: string | RegExp) => workbook.pane.getByRole('button', { name });
const refresh = (workbook: Workbook) => workbook.page.getByRole('button', { name: 'Refresh', exact: true }).click();
const work = (workbook: Workbook) => workbook.pane.getByRole('region', { name: 'Work in progress' });
const typing = (workbook: Workbook, begins: boolean): Promise<void> =>
  workbook.page.evaluate((now) => window.preview?.type(now), begins);
/** From now on a cell in error lets so many calculations pass. */
const swallow = (workbook: Workbook, calculations: number): Promise<void> =>
  workbook.page.evaluate((count) => window.preview?.swallow(count), calculations);

/** Saves the workbook once no cell waits: those would ask on opening. */
const save = async (workbook: Workbook): Promise<void> => {
  await workbook.idle();
  await workbook.page.evaluate(() => window.preview?.save());
};

/** Opens the saved workbook, in the same browser. */
const reopen = async (workbook: Workbook, query = ''): Promise<void> => {
  await workbook.page.goto(`${world.preview}/?workbook=saved${query}`);
  await workbook.page.waitForFunction(() => window.preview !== undefined);
};

/** Requests for metrics by the add-in. */
const asked = (workbook: Workbook): string[] => {
  const urls: string[] = [];
  workbook.page.on('request', (request) => {
    if (/\/api\/(?:metrics|questions)(?:\?|$)/.test(request.url())) urls.push(request.url());
  });
  return urls;
};

/** Names and a table, made as another add-in would. */
const prepare = (workbook: Workbook): Promise<void> =>
  frameOf(workbook).evaluate(
    ([skill = '', enablements = '']) =>
      Excel.run(async (context) => {
        const sheet = context.workbook.worksheets.getActiveWorksheet();
        context.workbook.names.add('Weekly', `=LAMBDA(id,${enablements})`);
        context.workbook.names.add('Safe', '=LAMBDA(id,IFERROR(Weekly(id),"none"))');
        context.workbook.names.add('Trivia', `=Weekly("${skill}")`);
        sheet.getRange('D1:D2').values = [['Enablements'], ['']];
        sheet.tables.add('D1:D2', true);
        await context.sync();
      }),
    [skillId, total('id')],
  );

test('cells that swallowed our error fill after signing in: they are found by their calls', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await prepare(workbook);
  const formulas = {
    A1: `=IFERROR(${total()},"none")`,
    A2: `=IF(ISERROR(${total()}),0,1)`,
    A3: `=Weekly("${skillId}")`,
    A4: `=Safe("${skillId}")`,
    A5: `=LAMBDA(id,IFERROR(${total('id')},"none"))("${skillId}")`,
    A6: '=IFERROR(Trivia/2,"none")',
    A7: `=SUM(1,IFERROR(${total()},-1))`,
    A8: `=ROUND(${total()},0)`,
    D2: `=IFERROR(${total()},"none")`,
  };
  for (const [address, formula] of Object.entries(formulas)) await workbook.type(address, formula);
  await workbook.type('B1', '=1/0');
  const addresses = Object.keys(formulas);
  await expect
    .poll(() => valuesOf(workbook, addresses))
    .toEqual(['none', 0, '#N/A', 'none', 'none', 'none', 0, '#N/A', 'none']);
  await workbook.signIn();
  await expect.poll(() => valuesOf(workbook, addresses)).toEqual(addresses.map(() => isNumber));
  await workbook.idle();
  const [answer, one, ...others] = await valuesOf(workbook, addresses);
  expect(one).toBe(1);
  const number = Number(answer);
  expect(others).toEqual([number, number, number, number / 2, number + 1, number, number]);
  for (const [address, formula] of Object.entries(formulas))
    expect(((await workbook.cell(address)).formula ?? '').replaceAll(' ', '')).toBe(formula.replaceAll(' ', ''));
});

test('cells that were saved without an answer fill when the workbook is opened again; others are left alone', async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('C1', `=${total()}`);
  await workbook.type('C2', `=IFERROR(${total()},"none")`);
  await expect.poll(() => valuesOf(workbook, ['C1', 'C2'])).toEqual([isNumber, isNumber]);
  await workbook.signOut();
  await workbook.type('A1', `=SKILLTOTAL("${skillId}","totalSessions","2026-08-01","2026-09-01")`);
  await workbook.type('A2', `=IFERROR(SKILLTOTAL("${skillId}","totalUtterances","2026-08-01","2026-09-01"),"none")`);
  await workbook.type('A3', `=IF(ISERROR(SKILLTOTAL("${skillId}","failedUtterances","2026-08-01","2026-09-01")),0,1)`);
  await expect.poll(() => valuesOf(workbook, ['A1', 'A2', 'A3'])).toEqual(['#N/A', 'none', 0]);
  await save(workbook);
  await workbook.signIn();

  const urls = asked(workbook);
  await reopen(workbook);
  await expect.poll(() => valuesOf(workbook, ['A1', 'A2', 'A3'])).toEqual([isNumber, isNumber, 1]);
  expect(await valuesOf(workbook, ['C1', 'C2'])).toEqual([isNumber, isNumber]);
  expect(urls.filter((url) => url.includes('totalEnablements'))).toEqual([]);
});

test('a saved value that may hide an error stays where it cannot be answered, and the pane says so', async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.type('A1', `=IFERROR(${total()},"none")`);
  await expect.poll(() => valueOf(workbook, 'A1')).toBe('none');
  await save(workbook);
  await workbook.signIn();
  Object.assign(world.sandbox.settings, { fault: 'status-403', faultOn: 'everything' });
  await reopen(workbook);
  await expect(workbook.pane.getByText('Not refreshed. Cells keep their values.')).toBeVisible();
  expect(await valueOf(workbook, 'A1')).toBe('none');
  Object.assign(world.sandbox.settings, { fault: 'none', faultOn: 'metrics' });
  await button(workbook, 'Refresh again').click();
  await expect.poll(() => valueOf(workbook, 'A1')).toEqual(isNumber);
});

test('#NAME? of a workbook that was opened before the add-in heals, in one step of Undo', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const formulas = {
    A1: `=${total()}`,
    A2: `=ROUND(${total()},0)`,
    C5: `=SKILLMETRICS("${skillId}","totalEnablements","-7d","today")`,
  };
  for (const [address, formula] of Object.entries(formulas)) await workbook.type(address, formula);
  await expect.poll(() => valuesOf(workbook, ['A1', 'A2', 'C6'])).toEqual([isNumber, isNumber, isNumber]);
  await workbook.signOut();
  await workbook.type('B1', '=NOBODY()');
  await save(workbook);
  await reopen(workbook, '&addin=late');
  const addresses = Object.keys(formulas);
  await expect.poll(() => valuesOf(workbook, addresses)).toEqual(['#NAME?', '#NAME?', '#NAME?']);
  await expect(button(workbook, 'Sign in with Amazon')).toBeVisible();
  const frame = frameOf(workbook);
  await frame.evaluate(() => {
    const { run } = Excel;
    const runs: unknown[] = [];
    Object.assign(window, { runs });
    Object.assign(Excel, {
      run: (...call: unknown[]) => {
        if (call.length > 1) runs.push(call[0]);
        return Reflect.apply(run, Excel, call) as unknown;
      },
    });
  });
  await workbook.signIn();
  await expect.poll(() => valuesOf(workbook, ['A1', 'A2', 'C6'])).toEqual([isNumber, isNumber, isNumber]);
  expect(await valueOf(workbook, 'B1')).not.toEqual(isNumber);
  expect(await frame.evaluate(() => Reflect.get(window, 'runs') as unknown)).toEqual([{ mergeUndoGroup: true }]);
  for (const [address, formula] of Object.entries(formulas))
    expect(((await workbook.cell(address)).formula ?? '').replaceAll(' ', '')).toBe(formula.replaceAll(' ', ''));
});

test('a calculation that a cell in error swallows is requested once more, and then reported', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  for (const address of ['A1', 'A2']) await workbook.type(address, `=${total()}`);
  await expect.poll(() => valuesOf(workbook, ['A1', 'A2'])).toEqual(['#N/A', '#N/A']);
  await swallow(workbook, 1);
  await workbook.signIn();
  await expect.poll(() => valuesOf(workbook, ['A1', 'A2'])).toEqual([isNumber, isNumber]);
  await expect(work(workbook)).toBeHidden();

  await workbook.signOut();
  await workbook.type('A3', `=${total()}`);
  await expect.poll(() => valueOf(workbook, 'A3')).toBe('#N/A');
  await swallow(workbook, 1_000);
  await workbook.signIn();
  await expect(work(workbook)).toContainText('1 not calculated');
  expect(await valueOf(workbook, 'A3')).toBe('#BUSY!');
  expect(await valuesOf(workbook, ['A1', 'A2'])).toEqual([isNumber, isNumber]);
  await work(workbook).getByRole('button', { expanded: false }).click();
  await inspect(workbook, 'not-calculated');
  await button(workbook, 'Enter again: Sheet1!A3').click();
  await expect.poll(() => valueOf(workbook, 'A3')).toEqual(isNumber);
  await expect(work(workbook)).toBeHidden();
});

test('a refresh that begins while somebody types in a cell is finished when they are done', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', `=${total()}`);
  await expect.poll(() => valueOf(workbook, 'A1')).toEqual(isNumber);
  await workbook.idle();
  const urls = asked(workbook);
  await typing(workbook, true);
  await refresh(workbook);
  await expect(workbook.pane.getByText('A cell is being edited.')).toBeVisible();
  expect(urls).toEqual([]);
  await typing(workbook, false);
  await expect.poll(() => urls.length).toBe(1);
  await expect(workbook.pane.getByText('A cell is being edited.')).toBeHidden();
  await expect.poll(() => valueOf(workbook, 'A1')).toEqual(isNumber);
});

test('the chart of a formula waits as well', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).fill(skillId);
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).press('Escape');
  await workbook.pane.getByLabel('Insert as').selectOption('chart');
  world.sandbox.settings.latencyMs = 1_500;
  const urls = asked(workbook);
  await button(workbook, 'Insert into selected cell').click();
  // By then Excel has told how it counts dates, for which a formula has to wait while somebody types.
  await expect.poll(() => urls.length).toBe(1);
  await typing(workbook, true);
  await workbook.idle();
  // Longer than Excel takes to show results.
  await expect.poll(async () => (await workbook.cell('A2')).text).not.toBe('');
  expect(await workbook.page.locator('.o-figure').count()).toBe(0);
  await typing(workbook, false);
  await expect.poll(() => workbook.page.locator('.o-figure').count()).toBe(1);
  await expect.poll(async () => (await workbook.cell('A2')).text).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});

test('a formula that needs to know how the workbook counts dates goes on when nobody types any more', async ({
  context,
}) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await typing(workbook, true);
  const urls = asked(workbook);
  await workbook.type('A1', `=${total()}`);
  await expect.poll(async () => (await workbook.cell('A1')).value).toBe('#BUSY!');
  expect(urls).toEqual([]);
  await typing(workbook, false);
  await expect.poll(() => valueOf(workbook, 'A1')).toEqual(isNumber);
});
