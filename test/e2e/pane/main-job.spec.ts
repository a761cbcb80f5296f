/** The main job: sign in, ask, spill. Everything is real but Amazon and Excel. */
import { expect, test } from '@playwright/test';
import { picture } from '../../support/e2e/inspect';
import { openWorkbook, skillId } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

const sumOf = (points: readonly { readonly value: number }[]): number =>
  points.reduce((sum, { value }) => sum + value, 0);

const truth = (from: string, to: string, metric: 'totalSessions' | 'uniqueCustomers' = 'totalSessions') =>
  world.sandbox.truth({
    skillId,
    metric,
    startTime: Date.parse(from),
    endTime: Date.parse(to),
    period: 'P1D',
  });

test('a newcomer signs in, and the cells that waited fill with every day of the answer', async ({ context }) => {
  const workbook = await openWorkbook(context, world);
  await workbook.idle();
  expect((await workbook.cell('A2')).text).toMatch(/sample numbers.*sign in/i);
  await workbook.signIn();
  await workbook.answered();
  expect(await workbook.spillOf('A10')).toBe('A10:B102');
  const days = truth('2026-08-01T00:00:00Z', '2026-11-01T00:00:00Z');
  expect(days).toHaveLength(92);
  expect((await workbook.cell('B8')).value).toBe(sumOf(days));
  expect((await workbook.cell('A11')).text).toBe('2026-08-01');
  expect((await workbook.cell('A102')).text).toBe('2026-10-31');
  await picture(workbook.page, 'workbook');
  expect(await workbook.unknown()).toEqual([]);
});

test('a formula typed into a cell spills, sums, and follows its precedents', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', `=SKILLMETRICS("${skillId}","totalSessions",DATE(2026,8,1),DATE(2026,11,1))`);
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B93');
  await workbook.type('D1', '=SUM(B2:B93)');
  await expect
    .poll(async () => (await workbook.cell('D1')).value)
    .toBe(sumOf(truth('2026-08-01T00:00:00Z', '2026-11-01T00:00:00Z')));

  await workbook.type('F1', '2026-09-01');
  await workbook.type('F3', `=SKILLMETRICS("${skillId}",{"totalSessions","uniqueCustomers"},F1,"2026-09-08")`);
  await expect.poll(() => workbook.spillOf('F3')).toBe('F3:H10');
  expect([
    (await workbook.cell('F3')).value,
    (await workbook.cell('G3')).value,
    (await workbook.cell('H3')).value,
  ]).toEqual(['Date (UTC)', 'Total sessions', 'Unique customers']);
  await workbook.type('F1', '2026-09-05');
  await expect.poll(() => workbook.spillOf('F3')).toBe('F3:H6');
  const days = truth('2026-09-05T00:00:00Z', '2026-09-08T00:00:00Z');
  expect((await workbook.cell('G4')).value).toBe(days[0]?.value);
  expect((await workbook.cell('H6')).value).toBe(
    truth('2026-09-05T00:00:00Z', '2026-09-08T00:00:00Z', 'uniqueCustomers')[2]?.value,
  );
  await workbook.type('F10', 'in the way');
  await workbook.type('F1', '2026-09-01');
  await expect.poll(async () => (await workbook.cell('F3')).value).toBe('#SPILL!');
});

test('refusing at Amazon says what happened and what to do', async ({ context }) => {
  const workbook = await openWorkbook(context, world);
  const popUp = await workbook.openSignIn();
  await popUp.getByRole('button', { name: /cancel|deny|don’t allow/i }).click();
  await expect(workbook.pane.getByText(/n.t allow|declined|refused/i).first()).toBeVisible();
  await expect(workbook.pane.getByRole('button', { name: 'Sign in with Amazon' })).toBeVisible();
  expect((await workbook.cell('A2')).text).toMatch(/sample numbers/i);
});

test('closing the pop-up says what happened and what to do', async ({ context }) => {
  const workbook = await openWorkbook(context, world);
  const popUp = await workbook.openSignIn();
  await popUp.close();
  await expect(workbook.pane.getByText(/window closed/i).first()).toBeVisible();
  await expect(workbook.pane.getByRole('button', { name: 'Sign in with Amazon' })).toBeVisible();
});

test('the pane inserts a formula whose first column shows dates', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.select('C5');
  await workbook.pane.getByRole('combobox', { name: 'Skill', exact: true }).fill(skillId);
  await workbook.pane.getByRole('button', { name: /^insert/i }).click();
  await expect.poll(async () => (await workbook.cell('C5')).formula ?? '').toContain('=SKILLMETRICS(');
  await expect.poll(async () => (await workbook.cell('C6')).text).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  expect(await workbook.unknown()).toEqual([]);
});

test('signing out forgets, and the cells say so at their next calculation', async ({ context }) => {
  const workbook = await openWorkbook(context, world);
  await workbook.signIn();
  await workbook.answered();
  await workbook.signOut();
  await workbook.type('B7', '2026-10-01');
  await expect.poll(async () => (await workbook.cell('A10')).message ?? '').toMatch(/sign in/i);
});

test('no secret is in what the browser keeps, in an address or in a log', async ({ context }) => {
  const addresses: string[] = [];
  context.on('request', (request) => addresses.push(request.url()));
  const workbook = await openWorkbook(context, world);
  await workbook.signIn();
  await workbook.answered();
  const frame = workbook.page.frames().find((one) => one.url().startsWith(world.relay));
  const kept = await frame?.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  for (const text of [addresses.join('\n'), kept ?? '', world.logged()]) expect(text).not.toMatch(/Atz[ar]\|/);
  const bearers = /"[A-Za-z0-9_-]{43}"/g;
  for (const bearer of (kept ?? '').match(bearers) ?? []) expect(world.logged()).not.toContain(bearer.slice(1, -1));
});
