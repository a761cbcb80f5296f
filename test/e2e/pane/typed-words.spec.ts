/** Formulas as people type them: names, labels and words in place of IDs and codes. */
import { expect, test } from '@playwright/test';
import { picture } from '../../support/e2e/inspect';
import { openWorkbook, skillId } from '../../support/e2e/workbook';
import { startWorld, type World } from '../../support/e2e/world';

let world: World;

test.beforeAll(async () => {
  world = await startWorld();
});

test.afterAll(() => world.stop());

const dayMs = 86_400_000;

test('a typed formula with names and words shows a header and 28 days', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.type('A1', '=SKILLMETRICS("Daily Trivia","sessions","last 28 days")');
  await expect.poll(async () => (await workbook.cell('A1')).message ?? '').toMatch(/sign in/i);
  await workbook.signIn();
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B29');
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  const days = world.sandbox.truth({
    skillId,
    metric: 'totalSessions',
    startTime: today - 28 * dayMs,
    endTime: today,
    period: 'P1D',
  });
  expect(days).toHaveLength(28);
  const shown = await Promise.all(days.map(async (_, row) => (await workbook.cell(`B${row + 2}`)).value));
  expect(shown).toEqual(days.map(({ value }) => value));
  expect((await workbook.cell('A2')).text).toBe(new Date(today - 28 * dayMs).toISOString().slice(0, 10));
  expect((await workbook.cell('A29')).text).toBe(new Date(today - dayMs).toISOString().slice(0, 10));
  await picture(workbook.page, 'typed-words');
  expect(await workbook.unknown()).toEqual([]);
});

test('what cannot be meant is refused with what can', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  const mistakes: readonly (readonly [formula: string, message: string])[] = [
    [
      '=SKILLMETRICS("Dayly Trivia","sessions","last 28 days")',
      'None of your skills is named "Dayly Trivia". Did you mean "Daily Trivia"?',
    ],
    [
      '=SKILLMETRICS("Daily Trivia","totalSession","last 28 days")',
      'There is no metric "totalSession". Did you mean totalSessions?',
    ],
    [
      '=SKILLMETRICS("Daily Trivia","sessions","8/1/2026")',
      '"8/1/2026" could be August 1 or January 8, 2026. Enter "2026-08-01" or "2026-01-08".',
    ],
    [
      '=SKILLMETRICS("Daily Trivia","sessions",2026-08-01)',
      'startTime is 2017, because Excel subtracts the parts of a date without quotes, such as 2026-08-01. Enter "2026-08-01" in quotes; for a whole year, "2026".',
    ],
    [
      '=SKILLTOTAL("Harbor Morning News","utterances","last month")',
      'Harbor Morning News is a flash briefing skill, which has no totalUtterances. Use uniqueCustomers, totalEnablements or totalSessions.',
    ],
    [
      '=ALEXAINTENTS("Word Ladder","Klingon")',
      'Word Ladder has no locale "Klingon". It has en-US, en-GB, en-CA, en-AU and en-IN.',
    ],
  ];
  for (const [row, [formula]] of mistakes.entries()) await workbook.type(`A${row + 1}`, formula);
  await workbook.idle();
  for (const [row, [formula, message]] of mistakes.entries()) {
    const cell = await workbook.cell(`A${row + 1}`);
    expect([formula, cell.value, cell.message]).toEqual([formula, '#VALUE!', message]);
  }
});

test('the companions understand the same words', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', '=SKILLTOTAL("harbor morning news","plays","2026-08")');
  await workbook.type('C1', '=ALEXAINTENTS("Kopfrechnen für Kinder","German","prod")');
  await workbook.type('E1', '=SKILLMETRICSINFO("Daily Trivia","sessions","last 7 days",,"daily")');
  await expect.poll(async () => (await workbook.cell('C1')).value).toBe('AMAZON.FallbackIntent');
  await expect.poll(async () => typeof (await workbook.cell('A1')).value).toBe('number');
  await expect.poll(async () => (await workbook.cell('E1')).value).toBe('Start (UTC)');
});

test('the pane opens a typed formula, and writes IDs and codes when it updates it', async ({ context }) => {
  const workbook = await openWorkbook(context, world, '?workbook=blank');
  await workbook.signIn();
  await workbook.type('A1', '=SKILLMETRICS("harbor morning news","plays",DATE(2026,8,1),"8 Aug 2026","daily")');
  await expect.poll(() => workbook.spillOf('A1')).toBe('A1:B8');
  await workbook.type('D1', '=SKILLMETRICS("Daily Trivia","sessions, customers","2026-08")');
  await expect.poll(() => workbook.spillOf('D1')).toBe('D1:F32');
  await workbook.select('D1');
  await expect(workbook.pane.getByRole('combobox', { name: 'Skill', exact: true })).toHaveValue('Daily Trivia');
  await picture(workbook.page, 'typed-words-in-the-pane');
  await workbook.pane.getByRole('combobox', { name: 'Period' }).selectOption({ index: 1 });
  await workbook.pane.getByRole('button', { name: /^update/i }).click();
  await expect
    .poll(async () => (await workbook.cell('D1')).formula)
    .toBe(`=SKILLMETRICS("${skillId}",{"totalSessions","uniqueCustomers"},DATE(2026,8,1),DATE(2026,9,1),"P1W")`);
});
